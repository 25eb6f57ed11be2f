"""Every kind of public page, in English on a light desk and in Spanish on a dark narrow phone: no rule of axe is
broken, nothing sticks out, nothing is fetched elsewhere, no cookie is set, nothing moves or is printed that should not.

One to three addresses of each page; `make site` looks at every address, at both widths in both schemes.
"""

import pytest

from scripts.site import looks
from scripts.site.addresses import ERRORS, LANGUAGES, Address
from tests.test_access import OPEN

MACHINES = {
    "healthz",
    "healthz_deep",
    "mail_report",
    "robots",
    "history_json",
    *(name for name in OPEN if name.startswith("api:")),
    "events_feed",
    "milestones_feed",
    "calendar",
    "sitemap",
    "events:event_file",
    "campaigns:file_detail",
    "events:event_month_now",  # leads on
    "app_manifest",
    "service_worker",
    "campaigns:hours_feed",
    "events:my_feed",
}
# Pages behind somebody's own link, or in the middle of signing in: the journeys of tests/browser go through them
OWN = {
    "events:rsvp_file",
    "events:rsvp_manage",
    "outreach:sms_reply",
    "outreach:stop",
    "coordinators:application_manage",
    "coordinators:claim_confirm",
    "campaigns:sunday",
    "partner_page",
    "partner_print",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_logout",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "admin:login",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mail_html",
    "mailbox",
}
PAGES = [name for name in OPEN if name not in MACHINES | OWN] + [str(status) for status in (400, 404, *ERRORS)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_without_fault(visitor_of, sample, name, language):
    addresses = [one for one in sample if (one.name, one.language) == (name, language)]
    assert addresses != []
    faults = [f"{one.path[:99]} {fault}" for one in addresses for fault in looks.faults(visitor_of, one)]
    assert faults == [], "\n".join(faults)


def test_every_sample_belongs_to_a_page(sample):
    assert {one.name for one in sample} - set(PAGES) == set()


WRONG = """<!doctype html><html lang="es"><head><title>Wrong</title><style>
div { width: 2000px; color: #999; background: #888; transition: color 1s }</style></head><body>
<nav>Printed</nav><main><h1>Wrong</h1><div>Hard to read</div><img src="https://127.0.0.1:1/x.png" alt=""></main>
<script>document.cookie = "seen=1; path=/"; console.error("broken")</script></body></html>"""


def test_faults_are_noticed(visitor_of):
    found = looks.faults(visitor_of, Address("wrong", "en", "/shown-wrong/", html=WRONG))
    kinds = ("status and language", "scrolls sideways", "color-contrast", "moves for", "is printed", "cookie: seen")
    assert [kind for kind in (*kinds, "foreign request", "console: broken") if kind not in " ".join(found)] == []
