"""Signing up without account: what the form takes, refuses, keeps and never tells."""

import datetime as dt

import pytest
from django.core import mail

from events import actions
from events.letters import CONFIRMATION
from events.models import EventKey, Rsvp
from events.views import sign_up
from events.views.sign_up import PER_CONTACT
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import OWN, START
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MINUTE = dt.timedelta(minutes=1)


def confirmations() -> int:
    return Message.objects.filter(kind=CONFIRMATION).count()


def test_a_sign_up_is_kept_encrypted_and_answered_with_a_page(visitor, event, now):
    response = visitor.asks(event, contact="Reader@Tests.example", name="Lucero 🦋")
    assert (response.status_code, response.url) == (302, f"/events/{event.slug}/sign-up/")
    rsvp = Rsvp.objects.get()
    assert (rsvp.state, rsvp.language, rsvp.discreet, rsvp.requested_at) == ("pending", "en", True, now)
    assert (rsvp.contact, rsvp.name) == ("reader@tests.example", "Lucero 🦋")
    assert b"reader" not in bytes(rsvp.contact_ct) + bytes(rsvp.contact_bi) + bytes(rsvp.name_ct)
    page = visitor.client.get(response.url).content.decode()
    assert "Check your mail" in page
    assert "reader" not in page


def test_the_answer_is_the_same_for_new_repeated_and_confirmed_addresses(visitor, event, person):
    person("confirmed@tests.example")
    person("withdrawn@tests.example", state="withdrawn")
    answers = []
    for contact in ("new@tests.example", "new@tests.example", "confirmed@tests.example", "withdrawn@tests.example"):
        response = visitor.asks(event, contact=contact)
        page = visitor.client.get(response.url)
        answers.append((response.status_code, response.content, dict(response.items()), page.content, page.cookies))
    assert answers == [answers[0]] * 4


def test_capitals_and_blanks_do_not_make_a_second_person(visitor, event):
    for contact in ("reader@tests.example", "READER@TESTS.EXAMPLE", "  Reader@tests.example "):
        visitor.asks(event, contact=contact)
    assert Rsvp.objects.count() == 1


def test_one_address_may_sign_up_for_two_events(visitor, event):
    visitor.asks(event)
    visitor.asks(EventFactory())
    assert Rsvp.objects.values("event").distinct().count() == 2
    assert EventKey.objects.count() == 2


def test_a_double_submit_sends_one_mail(visitor, event):
    visitor.asks(event)
    visitor.asks(event)
    assert (Rsvp.objects.count(), confirmations()) == (1, 1)


def test_asking_again_after_ten_minutes_sends_the_link_again(visitor, event, frozen):
    visitor.asks(event)
    frozen.shift(9 * MINUTE)
    visitor.asks(event)
    assert confirmations() == 1
    frozen.shift(1 * MINUTE)
    visitor.asks(event)
    assert confirmations() == 2


def test_a_thousand_requests_for_one_address_are_a_handful_of_mails(event, now):
    said = {"contact": "reader@tests.example", "language": "en", "name": "", "discreet": True}
    for n in range(1000):
        actions.sign_up(event=event, now=now + n * MINUTE, **said)
    assert (Rsvp.objects.count(), confirmations()) == (1, 5)


def test_a_strangers_form_does_not_change_what_a_confirmed_person_chose(visitor, event, person):
    rsvp = person(language="es", name="Lucero")
    visitor.asks(event, discreet=None, language="en", name="Somebody")
    rsvp.refresh_from_db()
    assert (rsvp.language, rsvp.discreet, rsvp.name, rsvp.state) == ("es", True, "Lucero", "confirmed")


def test_nobody_gets_a_cookie_or_needs_one(visitor, event, client):
    client.get(event.get_absolute_url())
    visitor.asks(event)
    client.get(f"/events/{event.slug}/sign-up/")
    assert dict(client.cookies) == {}


# --- wrong input ------------------------------------------------------------------------------------------------------
LONG = "x" * 100_000
WRONG = [
    ({"contact": ""}, "Type your email, so that we can send you the reminder."),
    ({"contact": None}, "Type your email, so that we can send you the reminder."),
    ({"contact": "no address"}, "That is not an email address."),
    ({"contact": "🦋@tests.example"}, "That is not an email address."),
    ({"contact": str(10**30)}, "That is not an email address."),
    ({"contact": "a@tests.example\nBcc: b@tests.example"}, "That is not an email address."),
    ({"contact": "a@tests.example\x00"}, "Null characters are not allowed."),
    ({"contact": "a@exámple.example"}, "This address has letters that many mail servers do not know."),
    ({"contact": '"a"@tests.example'}, "This address has letters that many mail servers do not know."),
    ({"contact": "=?utf-8?q?a?=@tests.example"}, "This address has letters that many mail servers do not know."),
    ({"contact": f"{LONG}@tests.example"}, "Ensure this value has at most 254 characters"),
    ({"name": LONG}, "Ensure this value has at most 40 characters"),
    ({"name": "Lu\r\nBcc: b@tests.example"}, "Write it on one line"),
    ({"name": "Lu\x00cero"}, "Null characters are not allowed."),
    ({"name": "Lu\u202ecero"}, "Write it on one line"),
    ({"language": "fr"}, "Choose a language."),
    ({"language": None}, "Choose a language."),
    ({"language": str(10**30)}, "Choose a language."),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_wrong_input_is_explained_at_the_field_and_nothing_is_saved(visitor, event, fields, message):
    response = visitor.asks(event, **fields)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert (Rsvp.objects.count(), Message.objects.count()) == (0, 0)


def test_what_was_typed_stays_in_the_form(visitor, event):
    page = visitor.asks(event, contact="no address", name="Lucero", language="es", discreet=None).content.decode()
    assert 'value="no address"' in page
    assert 'value="Lucero"' in page
    form = visitor.asks(event, contact="no address", language="es", discreet=None).context["form"]
    assert (form["language"].value(), form["discreet"].value()) == ("es", False)


def test_a_wrong_form_is_explained_in_spanish(visitor, event):
    page = visitor.asks(event, page="es", contact="nada").content.decode()
    assert "No parece un correo." in page
    assert '<html lang="es">' in page


def test_a_form_that_came_back_still_leads_to_the_event_in_the_other_language(visitor, event):
    page = visitor.asks(event, contact="nada").content.decode()
    assert f'href="/es/eventos/{event.slug}/"' in page


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_form_on_another_site_signs_nobody_up(client, event, headers):
    fields = {"contact": "reader@tests.example", "language": "en"}
    response = client.post(f"/events/{event.slug}/sign-up/", fields, headers=headers)
    assert response.status_code == 403
    assert Rsvp.objects.count() == 0


def test_looking_at_the_answer_page_changes_nothing(client, event):
    assert client.get(f"/events/{event.slug}/sign-up/?contact=reader@tests.example").status_code == 200
    assert Rsvp.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"contact=%ED%A0%80&name=%ED%A0%80&language=en", 200),  # half of a surrogate pair
        (b"contact=%FF%FE&language=%FF", 200),
        (b"&&&==&%", 200),
        (b"contact=" + b"x" * 3_000_000, 400),
    ],
)
def test_a_broken_or_huge_body_is_no_error_of_ours(client, event, body, status):
    url, kind = f"/events/{event.slug}/sign-up/", "application/x-www-form-urlencoded"
    assert client.post(url, body, content_type=kind, headers=OWN).status_code == status
    assert Rsvp.objects.count() == 0


