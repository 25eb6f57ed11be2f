"""What readers get, side by side: the same words as the engine writes, for a reader who is never stored."""

import pytest

from events import letters, preview
from events.models import EventKey, Rsvp
from outreach import gsm
from outreach import letters as mails
from outreach.models import Message
from tests.events.desk_journeys import Desk
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return Desk(client)


def written(event, now, kind="reminder", language="en"):
    example = next(one for one in preview.examples(event, now) if one.name == kind)
    return next(one for one in example.written if one.language == language)


def test_the_page_shows_both_languages_of_page_mail_and_text(desk, event):
    html = desk.sees(event, "preview/").content.decode()
    for words in ("Rally with tenants", "Manifestación con inquilinos", "ILP: reminder", "ILP: recordatorio"):
        assert words in html
    assert html.count("<pre ") == 12


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("discreet", [True, False])
def test_the_mail_is_the_one_that_the_engine_writes(event, reader, now, language, discreet):
    rsvp = reader(language=language, discreet=discreet)
    message = Message.objects.filter(subject_id=rsvp.pk, kind="events.reminder").first()
    sent = mails.compose(message, letters.reminder(message))
    shown = written(event, now, language=language)
    shown = shown.discreet if discreet else shown.full
    assert shown.subject == sent.subject
    assert _without_links(shown.text) == _without_links(sent.body)


def test_nothing_of_the_made_up_reader_is_stored(desk, event):
    desk.sees(event, "preview/")
    assert (Rsvp.objects.count(), EventKey.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_the_key_of_an_event_with_people_stays(desk, event, person):
    person()
    kept = bytes(EventKey.objects.get().wrapped)
    desk.sees(event, "preview/")
    assert bytes(EventKey.objects.get().wrapped) == kept


@pytest.mark.parametrize("kind", ["reminder", "change", "cancellation"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_text_messages_are_counted_as_they_are_paid(event, now, kind, language):
    shown = written(event, now, kind, language)
    assert shown.size == gsm.size(shown.text)
    assert (shown.size.coding, shown.size.parts) == ("GSM-7", 1)


@pytest.mark.parametrize("language", ["en", "es"])
def test_offers_and_a_place_on_a_timer_are_shown_where_there_are_any(now, language):
    plain = EventFactory()
    room = EventFactory(capacity=2, place_public=False, exact_hours_before=24)
    names = [[one.name for one in preview.examples(event, now)] for event in (plain, room)]
    assert (names[0], names[1][3:]) == (["reminder", "change", "cancellation"], ["place", "offer"])
    assert "100 Example Street NW" in written(room, now, "place", language).full.text
    shown = [written(room, now, kind, language).size for kind in ("place", "offer")]
    assert [(size.coding, size.parts <= 2) for size in shown] == [("GSM-7", True)] * 2


def test_a_longer_text_has_its_parts_counted(desk, now):
    event = EventFactory(title_es="", one_language=True)
    shown = written(event, now, "reminder", "es")
    assert shown.text.startswith("Texto solo en inglés. ILP:")
    assert f"{shown.size.units} characters in GSM-7" in desk.sees(event, "preview/").content.decode()


def test_an_event_without_an_hour_has_no_messages(desk):
    draft = EventFactory(status="draft", starts_at=None, ends_at=None, signup_open=False)
    assert "No messages yet" in desk.sees(draft, "preview/").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_preview_asks_as_often_whoever_signed_up(desk, event, person, people, django_assert_num_queries):
    for n in range(people):
        person(f"{n}@tests.example")
    desk.sees(event, "preview/")
    with django_assert_num_queries(13):
        desk.sees(event, "preview/")


def _without_links(text: str) -> list[str]:
    return [line for line in text.splitlines() if "http" not in line and "link" not in line and "enlace" not in line]
