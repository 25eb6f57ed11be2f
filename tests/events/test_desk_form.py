"""What staff type at the desk: an event in a minute, and every mistake said at its field with nothing lost."""

import datetime as dt

import pytest
from django.test import RequestFactory

from events import actions
from events.desk_forms import DeskForm
from events.models import Event
from tests.events.conftest import START
from tests.events.desk_journeys import PLAN, Desk, errors
from tests.factories import EventFactory, PartnerFactory, ShiftFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return Desk(client)


def test_a_rally_planned_at_noon_for_six_is_public_after_one_form(desk, client):
    term = TermFactory()
    response = desk.plans()
    event = Event.objects.get()
    assert response.url == f"/desk/events/{event.slug}/"
    assert (event.slug, event.status, event.term) == ("rally-for-the-drivers", "published", term)
    assert event.starts_at == dt.datetime(2026, 11, 18, 23, tzinfo=dt.UTC)
    assert event.ends_at - event.starts_at == dt.timedelta(minutes=90)
    assert "Rally for the drivers" in client.get("/events/rally-for-the-drivers/").content.decode()


def test_a_draft_needs_a_title_in_one_language_and_a_day(desk):
    typed = {"title_en": None, "start_time": "", "signup_open": None}
    assert desk.plans("save", **typed).status_code == 302
    event = Event.objects.get()
    assert (event.status, event.title_es, event.slug) == ("draft", PLAN["title_es"], "manifestacion-por-los-choferes")


def test_all_that_is_asked_is_kept(desk):
    partner = PartnerFactory()
    more = {"interpretation": ["es"], "access": ["step-free", "quiet"], "partners": [partner.pk], "capacity": "50"}
    texts = {"bring_en": "Water", "bring_es": "Agua", "access_note_en": "Ramp", "access_note_es": "Rampa"}
    place = {"place_public": None, "neighborhood": "Petworth", "exact_hours_before": "3"}
    assert desk.plans(**more, **texts, **place).status_code == 302
    event = Event.objects.get()
    assert (event.interpretation, event.access, event.capacity) == (["es"], ["step-free", "quiet"], 50)
    assert (event.bring_es, event.access_note_es, event.exact_hours_before) == ("Agua", "Rampa", 3)
    assert (list(event.partners.all()), event.place_line) == ([partner], "Petworth")


WRONG = [
    ({"held_on": "2026-11-17"}, "held_on", "This day or hour has passed"),
    ({"start_time": "11:59"}, "held_on", "This day or hour has passed"),
    ({"held_on": "0001-01-01"}, "held_on", "Check the year."),
    ({"held_on": "9999-12-31"}, "held_on", "Check the year."),
    ({"held_on": "2026-11-31"}, "held_on", "Enter a valid date."),
    ({"end_time": "17:00"}, "end_time", "The event ends before it starts."),
    ({"start_time": ""}, "signup_open", "Sign-up needs the hours"),
    ({"start_time": "", "signup_open": None}, "start_time", "needs the hours"),
    ({"held_on": "2027-11-07", "start_time": "01:30"}, "fold", "Choose the first or the second."),
    ({"held_on": "2027-03-14", "start_time": "02:30"}, "start_time", "the clocks jump"),
    ({"title_en": "", "title_es": ""}, "title_en", "in one language at least"),
    ({"title_es": ""}, "title_es", "Both languages are needed"),
    ({"bring_en": "Water"}, "bring_es", "Both languages are needed"),
    ({"access_note_es": "Rampa"}, "access_note_en", "Both languages are needed"),
    ({"title_en": "x\x00"}, "title_en", "Null characters"),
    ({"title_en": "🦋" * 151}, "title_en", "at most 150"),
    ({"capacity": str(10**30)}, "capacity", "less than or equal to 100000"),
    ({"capacity": "0"}, "capacity", "greater than or equal to 1"),
    ({"guests_most": "10"}, "guests_most", "less than or equal to 9"),
    ({"exact_hours_before": "3"}, "exact_hours_before", "Only for a place that is not public"),
    ({"exact_hours_before": "73", "place_public": None}, "exact_hours_before", "less than or equal to 72"),
    ({"place_public": None}, "neighborhood", "Name the neighborhood"),
    ({"mode": ""}, "mode", "required"),
    ({"kind": "party"}, "kind", "Select a valid choice."),
    ({"languages": ["xx"]}, "languages", "Select a valid choice."),
    ({"access": ["stairs"]}, "access", "Select a valid choice."),
    ({"time_zone": "Mars/Olympus"}, "time_zone", "Select a valid choice."),
    ({"partners": [str(10**30)]}, "partners", "Select a valid choice."),
    ({"online_url": "javascript:alert(1)"}, "online_url", "Enter a valid URL."),
    ({"kind": "accompaniment", "summary_en": "Call 202-555-0100", "summary_es": "x"}, "summary_en", "Leave out"),
]


def form(**fields) -> DeskForm:
    request = RequestFactory().post("/", {name: value for name, value in (PLAN | fields).items() if value is not None})
    return DeskForm(request.POST, publish=True)


@pytest.mark.parametrize(("fields", "name", "message"), WRONG)
def test_a_mistake_is_said_at_its_field(fields, name, message):
    assert message in " ".join(form(**fields).errors[name])


def test_a_plan_without_mistake_is_told_of_none():
    assert form().errors == {}


def test_of_a_plan_with_a_mistake_nothing_is_saved_and_nothing_is_lost(desk):
    response = desk.plans(end_time="17:00")
    assert (response.status_code, list(errors(response))) == (200, ["end_time"])
    assert Event.objects.count() == 0
    assert response.context["form"]["place"].value() == PLAN["place"]


