"""Signing up with a phone number: only where text messages are on, and only with a yes of its own."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from events.consent import CURRENT, WORDINGS
from events.models import Rsvp
from outreach import gsm
from outreach.engine import run_once
from outreach.models import Message, Suppression
from outreach.sealing import contact_index
from outreach.sms_answers import take
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
TYPED, NUMBER = "(202) 555-0123", "+12025550123"


@pytest.fixture
def event(now):
    start = now + dt.timedelta(days=3)
    return EventFactory(starts_at=start, ends_at=start + dt.timedelta(hours=2), held_on=start.date())


@pytest.fixture
def texts(settings, tmp_path):
    """Text messages are on; what was sent."""
    settings.SMS = {"ADAPTER": "file", "FOLDER": str(tmp_path / "texts")}
    return lambda: [path.read_text() for path in sorted((tmp_path / "texts").glob("*.txt"))]


@pytest.fixture
def sign_up(client, event, frozen):
    """sign_up(phone=...) posts the form in a language; returns the response."""

    def post(language="en", **values):
        with translation.override(language):
            url = reverse("events:rsvp_create", args=[event.slug])
        return client.post(url, {"language": language, "discreet": "on", **values}, headers=OWN)

    return post


def _page(client, event) -> str:
    return client.get(reverse("events:event_detail", args=[event.slug])).content.decode()


def test_without_sms_url_nobody_is_asked_for_a_number(client, event, sign_up, settings):
    assert settings.SMS is None
    page = _page(client, event)
    asked = ['name="contact"' in page, 'name="phone"' in page, 'name="text_consent"' in page]
    assert asked == [True, False, False]
    assert sign_up(phone=TYPED, text_consent="on").status_code == 200  # and one that is sent all the same is not read
    assert not Rsvp.objects.exists()


def test_form_offers_a_number_and_a_box_that_is_not_ticked(client, event, texts):
    page = _page(client, event)
    box = re.search(r'<input[^>]*name="text_consent"[^>]*>', page)[0]
    assert ('type="tel"' in page, "checked" in box) == (True, False)
    assert [str(part) in page for part in WORDINGS[CURRENT]] == [True, True]


def test_number_with_consent_is_kept_with_time_and_wording(sign_up, texts, now):
    answer = sign_up("es", phone=TYPED, text_consent="on")
    assert answer.status_code == 302
    rsvp = Rsvp.objects.get()
    assert (rsvp.contact, rsvp.channel, rsvp.language) == (NUMBER, "sms", "es")
    assert (rsvp.consent_at, rsvp.consent_wording) == (now, "texts-1.es")
    assert bytes(rsvp.contact_bi) == contact_index(NUMBER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_text_carries_the_link_to_the_same_page_and_confirms_there(client, sign_up, texts, language):
    sign_up(language, phone=TYPED, text_consent="on")
    run_once()
    (text,) = texts()
    assert text.startswith(f"To: {NUMBER}\n")
    body = text.partition("\n\n")[2].strip()
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", body)[1]
    stop = {"en": "STOP", "es": "ALTO"}[language]
    assert (stop in body, gsm.size(body).parts <= 2) == (True, True)
    assert Rsvp.objects.get().state == "pending"
    assert client.post(link, {"action": "confirm"}, headers=OWN).status_code == 302
    assert Rsvp.objects.get().state == "confirmed"
    assert set(Message.objects.exclude(state="sent").values_list("channel", flat=True)) == {"sms"}
    assert "text message" in client.get(link).content.decode() or language == "es"


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"phone": TYPED}, "text_consent", "Tick the box to get text messages"),
        ({"phone": TYPED, "contact": "reader@tests.example", "text_consent": "on"}, "phone", "not both"),
        ({}, "contact", "Type your email or a phone number"),
        ({"text_consent": "on"}, "contact", "Type your email or a phone number"),
        ({"phone": "my phone", "text_consent": "on"}, "phone", "That is not a phone number"),
        ({"phone": "12", "text_consent": "on"}, "phone", "There is no such phone number"),
        ({"phone": "(202) 555-0123 x9", "text_consent": "on"}, "phone", "There is no such phone number"),
        ({"phone": "+52 1", "text_consent": "on"}, "phone", "phone number"),
        ({"phone": "+44 20 7946 0958", "text_consent": "on"}, "phone", "gets no text messages"),
        ({"phone": "1" * 41, "text_consent": "on"}, "phone", "at most 40"),
        ({"phone": "+1\x00202", "text_consent": "on"}, "phone", "Null characters"),
        ({"phone": "☎️ \u202e🦋", "text_consent": "on"}, "phone", "not a phone number"),
    ],
)
def test_wrong_entry_is_told_at_its_field_and_nothing_is_lost(sign_up, texts, values, field, said):
    page = sign_up(name="Vecina", **values)
    form = page.context["form"]
    assert (page.status_code, list(form.errors)) == (200, [field])
    assert said in form.errors[field][0]
    assert 'value="Vecina"' in page.content.decode()
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize("typed", ["202-555-0123", "+1 202 555 0123", "1 (202) 555 0123", "٢٠٢٥٥٥٠١٢٣", "202.555.0123"])
def test_number_is_understood_as_people_type_it(sign_up, texts, typed):
    sign_up(phone=typed, text_consent="on")
    assert Rsvp.objects.get().contact == NUMBER


def test_email_needs_no_consent_and_stays_mail(sign_up, texts):
    assert sign_up(contact="Reader@tests.example").status_code == 302
    rsvp = Rsvp.objects.get()
    assert (rsvp.contact, rsvp.channel, rsvp.consent_at, rsvp.consent_wording) == (
        "reader@tests.example",
        "email",
        None,
        "",
    )


def test_answer_page_says_when_texts_come(client, event, texts):
    page = client.get(reverse("events:rsvp_create", args=[event.slug])).content.decode()
    assert ("Check your mail or your phone" in page, "8 am to 9 pm" in page) == (True, True)


def test_number_that_said_stop_gets_no_link_before_it_says_start(sign_up, texts, now):
    take(number=NUMBER, text="ALTO", now=now)
    sign_up(phone=TYPED, text_consent="on")
    run_once()
    assert (Message.objects.get().state, texts()) == ("suppressed", [])


def test_answer_to_stop_is_in_the_language_of_the_last_sign_up(sign_up, texts, now, monkeypatch):
    sign_up("es", phone=TYPED, text_consent="on")
    monkeypatch.setattr("outreach.sms_answers.answer", lambda verb: translation.get_language())
    assert take(number=NUMBER, text="STOP", now=now) == "es"
    assert take(number="+12025550199", text="STOP", now=now) == "en"
    assert Suppression.objects.count() == 2


def test_texts_of_one_client_are_few(sign_up, texts, monkeypatch):
    monkeypatch.setattr("events.views.sign_up.TEXTS_PER_CLIENT", 2)
    codes = [sign_up(phone=f"202-555-01{n:02}", text_consent="on").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    assert sign_up(contact="reader@tests.example").status_code == 302
