"""Staff make, show, renew and revoke the links of partner organizations. An address shows only in answer to a press."""

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import left_contacts, partner_desk, partner_links, weeks
from campaigns.models import PartnerLink
from campaigns.partner_forms import LastDayForm, PartnerLinkForm
from coordinators.desk import needs
from partners import audit

MAY = "campaigns.add_partnerlink"


@needs(MAY)
@require_safe
def partner_link_list(request):
    today = weeks.today(timezone.now())
    standing = list(partner_desk.standing(today))
    context = {
        "standing": standing,
        "left": [link for link in standing if link.contact_left],
        "ended": partner_desk.ended(today),
        "without": partner_desk.without(today),
        "organizations": partner_desk.organizations(),
    }
    return render(request, "campaigns/partner_link_list.html", context)


@needs(MAY)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_link_new(request):
    """?partner= says for whom. The answer to the press shows the address; sent twice, it shows the same."""
    now = timezone.now()
    today = weeks.today(now)
    partner = get_object_or_404(partner_desk.organizations(), slug=request.GET.get("partner", ""))
    last = partner.links.first() or PartnerLink()
    as_last = {"language": last.language, "contact": last.contact}
    link = PartnerLink(partner=partner, expires_on=partner_links.last_day(today), **as_last)
    form = PartnerLinkForm(request.POST or None, instance=link, today=today)
    if request.method == "POST" and form.is_valid():
        link = partner_links.make(form.instance, by=request.user, now=now, today=today)
        if link is not form.instance:
            words = _("There is a link that works already; no other was made. Its last day is %(day)s.")
            messages.warning(request, words % {"day": date_format(link.expires_on, "DATE_FORMAT")})
        return _show(request, link)
    return render(request, "campaigns/partner_link_new.html", {"form": form, "partner": partner})


@needs(MAY)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_link_detail(request, pk: int):
    link = get_object_or_404(PartnerLink.objects.select_related("partner", "contact", "made_by"), pk=pk)
    if request.method != "POST":
        return _detail(request, link)
    deed = DEEDS.get(request.POST.get("action"))
    if deed is None:
        raise Http404
    return deed(request, link)


def _show(request, link: PartnerLink):
    """The page with the address, and a line in the log that it was shown."""
    audit.note("campaigns.show_link", record=link)
    return _detail(request, link, show=True)


def _renew(request, link: PartnerLink):
    form = LastDayForm(request.POST, instance=link, today=weeks.today(timezone.now()))
    if not form.is_valid():
        link.refresh_from_db()
        return _detail(request, link, form=form)
    if link.revoked_at:
        messages.warning(request, _("A revoked link stays revoked. Make a new one."))
    elif partner_links.renew(link, expires_on=form.cleaned_data["expires_on"]):
        messages.success(request, _("The link has a new last day. Its address stays the same."))
    return redirect("campaigns:partner_link_detail", link.pk)


def _revoke(request, link: PartnerLink):
    if partner_links.revoke(link, now=timezone.now()):
        messages.success(request, _("The link is revoked. From now on it opens nothing."))
    return redirect("campaigns:partner_link_detail", link.pk)


def _replace(request, link: PartnerLink):
    """Revoke it, and go on to the form of a new one."""
    if not partner_desk.organizations().filter(pk=link.partner_id).exists():
        return _revoke(request, link)
    partner_links.revoke(link, now=timezone.now())
    messages.success(request, _("The old link is revoked. Now make the new one, and say who gets it."))
    return redirect(f"{reverse('campaigns:partner_link_new')}?{urlencode({'partner': link.partner.slug})}")


def _keep(request, link: PartnerLink):
    left_contacts.keep(link)
    messages.success(request, _("The link stays as it is."))
    return redirect("campaigns:partner_link_detail", link.pk)


DEEDS = {"show": _show, "renew": _renew, "revoke": _revoke, "replace": _replace, "keep": _keep}


def _detail(request, link: PartnerLink, *, show: bool = False, form: LastDayForm | None = None):
    today = weeks.today(timezone.now())
    works = link.revoked_at is None and link.expires_on >= today
    context = {
        "link": partner_desk.links().get(pk=link.pk),
        "works": works,
        "form": form or LastDayForm(instance=link, today=today, initial={"expires_on": partner_links.last_day(today)}),
        "words": partner_desk.words(link),
        "letter": _letter(link) if show and works else None,
    }
    return render(request, "campaigns/partner_link_detail.html", context)


def _letter(link: PartnerLink) -> dict[str, str]:
    """The address, and a mail in the link's language that hands it over; `mailto` opens it in the mail program."""
    address = partner_links.url(link)
    with translation.override(link.language):
        text = render_to_string("campaigns/_partner_letter.txt", {"link": link, "address": address}).strip()
        subject = _("Your page for the hours of this term")
    to = link.contact.email if link.contact else ""
    query = urlencode({"subject": subject, "body": text}, quote_via=quote)
    return {"address": address, "text": text, "mailto": f"mailto:{quote(to)}?{query}"}
