"""What a reminder says, to whom it does not go, and what the discreet form keeps to itself."""

import datetime as dt

import pytest
from cryptography.exceptions import InvalidTag
from django.core import mail

from events import actions, links
from events.models import Event
from outreach import sealing
from outreach.engine import run_once
from outreach.models import Message, Suppression
from tests.events.conftest import START
from tests.factories import EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
CAUSES = (
    "Rally",
    "Manifestación",
    "tenants",
    "inquilin",
    "Example Street",
    "Columbia Heights",
    "Partner",
    "Immigra",
    "Inmigra",
)


def texts(message) -> str:
    return "\n".join((message.subject, message.body, message.alternatives[0].content))


@pytest.fixture
def reminded(person, frozen):
    """Signs a person up, moves the clock and returns the reminder they get."""

    def send(at=DAY_BEFORE, **fields):
        rsvp = person(**fields)
        run_once()
        mail.outbox.clear()
        frozen.move_to(at)
        run_once()
        return rsvp, mail.outbox[-1]

    return send


def test_the_full_reminder_stands_alone_in_english(event, reminded):
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    rsvp, sent = reminded(discreet=False, name="Lucero")
    assert sent.to == ["reader@tests.example"]
    assert sent.subject == "Tomorrow, 11:00 am: Rally with tenants"
    for text in (
        "Hello Lucero:",
        "This is your reminder for tomorrow.",
        "Saturday, December 5, 2026",
        "11:00 am to 12:30 pm, Eastern Time (ET)",
        "100 Example Street NW, Washington, DC",
        "Spanish, English",
        "Partner of the rally",
        "General information, not legal advice.",
        "We erase your details 7 days after the event.",
        links.url(rsvp, "en"),
        links.url(rsvp, "es"),
    ):
        assert text in " ".join(sent.body.split())
        assert text in " ".join(sent.alternatives[0].content.split())


def test_the_full_reminder_stands_alone_in_spanish(reminded):
    _rsvp, sent = reminded(discreet=False, language="es", name="Lucero")
    assert sent.subject == "Mañana, 11:00 a. m.: Manifestación con inquilinos"
    for text in (
        "Hola, Lucero:",
        "Este es su recordatorio para mañana.",
        "11:00 a. m. a 12:30 p. m., hora del Este (ET)",
        "Es información general, no asesoría legal.",
        "Borramos sus datos 7 días después del evento.",
        "Recibe este aviso porque pidió un recordatorio en español.",
    ):
        assert text in " ".join(sent.body.split())
    assert "Cuándo:   sábado 5 de diciembre de 2026" in sent.body  # Spanish days are lower case within a line
    assert "Idioma:   español, inglés" in sent.body
    assert "<strong>Sábado 5 de diciembre de 2026<br>" in sent.alternatives[0].content
    assert sent.extra_headers["Content-Language"] == "es"


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Reminder for tomorrow, 11:00 am"), ("es", "Recordatorio para mañana, 11:00 a. m.")],
)
def test_the_discreet_reminder_tells_the_hour_and_nothing_else(event, reminded, language, subject):
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    rsvp, sent = reminded(language=language)
    assert sent.subject == subject
    assert links.url(rsvp, language) in sent.body
    assert [cause for cause in CAUSES if cause.lower() in texts(sent).lower()] == []


def test_the_mail_with_the_button_is_discreet_as_well(person):
    person(state="pending", language="es")
    run_once()
    assert [cause for cause in CAUSES if cause.lower() in texts(mail.outbox[0]).lower()] == []


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        (START - dt.timedelta(hours=2), "Reminder for today, 11:00 am"),
        (DAY_BEFORE, "Reminder for tomorrow, 11:00 am"),
    ],
)
def test_the_subject_counts_days_in_the_zone_of_the_event(reminded, at, subject):
    assert reminded(at=at)[1].subject == subject


def test_a_reminder_of_several_days_before_names_the_weekday(event, reminded):
    event.rules.create(hours_before=72)
    assert reminded(at=START - dt.timedelta(hours=72))[1].subject == "Reminder for Saturday, 11:00 am"


def test_the_exact_place_is_in_no_mail_when_it_is_not_public(event, reminded):
    Event.objects.filter(pk=event.pk).update(place_public=False, online_url="https://meet.example/abc")
    _rsvp, sent = reminded(discreet=False)
    assert "Columbia Heights" in sent.body
    assert "Example Street" not in texts(sent)
    assert "meet.example" not in texts(sent)


def test_an_online_event_is_told_in_both_coasts_hours(event, reminded):
    Event.objects.filter(pk=event.pk).update(mode="online")
    _rsvp, sent = reminded()
    assert "11:00 am to 12:30 pm, Eastern Time (ET)\n          8:00 am to 9:30 am, Pacific Time (PT)\n" in sent.body
    assert sent.subject == "Reminder for tomorrow, 11:00 am ET / 8:00 am PT"


