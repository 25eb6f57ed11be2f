"""manage.py what_we_hold: the answer to "what do you have on X?", complete and true."""

import datetime as dt
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from coordinators.mail import plan_account_mail
from coordinators.models import Tip
from ilp_portal import holdings, privacy
from outreach import actions, sealing
from outreach.engine import run_once
from outreach.models import Suppression
from partners.models import Contact
from tests.events.conftest import event, person  # noqa: F401, roles of the events' tests
from tests.factories import ContactFactory, EventFactory, HourEntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
READER = "reader@tests.example"


def held(address: str = READER) -> str:
    out = StringIO()
    call_command("what_we_hold", address, stdout=out)
    return out.getvalue()


def tables(text: str) -> set[str]:
    return {line.partition(":")[0] for line in text.splitlines() if not line.startswith(" ")}


def test_every_table_about_people_is_searched():
    assert set(holdings.FINDERS) == {entry.label for entry in privacy.register() if entry.personal}


def test_a_person_who_signed_up_is_shown_with_each_event(person, event, now):  # noqa: F811
    person(READER, name="Lucero")
    person(READER, of=EventFactory(title_en="Vigil"), state="pending")
    person("other@tests.example", name="Somebody else")
    run_once()
    text = held(" Reader@Tests.Example ")
    assert tables(text) == {"events.Rsvp", "outreach.Message"}
    assert "  Rally with tenants (2026-12-05): confirmed" in text
    assert "  Vigil (2026-12-05): pending" in text
    assert "name: Lucero" in text
    assert "Somebody else" not in text
    assert "  events.reminder queued: 2" in text
    assert "  events.confirmation" in text


@pytest.mark.parametrize("key", ["gone", "another"])
def test_a_sign_up_that_nobody_can_read_any_more_is_shown_without_its_name(key, person, event):  # noqa: F811
    person(READER, name="Lucero")
    if key == "gone":
        event.key.delete()
    else:
        type(event.key).objects.update(wrapped=sealing.wrap(sealing.new_key()))
    text = held()
    assert "  Rally with tenants (2026-12-05): confirmed" in text
    assert ("name: (not readable)" in text, "Lucero" in text) == (True, False)


def test_notes_of_a_reader_are_found_by_their_address_and_by_an_address_in_them(now):
    for text, contact in [("I was there.", READER), (f"Ask {READER}.", ""), ("Somebody else", "other@tests.example")]:
        tip = Tip(text=text, about="self", language="en", received_at=now)
        tip.contact = contact
        tip.save()
    lines = held().splitlines()
    assert (lines[0], len(lines), "Somebody else" in held()) == ("coordinators.Tip: 2", 3, False)


def test_a_stop_is_shown_with_its_reason(now):
    index = sealing.contact_index(READER)
    actions.stop_writing(contact_bi=index, topic="events", reason=Suppression.Reason.ASKED, now=now)
    assert held().splitlines()[0] == "outreach.Suppression: 1"
    assert "topic: events; reason: asked" in held()


def test_a_coordinator_is_shown_with_account_hours_and_sessions(coordinator):
    user = coordinator.user
    HourEntryFactory(placement=coordinator.appointments.get().placements.get(), note="flyers")
    EmailAddress.objects.create(user=user, email="second@tests.example", verified=True)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.save()
    text = held(user.email)
    assert {"coordinators.User", "coordinators.Coordinator", "coordinators.Appointment"} <= tables(text)
    assert {"campaigns.Placement", "campaigns.HourEntry", "account.EmailAddress", "sessions.Session"} <= tables(text)
    assert "note: flyers" in text
    assert held("second@tests.example") == text


@pytest.mark.parametrize("secret", ["password", "session_key"])
def test_what_opens_something_is_not_printed(coordinator, secret):
    user = coordinator.user
    user.set_password("a long password of the tests")
    user.save()
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session.save()
    text = held(user.email)
    assert f"{secret}: (not for reading)" in text
    assert [value for value in (user.password, session.session_key) if value in text] == []


def test_a_sign_in_mail_on_its_way_is_counted_for_known_and_unknown_addresses(coordinator, now):
    for address in (coordinator.user.email, "unknown@tests.example"):
        facts = {"name": "login_code", "values": {"code": "123456"}, "user_id": None, "language": "en"}
        plan_account_mail(to=address, now=now, **facts)
        assert "  account.mail queued: 1" in held(address)
        assert "123456" not in held(address)


@pytest.mark.parametrize("number", ["+12025550100", "(202) 555-0100", "202.555.0100"])
def test_a_number_is_found_however_it_is_written(number, person):  # noqa: F811
    ContactFactory(phone="202-555-0100")
    ContactFactory(phone="202-555-0199")
    person("+12025550100")
    text = held(number)
    assert "partners.Contact: 1" in text
    assert "events.Rsvp: 1" in text


def test_a_contact_of_a_partner_is_found_by_mail():
    Contact.objects.all().delete()
    ContactFactory(email=READER)
    assert tables(held()) == {"partners.Contact"}


def test_of_a_purged_person_nothing_is_held(person, event):  # noqa: F811
    person(READER)
    run_once()
    assert held() != "Nothing.\n"
    privacy.purge(now=event.ends_at + dt.timedelta(days=8))
    assert held() == "Nothing.\n"


@pytest.mark.parametrize(
    "address", ["nobody@tests.example", "", "x", "\x00", "\udcff", "🦋@", "+" + "9" * 300, "é" * 5000]
)
def test_nothing_is_said_of_whom_nobody_knows(address, person):  # noqa: F811
    person(READER)
    assert held(address) == "Nothing.\n"
