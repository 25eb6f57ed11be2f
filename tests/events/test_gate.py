"""The gate of languages: nothing is published and nothing planned while a language is missing, unless staff say so."""

import pytest

from events import actions, gate, letters
from events.models import Event
from outreach import letters as mails
from outreach import texting
from outreach.models import Message, Pulse
from tests.events.desk_journeys import Desk
from tests.factories import EventFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TEXTS = [f"{name}_{code}" for name in gate.TEXTS for code in gate.CODES]


def loses(event, *columns) -> None:
    """Somebody edits the row past all forms."""
    Event.objects.filter(pk=event.pk).update(**dict.fromkeys(columns, ""))
    event.refresh_from_db()


def whole(**fields):
    return EventFactory(**dict.fromkeys(TEXTS, "Words") | fields)


def planned(event) -> list[str]:
    kinds = Message.objects.filter(scope_id=event.pk, state="queued").values_list("kind", flat=True)
    return sorted(set(kinds) - {"events.confirmation"})


# --- what is missing --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("column", TEXTS)
def test_every_text_in_either_language_closes_it(column, now):
    event = whole(**{column: ""})
    assert gate.missing(event) == {column: column[-2:]}
    assert set(event.publishing_faults(now)) == {column}


def test_what_no_language_has_is_not_missing(now):
    assert EventFactory(summary_en="", summary_es="").publishing_faults(now) == {}


@pytest.mark.parametrize("code", gate.CODES)
def test_the_role_of_a_shift_closes_it(event, code, now):
    ShiftFactory(event=event, **{f"role_{code}": ""})
    assert gate.missing_in_roles(event) == {code}
    assert set(event.publishing_faults(now)) == {"one_language"}


@pytest.mark.parametrize("code", gate.CODES)
def test_staff_open_it_when_one_language_is_whole(code):
    event = whole(**{f"title_{code}": "", f"bring_{code}": ""}, one_language=True)
    assert gate.faults(event) == {}


def test_half_of_each_language_is_no_language():
    assert set(gate.faults(whole(title_en="", bring_es="", one_language=True))) == {"title_en", "bring_es"}


# --- publishing -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["published", "postponed"])
@pytest.mark.parametrize("column", ["summary_en", "summary_es"])
def test_no_way_leads_to_a_published_event_in_one_language(now, status, column):
    draft = EventFactory(status="draft", **{column: ""})
    with pytest.raises(gate.Unpublishable) as found:
        actions.change_event(pk=draft.pk, now=now, status=status)
    assert set(found.value.faults) == {column}
    assert Event.objects.get().status == "draft"


def test_the_desk_asks_and_publishes_only_with_the_tick(client, staff):
    client.force_login(staff)
    draft, desk = EventFactory(status="draft", summary_es=""), Desk(client)
    assert "Summary in Spanish" in desk.does(draft, "publish").content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert desk.does(draft, "publish", one_language="on").status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.one_language) == ("published", True)


def test_the_admin_says_why_it_does_not_publish(client, staff):
    client.force_login(staff)
    draft = EventFactory(status="draft", title_es="")
    sent = {"action": "publish", "_selected_action": [draft.pk]}
    html = client.post("/admin/events/event/", sent, follow=True).content.decode()
    assert "Both languages are needed" in html
    assert Event.objects.get().status == "draft"


# --- planning ---------------------------------------------------------------------------------------------------------
def test_an_event_that_lost_its_spanish_plans_nothing_until_it_is_back(client, staff, event, person, now, caplog):
    loses(event, "summary_es")
    person()
    assert (actions.sweep_reminders(now=now), planned(event)) == (0, [])
    assert f"event {event.pk}: 2 messages wait for a missing language" in caplog.text
    assert Pulse.objects.filter(duty=Pulse.Duty.SWEEP).exists()  # the engine is well: it is the words that are missing
    client.force_login(staff)
    desk = Desk(client)
    assert "Messages wait: a language is missing" in desk.sees(event).content.decode()
    desk.edits(event, summary_es="Vengan.")
    assert planned(event) == ["events.reminder"]