def test_mistakes_are_said_in_spanish(client, staff):
    client.force_login(staff)
    html = Desk(client, "/es/mesa/eventos/").client.post("/es/mesa/eventos/nuevo/", PLAN | {"held_on": "2026-11-17"})
    assert "Ese día u hora ya pasó" in html.content.decode()


@pytest.mark.parametrize("title", ["🦋🦋", "new", "Month"])
def test_every_title_gives_an_address_of_its_own(desk, client, title):
    desk.plans(title_en=title, title_es=title)
    event = Event.objects.get()
    assert event.slug.endswith("-2026-11-18")
    assert client.get(f"/events/{event.slug}/").status_code == 200


def test_two_events_of_one_title_have_two_addresses(desk):
    for _ in range(3):
        desk.plans()
    base = "rally-for-the-drivers"
    assert set(Event.objects.values_list("slug", flat=True)) == {base, f"{base}-2026-11-18", f"{base}-2026-11-18-2"}


# --- changing one -----------------------------------------------------------------------------------------------------
def test_a_time_nobody_goes_by_yet_changes_with_the_form_and_shifts_go_along(desk, event):
    shift = ShiftFactory(event=event)
    assert desk.edits(event, start_time="14:00", end_time="15:30").status_code == 302
    event.refresh_from_db()
    shift.refresh_from_db()
    assert (event.starts_at, shift.starts_at) == (START + dt.timedelta(hours=3),) * 2


def test_when_and_where_are_not_in_the_form_of_an_event_with_people(desk, event, person):
    person()
    response = desk.sees(event, "edit/")
    assert {"held_on", "start_time", "place", "mode", "kind"} & set(response.context["form"].fields) == set()
    assert "People have signed up." in response.content.decode()
    assert desk.edits(event, summary_en="Bring friends.", title_en="Rally").status_code == 302
    event.refresh_from_db()
    assert (event.summary_en, event.starts_at, event.place, event.revision) == ("Bring friends.", START, event.place, 0)


def test_who_signs_up_while_the_form_is_open_keeps_their_hour(desk, client, event, person):
    typed = {"title_en": "Rally", "title_es": "Manifestación", "held_on": "2026-12-06", "start_time": "11:00"}
    person()
    response = client.post(f"/desk/events/{event.slug}/edit/", typed | {"guests_most": "0"})
    assert "Somebody signed up meanwhile" in errors(response)["__all__"]
    assert response.context["form"]["title_en"].value() == "Rally"
    event.refresh_from_db()
    assert event.starts_at == START


def test_fewer_places_than_are_taken_are_refused_at_the_field(desk, event, person):
    person()
    person("other@tests.example")
    Event.objects.filter(pk=event.pk).update(seats_taken=2)
    assert "2 places are taken" in errors(desk.edits(event, capacity="1"))["capacity"]


def test_a_published_event_does_not_lose_a_language(desk, event):
    assert "Both languages are needed" in errors(desk.edits(event, summary_es=""))["summary_es"]
    assert desk.edits(event, summary_es="", one_language="on").status_code == 302
    event.refresh_from_db()
    assert (event.summary_es or "", event.one_language) == ("", True)


def test_texts_of_an_event_that_is_over_can_still_be_put_right(desk, client, staff, frozen, event):
    frozen.shift(dt.timedelta(days=30))
    client.force_login(staff)
    assert desk.edits(event, summary_en="It was good.").status_code == 302


def test_what_others_changed_meanwhile_stays(desk, event, person, now):
    person()
    sent = {"title_en": "Rally", "title_es": "Manifestación", "guests_most": "0", "signup_open": "on"}
    actions.change_event(pk=event.pk, now=now, place="200 Example Street NW")
    assert desk.client.post(f"/desk/events/{event.slug}/edit/", sent).status_code == 302
    event.refresh_from_db()
    assert (event.title_en, event.place) == ("Rally", "200 Example Street NW")


def test_the_form_asks_as_often_for_many_organizations_as_for_one(desk, django_assert_max_num_queries):
    PartnerFactory.create_batch(12)
    event = EventFactory()
    with django_assert_max_num_queries(16):
        desk.sees(event, "edit/")


def test_more_places_are_offered_to_the_waiting_list(desk, event, person):
    Event.objects.filter(pk=event.pk).update(capacity=1)
    person()
    waiting = person("second@tests.example")
    assert waiting.state == "waiting"
    desk.edits(event, capacity="2")
    waiting.refresh_from_db()
    event.refresh_from_db()
    assert (waiting.state, event.capacity) == ("offered", 2)


def test_a_page_that_was_open_before_does_not_put_the_old_place_back(desk, event, now):
    form = desk.sees(event, "edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"bring_en": "Water", "bring_es": "Agua"}
    stale = {name: value for name, value in sent.items() if value is not None and value is not False}
    actions.change_event(pk=event.pk, now=now, place="Other corner")
    page = desk.client.post(f"/desk/events/{event.slug}/edit/", stale)
    assert (
        "It stands now: Saturday, December 5, 2026, 11:00 am to 12:30 pm, Eastern Time (ET), Other corner." in page.text
    )
    assert ('value="Water"' in page.text, 'name="seen" value="1"' in page.text) == (True, True)
    assert Event.objects.values_list("place", "bring_en").get() == ("Other corner", None)
    desk.client.post(f"/desk/events/{event.slug}/edit/", stale | {"seen": "1", "place": "Other corner"})
    assert Event.objects.values_list("place", "bring_en").get() == ("Other corner", "Water")