# --- limits -----------------------------------------------------------------------------------------------------------
def test_one_address_may_be_typed_so_often_an_hour(visitor, event, frozen):
    answers = [visitor.asks(event, name="Lucero") for _ in range(PER_CONTACT + 1)]
    assert [answer.status_code for answer in answers] == [302] * PER_CONTACT + [429]
    page = answers[-1].content.decode()
    assert "Too many sign-ups in a short time." in page
    assert 'value="Lucero"' in page
    frozen.shift(61 * MINUTE)
    assert visitor.asks(event).status_code == 302


def test_the_latest_request_counts_but_makes_nothing_less_discreet_and_renames_nobody(event, visitor):
    visitor.asks(event, name="Lucero")
    visitor.asks(event, name="Somebody else", discreet=None, language="es")
    rsvp = event.rsvps.get()
    assert (rsvp.discreet, rsvp.name, rsvp.language) == (True, "Lucero", "es")


def test_strangers_neither_learn_of_sign_ups_by_the_limit_nor_lock_anybody_out(event, visitor, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(PER_CONTACT + 1):
        stranger = visitor.asks(event, address="203.0.113.9")
    owner = [visitor.asks(event, address="203.0.113.7").status_code for _ in range(PER_CONTACT)]
    assert (stranger.status_code, owner) == (429, [302] * PER_CONTACT)


def test_one_client_may_sign_up_so_often_an_hour(visitor, event, monkeypatch):
    """A class of 60 in one room signs up; the test takes a smaller one."""
    assert sign_up.PER_CLIENT == 60
    monkeypatch.setattr(sign_up, "PER_CLIENT", 3)
    answers = [visitor.asks(event, contact=f"a{n}@tests.example").status_code for n in range(4)]
    assert answers == [302] * 3 + [429]
    assert Rsvp.objects.count() == 3


# --- closed -----------------------------------------------------------------------------------------------------------
CLOSED = [{"signup_open": False}, {"status": "cancelled"}, {"status": "postponed"}]


@pytest.mark.parametrize("fields", CLOSED)
def test_a_closed_event_takes_no_sign_ups(visitor, event, fields):
    type(event).objects.filter(pk=event.pk).update(**fields)
    response = visitor.asks(event)
    assert response.status_code == 409
    assert 'id="sign-up"' not in response.content.decode()
    assert Rsvp.objects.count() == 0


def test_an_event_that_has_begun_takes_no_sign_ups(visitor, event, frozen):
    frozen.move_to(START)
    assert visitor.asks(event).status_code == 409


def test_a_draft_is_not_there(visitor):
    assert visitor.asks(EventFactory(status="draft")).status_code == 404


# --- the mail with the button -----------------------------------------------------------------------------------------
def test_the_mail_with_the_button_goes_out_in_the_language_that_was_chosen(visitor, event):
    visitor.asks(event, page="en", language="es")
    assert run_once() == 1
    (sent,) = mail.outbox
    assert sent.to == ["reader@tests.example"]
    assert sent.subject == "Confirme su inscripción, por favor"
    assert "/es/inscripcion/" in sent.body


def test_the_mail_with_the_button_carries_nothing_that_a_stranger_typed(visitor, event):
    visitor.asks(event, name="Buy at shop.example")
    run_once()
    (sent,) = mail.outbox
    assert "shop.example" not in sent.subject + sent.body + sent.alternatives[0].content


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"status": "postponed"}])
def test_no_button_is_mailed_for_an_event_that_will_not_take_place(visitor, event, change):
    visitor.asks(event)
    type(event).objects.filter(pk=event.pk).update(**change)
    run_once()
    assert [message.state for message in Message.objects.all()] == ["superseded"]
    assert mail.outbox == []


def test_the_latest_of_two_waiting_mails_is_the_one_that_goes(visitor, event, frozen):
    visitor.asks(event)
    frozen.shift(11 * MINUTE)
    visitor.asks(event)
    run_once()
    assert sorted(Message.objects.values_list("rule", "state")) == [("1", "superseded"), ("2", "sent")]
