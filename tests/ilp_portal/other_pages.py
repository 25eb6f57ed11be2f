"""Public pages that no sitemap names: searches, narrowed and empty lists, forms with and without faults, errors."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from scripts.site.addresses import ASKED, ERRORS, TOO_MANY, UNKNOWN

OPENED = (
    "coordinators:tip_create",
    "coordinators:tip_thanks",
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "account_inactive",
    "account_email_verification_sent",
    "campaigns:letter_check",
    "offline",
    "search",
    "events:event_embed",
)
LISTS = ("history", "campaigns:campaign_list", "campaigns:resource_list", "partners:partner_list", "events:event_list")
BADLY = {"contact": "nobody", "language": "x", "email": "nobody", "text": "", "term": UNKNOWN, "about": "x"}
OWN = {"origin": "http://testserver"}


def other_pages(client: Client, event: str) -> dict[str, HttpResponse]:
    """Answers by address, in all languages; `event` is the slug of one that people can sign up for."""
    found = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            sign_up, check = reverse("events:rsvp_create", args=[event]), reverse("campaigns:letter_check")
            asked = [reverse(name) for name in OPENED] + [f"{reverse('search')}?q={word}" for word in ASKED[language]]
            lists = [reverse(name) for name in LISTS]
            sent = [sign_up, *(reverse(name) for name in OPENED[:1] + OPENED[3:6])]
            odd = [f"{reverse('home')}{UNKNOWN}/", reverse("home") + TOO_MANY, f"{check}{UNKNOWN}/"]
        asked += [address for path in lists for address in narrowed(client, path)]
        found |= {path: client.get(path, follow=True) for path in [*asked, sign_up, *odd]}
        found |= {f"{path} (faults)": client.post(path, BADLY, headers=OWN, follow=True) for path in sent}
        found |= errors(language)
    return found


def narrowed(client: Client, path: str) -> list[str]:
    """The list by the first choice of each field, and by a choice that does not exist."""
    fields = client.get(path).context["form"].fields.items()
    chosen = [f"{path}?{name}={field.choices[1][0]}" for name, field in fields if len(field.choices) > 1]
    return [*chosen, f"{path}?{next(iter(fields))[0]}={UNKNOWN}"]


def errors(language: str) -> dict[str, HttpResponse]:
    """The pages of errors that no address shows at will."""
    with translation.override(language):
        home = reverse("home")
        request = RequestFactory().get(home)
        request.LANGUAGE_CODE = language
        pages = {status: render_to_string(f"{status}.html", {"language": language}, request) for status in ERRORS}
    return {f"{home}shown-{status}/": HttpResponse(page, status=status) for status, page in pages.items()}
