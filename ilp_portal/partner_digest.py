"""One mail a month to an organization's contact: what was logged in the month before, what waits, what comes.

On the first Monday of the month at 9:00 in New York, once a link and month, and only when there is something to say.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Count
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import partner_answers, partner_links, weeks
from campaigns.durations import as_hours
from campaigns.models import PartnerLink
from outreach import outbox, sealing
from outreach.actions import stop_writing, write_again
from outreach.kinds import Kind, Letter, Reader, Skip, Topic
from outreach.models import Message, Suppression

from . import partner_page

KIND, SUBJECT, TOPIC = "campaigns.partner_digest", "campaigns.partnerlink", "partner digest"
AT = dt.time(9, 0)  # in New York
LIFETIME = dt.timedelta(days=3)  # a machine that was off on Monday still sends it
SHOWN_EVENTS = 3


def first_monday(day: dt.date) -> dt.date:
    """Of the month of the day."""
    first = day.replace(day=1)
    return first + dt.timedelta(days=-first.weekday() % 7)


def month_before(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day."""
    last = day.replace(day=1) - dt.timedelta(days=1)
    return last.replace(day=1), last


@transaction.atomic
def plan(*, now: dt.datetime) -> int:
    """Plan the digest of every link with something to say; a second run adds none."""
    today = weeks.today(now)
    due = dt.datetime.combine(first_monday(today), AT, weeks.HOME_ZONE).astimezone(dt.UTC)
    if not due <= now < due + LIFETIME:
        return 0
    wanted = list(PartnerLink.objects.valid_on(today).exclude(contact=None).select_related("partner", "contact"))
    wanted = {link.contact_id: link for link in wanted if link.contact.email and not _is_stopped(link.pk)}.values()
    rows = [_message(link, due) for link in wanted]  # one a contact, who may have a link in each language
    links = {link.pk: link for link in wanted}
    to = dict(PartnerLink.objects.filter(contact__in=[one.contact for one in wanted]).values_list("pk", "contact"))
    sent = Message.objects.about(SUBJECT, list(to)).values_list("subject_id", "rule")
    told = {(to[pk], rule) for pk, rule in sent}  # by whichever link of theirs
    fresh = [row for row in rows if (links[row.subject_id].contact_id, row.rule) not in told]
    return outbox.plan(row for row in fresh if any(_found(links[row.subject_id], row.rule, now).values()))


def _message(link: PartnerLink, due: dt.datetime) -> Message:
    """Its key is link and month."""
    month = month_before(weeks.today(due))[0]
    columns = {"rule": f"{month:%Y-%m}", "due_at": due, "not_after": due + LIFETIME}
    return Message(kind=KIND, subject_type=SUBJECT, subject_id=link.pk, **columns)


def _found(link: PartnerLink, rule: str, now: dt.datetime) -> dict:
    """Hours of the month, lines that wait, coming events; all empty where there is nothing to say."""
    first, last = month_before(dt.date.fromisoformat(f"{rule}-01") + dt.timedelta(days=31))
    logged = partner_answers.lines(link).worked_between(first, last)
    people = logged.aggregate(n=Count("placement__appointment__coordinator", distinct=True))["n"]
    return {
        "minutes": logged.total_minutes(),
        "people": people,
        "waiting": partner_answers.waiting(link).count(),
        "events": list(partner_page.coming(link, now)[:SHOWN_EVENTS]),
    }


def facts(message: Message) -> Letter:
    """What is true now, just before sending. Raises Skip when there is nothing to say any more, or nobody to tell."""
    today = weeks.today(message.due_at)
    found = PartnerLink.objects.valid_on(today).filter(pk=message.subject_id).select_related("partner", "contact")
    link = found.first()
    if link is None or link.contact is None or not link.contact.email:
        raise Skip(Message.State.SUPPRESSED, "no link or no contact")
    if _is_stopped(link.pk):
        raise Skip(Message.State.SUPPRESSED, "not wanted")
    said = _found(link, message.rule, message.due_at)
    if not any(said.values()):
        raise Skip(Message.State.SUPPRESSED, "nothing to say")
    language = link.contact.language
    context = _words(link, message.rule, said, language)
    return Letter(to=link.contact.email, language=language, template="partner_digest", context=context)


def _words(link: PartnerLink, rule: str, said: dict, language: str) -> dict:
    with translation.override(language):
        return {
            "partner": link.partner.name,
            "month": formats.date_format(dt.date.fromisoformat(f"{rule}-01"), "YEAR_MONTH_FORMAT"),
            "hours": as_hours(said["minutes"]),
            "people": said["people"],
            "waiting": said["waiting"],
            "events": [(event.title, event.date_display, event.times_short) for event in said["events"]],
            "page_url": partner_links.url(link, language),
            "last_day": link.expires_on,
        }


# --- what a contact may stop ------------------------------------------------------------------------------------------
def _link(pk: int) -> PartnerLink:
    link = PartnerLink.objects.filter(pk=pk).select_related("contact").first()
    if link is None or link.contact is None:
        raise LookupError(pk)
    return link


def _contact(pk: int) -> bytes:
    return sealing.contact_index(_link(pk).contact.email)


def _stop(pk: int, now: dt.datetime) -> None:
    stop_writing(contact_bi=_contact(pk), topic=TOPIC, reason=Suppression.Reason.ASKED, now=now)


def _resume(pk: int, now: dt.datetime) -> None:
    write_again(contact_bi=_contact(pk), topic=TOPIC)


def _is_stopped(pk: int) -> bool:
    return Suppression.objects.against(_contact(pk), TOPIC).exists()


def _mark(pk: int) -> str:
    """No two links were made in the same microsecond, and one that gets another contact is another one."""
    link = _link(pk)
    return f"{link.made_at:%y%m%d%H%M%S%f}-{link.contact_id}"


def readers(ids: set[int]) -> dict[int, Reader]:
    """Links by number and the language of their contact; no name."""
    rows = PartnerLink.objects.filter(pk__in=ids).values_list("pk", "contact__language")
    known = {pk: Reader(_("Partner link %(number)d") % {"number": pk}, language or "") for pk, language in rows}
    return {pk: known.get(pk) or Reader(_("Partner link %(number)d") % {"number": pk}, "", "") for pk in ids}


def rule_text(rule: str) -> str:
    try:
        month = dt.date.fromisoformat(f"{rule}-01")
    except ValueError:
        return ""
    return _("for %(month)s") % {"month": formats.date_format(month, "YEAR_MONTH_FORMAT")}


DIGEST = Kind(
    name=KIND,
    facts=facts,
    priority=8,
    max_uncertain=0,
    label=gettext_lazy("Monthly digest of a partner"),
    topic=Topic(TOPIC, gettext_lazy("The monthly summary of hours"), _stop, _resume, _is_stopped, _mark),
    readers=readers,
    rule_text=rule_text,
)