def test_a_name_is_escaped_in_the_html_and_plain_in_the_text(reminded):
    _rsvp, sent = reminded(discreet=False, name="<b>Lu</b> & Ana")
    assert "<b>Lu</b> & Ana" in sent.body
    assert "&lt;b&gt;Lu&lt;/b&gt; &amp; Ana" in sent.alternatives[0].content


def test_the_text_part_is_narrow_enough_for_any_reader(reminded):
    _rsvp, sent = reminded(language="es")
    long = [line for line in sent.body.splitlines() if len(line) > 66 and "http" not in line]
    assert long == []


# --- what does not go out ---------------------------------------------------------------------------------------------
def state_at(frozen, at=DAY_BEFORE) -> set[str]:
    """The states of reminders after the engine ran at that instant, the mail with the button left out."""
    run_once()
    mail.outbox.clear()
    frozen.move_to(at)
    run_once()
    return set(Message.objects.filter(rule="1d18:00").values_list("state", flat=True))


def test_an_edit_committed_before_the_gate_wins(event, person, frozen):
    person()
    Event.objects.filter(pk=event.pk).update(revision=1)
    assert (state_at(frozen), mail.outbox) == ({"superseded"}, [])


@pytest.mark.parametrize("status", ["cancelled", "postponed", "draft"])
def test_an_event_cancelled_behind_our_back_is_not_reminded_of(event, person, frozen, status):
    person()
    Event.objects.filter(pk=event.pk).update(status=status)
    assert (state_at(frozen), mail.outbox) == ({"superseded"}, [])


@pytest.mark.parametrize("state", ["withdrawn", "pending"])
def test_who_is_not_confirmed_is_not_reminded(person, frozen, state):
    rsvp = person()
    type(rsvp).objects.filter(pk=rsvp.pk).update(state=state)
    assert (state_at(frozen), mail.outbox) == ({"suppressed"}, [])


def test_who_was_erased_is_not_reminded(person, frozen):
    person().delete()
    assert (state_at(frozen), mail.outbox) == ({"suppressed"}, [])


def test_who_said_stop_is_not_written_to(person, frozen, now):
    person("other@tests.example")
    person("reader@tests.example")
    Suppression.objects.create(
        contact_bi=sealing.contact_index("Reader@tests.example"), topic="events", reason="asked", at=now
    )
    assert state_at(frozen) == {"sent", "suppressed"}
    assert [message.to for message in mail.outbox] == [["other@tests.example"]]


@pytest.mark.parametrize("reason", ["bounced", "complained"])
def test_no_button_is_mailed_to_an_address_that_is_not_to_be_written_to(person, now, reason):
    about = {"topic": "", "reason": reason, "at": now}
    Suppression.objects.create(contact_bi=sealing.contact_index("reader@tests.example"), **about)
    person("other@tests.example", state="pending")
    person("reader@tests.example", state="pending")
    run_once()
    assert [message.to for message in mail.outbox] == [["other@tests.example"]]
    assert list(Message.objects.order_by("pk").values_list("state", "reason")) == [
        ("sent", "dot 250"),
        ("suppressed", "asked us to stop"),
    ]


def test_nobody_is_reminded_after_the_start(event, person, frozen):
    person()
    Event.objects.filter(pk=event.pk).update(starts_at=DAY_BEFORE - dt.timedelta(hours=1))
    assert (state_at(frozen), mail.outbox) == ({"expired"}, [])


def test_a_confirmed_person_who_asks_again_is_told_so(event, person, frozen, now):
    person()
    run_once()
    frozen.shift(dt.timedelta(minutes=11))
    actions.sign_up(
        event=event,
        contact="reader@tests.example",
        language="en",
        name="",
        discreet=True,
        now=now + dt.timedelta(minutes=11),
    )
    run_once()
    assert mail.outbox[-1].subject == "Your sign-up: the link"


@pytest.mark.parametrize("people", [1, 3])
def test_a_reminder_costs_the_same_questions_for_everybody(person, frozen, people, django_assert_max_num_queries):
    for n in range(people):
        person(f"reader{n}@tests.example")
    run_once()
    frozen.move_to(DAY_BEFORE)
    with django_assert_max_num_queries(25 + 10 * people):
        assert run_once() == people


def test_two_events_keep_their_keys_apart(event, person):
    first, second = person(), person(of=EventFactory())
    assert first.contact == second.contact
    second.contact_ct = first.contact_ct
    with pytest.raises(InvalidTag):
        assert second.contact