def test_what_was_planned_before_goes_out_with_the_line(event, reader, now):
    rsvp = reader(language="es")
    loses(event, "summary_es")
    assert planned(event) == ["events.reminder"]
    assert _mail(rsvp, "events.reminder").startswith(LINES["es"])


@pytest.mark.parametrize("column", ["title_es", "summary_en"])
def test_a_change_is_refused_rather_than_kept_silent(event, reader, now, column):
    reader()
    loses(event, column)
    with pytest.raises(gate.Unpublishable):
        actions.change_event(pk=event.pk, now=now, place="200 Example Street NW")
    assert planned(event) == ["events.reminder"]


@pytest.mark.parametrize("code", gate.CODES)
def test_a_cancellation_goes_out_whatever_is_missing_and_says_it(event, reader, now, code):
    rsvp = reader(language=code, discreet=False)
    loses(event, f"summary_{code}")
    actions.change_event(pk=event.pk, now=now, status="cancelled")
    assert planned(event) == ["events.cancelled"]
    assert _mail(rsvp, "events.cancelled").startswith(LINES[code])


# --- the line ---------------------------------------------------------------------------------------------------------
LINES = {
    "en": "The description of this event is in Spanish only; we are sorry.",
    "es": "La descripción de este evento está solo en inglés; lo sentimos.",
}
SHORT = {"en": "Words in Spanish only. ILP:", "es": "Texto solo en inglés. ILP:"}


@pytest.mark.parametrize("reads", gate.CODES)
@pytest.mark.parametrize("lacks", gate.CODES)
@pytest.mark.parametrize("discreet", [True, False])
def test_mail_and_text_begin_with_a_line_for_whose_language_is_missing(reader, event, now, reads, lacks, discreet):
    Event.objects.filter(pk=event.pk).update(one_language=True, **{f"summary_{lacks}": ""})
    event.refresh_from_db()
    rsvp = reader(language=reads, discreet=discreet)
    assert _mail(rsvp, "events.reminder").startswith(LINES[reads]) is (reads == lacks)
    rsvp.channel = "sms"
    rsvp.event = event
    rsvp.event.key = event.key
    rsvp.keep_contact("+12025550100", "")
    text = texting.compose(Message(), letters.reminder_for(rsvp, now)).body
    assert text.startswith(SHORT[reads]) is (reads == lacks)


@pytest.mark.parametrize(
    ("lacks", "here", "line"), [("es", "/es/eventos/", LINES["es"]), ("en", "/events/", LINES["en"])]
)
def test_the_page_begins_with_the_line_in_the_language_of_its_reader(client, lacks, here, line):
    event = EventFactory(**{f"summary_{lacks}": "", "one_language": True})
    other = {"/es/eventos/": "/events/", "/events/": "/es/eventos/"}[here]
    page = client.get(f"{here}{event.slug}/").content.decode()
    assert page.index(line) < page.index("<h1>")
    assert line not in client.get(f"{other}{event.slug}/").content.decode()


def test_the_page_behind_the_link_begins_with_the_line(visitor, event, reader):
    rsvp = reader()
    Event.objects.filter(pk=event.pk).update(one_language=True, summary_es="")
    page = visitor.opens(rsvp, "es").content.decode()
    assert page.index(LINES["es"]) < page.index("<h1>")
    assert LINES["en"] not in visitor.opens(rsvp).content.decode()


def test_every_text_message_about_an_event_has_room_for_the_line():
    from django.conf import settings

    found = sorted((settings.BASE_DIR / "templates/email").glob("events_*/sms.txt"))
    assert len(found) >= 4
    assert [file.parent.name for file in found if "_only_in_sms.txt" not in file.read_text("utf-8")] == []


def _mail(rsvp, kind: str) -> str:
    message = Message.objects.filter(subject_id=rsvp.pk, kind=kind).first()
    write = {"events.reminder": letters.reminder, "events.cancelled": letters.cancelled}[kind]
    letter = write(message)
    return " ".join(mails.compose(message, letter).body.split())
