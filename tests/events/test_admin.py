"""What staff type to make an event, and what follows from it in one transaction."""

import datetime as dt
import re

import pytest

from events.models import Event, ReminderRule
from outreach.models import Message
from tests.events.conftest import START
from tests.factories import CampaignFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ADD, LIST = "/admin/events/event/add/", "/admin/events/event/"
FORM = {
    "title_en": "Rally",
    "title_es": "Manifestación",
    "summary_en": "Stand with tenants.",
    "summary_es": "Acompañe a inquilinas e inquilinos.",
    "recurrence_en": "",
    "recurrence_es": "",
    "slug": "a-rally",
    "kind": "rally",
    "status": "published",
    "held_on": "2026-12-05",
    "precision": "day",
    "start_time": "11:00",
    "end_time": "12:30",
    "end_day": "",
    "time_zone": "America/New_York",
    "fold": "",
    "mode": "in-person",
    "place": "100 Example Street NW",
    "place_public": "on",
    "neighborhood": "",
    "online_url": "",
    "languages": ["es", "en"],
    "ilp_role": "documented",
    "signup_open": "on",
    "rules-TOTAL_FORMS": "0",
    "rules-INITIAL_FORMS": "0",
    "partners-citation-content_type-object_id-TOTAL_FORMS": "0",
    "partners-citation-content_type-object_id-INITIAL_FORMS": "0",
}
FORM |= {"guests_most": "0", "bring_en": "Water", "bring_es": "Agua", "access": ["quiet"], "interpretation": ["am"]}


def typed(fields) -> dict:
    return {name: value for name, value in (FORM | fields).items() if value is not None}


@pytest.fixture
def desk(client, staff):
    """The admin as staff see it: save(**fields) posts the form, for a new event or for one that is there."""

    class Desk:
        def save(self, event=None, **fields):
            return client.post(f"{LIST}{event.pk}/change/" if event else ADD, typed(fields))

        def act(self, action, *events):
            return client.post(LIST, {"action": action, "_selected_action": [e.pk for e in events]}, follow=True)

        def errors(self, response) -> dict[str, str]:
            form = response.context["adminform"].form
            return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}

    client.force_login(staff)
    return Desk()


def test_an_event_is_made_from_local_hours(desk):
    partner, campaign = PartnerFactory(), CampaignFactory()
    assert desk.save(partners=[partner.pk], campaign=campaign.pk).status_code == 302
    event = Event.objects.get()
    assert (event.starts_at, event.ends_at) == (START, START + dt.timedelta(minutes=90))
    assert (event.title_en, event.title_es, event.languages) == ("Rally", "Manifestación", ["es", "en"])
    assert (event.bring_es, event.access, event.interpretation) == ("Agua", ["quiet"], ["am"])
    assert (list(event.partners.all()), event.campaign, event.revision) == ([partner], campaign, 0)


def test_the_zone_decides_the_instant(desk):
    desk.save(time_zone="America/Los_Angeles")
    assert Event.objects.get().starts_at == START + dt.timedelta(hours=3)


def test_an_event_may_end_on_the_next_day(desk):
    desk.save(start_time="22:00", end_time="01:00", end_day="2026-12-06")
    event = Event.objects.get()
    assert event.ends_at - event.starts_at == dt.timedelta(hours=3)


def test_the_form_shows_the_hours_again_as_they_were_typed(desk, client):
    desk.save(start_time="22:00", end_time="01:00", end_day="2026-12-06", time_zone="America/Chicago")
    html = client.get(f"{LIST}{Event.objects.get().pk}/change/").content.decode()
    assert re.findall(r'value="([^"]*)"[^>]*id="id_(?:start_time|end_time|end_day|held_on)"', html) == [
        "2026-12-05",
        "22:00",
        "01:00",
        "2026-12-06",
    ]


# --- wrong input ------------------------------------------------------------------------------------------------------
def test_wrong_input_is_explained_on_the_page_and_nothing_is_saved(desk):
    """What is wrong, and how it is said: test_admin_form.py."""
    response = desk.save(end_time="10:00", online_url="javascript:alert(1)")
    assert response.status_code == 200
    texts = ("The event ends before it starts.", "Enter a valid URL.", 'value="javascript:alert(1)"')
    assert [text in response.content.decode() for text in texts] == [True] * 3
    assert Event.objects.count() == 0


@pytest.mark.parametrize(("fold", "hour"), [("0", 5), ("1", 6)])
def test_an_hour_that_comes_twice_is_the_one_that_was_chosen(desk, client, fold, hour):
    desk.save(held_on="2027-11-07", start_time="01:30", end_time="04:00", fold=fold)
    event = Event.objects.get()
    assert event.starts_at == dt.datetime(2027, 11, 7, hour, 30, tzinfo=dt.UTC)
    form = client.get(f"{LIST}{event.pk}/change/").context["adminform"].form
    assert str(form["fold"].value()) == fold


def test_a_draft_may_be_unfinished(desk):
    fields = {"status": "draft", "title_es": "", "summary_es": "", "end_time": "", "signup_open": None}
    assert desk.save(**fields).status_code == 302
    assert Event.objects.get().status == "draft"


def test_an_event_of_the_record_needs_no_hour(desk):
    fields = {"held_on": "2019-02-01", "precision": "month", "start_time": "", "end_time": "", "signup_open": None}
    assert desk.save(**fields).status_code == 302
    assert Event.objects.get().starts_at is None


# --- what follows -----------------------------------------------------------------------------------------------------
def waiting() -> set[tuple]:
    rows = Message.objects.filter(kind="events.reminder", state="queued")
    return set(rows.values_list("rule", "revision"))


def edit(event, **fields) -> dict:
    return {"slug": event.slug, "title_en": event.title_en, "title_es": event.title_es} | fields


def test_moving_an_event_plans_its_reminders_anew(desk, event, person):
    person()
    assert desk.save(event, **edit(event, start_time="12:00", end_time="13:30")).status_code == 302
    event.refresh_from_db()
    assert (event.revision, event.starts_at) == (1, START + dt.timedelta(hours=1))
    assert waiting() == {("1d18:00", 1), ("2h", 1)}


def test_a_new_word_leaves_the_reminders_alone(desk, event, person):
    person()
    same = {"place": event.place, "neighborhood": event.neighborhood}
    desk.save(event, **edit(event, title_en="Rally with all tenants", **same))
    event.refresh_from_db()
    assert (event.title_en, event.revision) == ("Rally with all tenants", 0)
    assert waiting() == {("1d18:00", 0), ("2h", 0)}


def test_the_rules_of_an_event_count_from_the_same_save_on(desk, event, person):
    person()
    rules = {"rules-TOTAL_FORMS": "1", "rules-0-hours_before": "3", "rules-0-event": event.pk}
    same = {"place": event.place, "neighborhood": event.neighborhood}
    assert desk.save(event, **edit(event, **same, **rules)).status_code == 302
    assert waiting() == {("3h", 0)}


def test_a_rule_that_makes_no_sense_is_refused(desk, event):
    rules = {"rules-TOTAL_FORMS": "1", "rules-0-event": event.pk, "rules-0-hours_before": "337"}
    response = desk.save(event, **edit(event, **rules))
    assert (response.status_code, "From 1 to 336 hours" in response.content.decode()) == (200, True)
    assert ReminderRule.objects.filter(event=event).count() == 0


def test_an_event_to_come_moves_into_the_past_only_with_a_tick(desk, event, person):
    person()
    assert "into the past" in desk.errors(desk.save(event, **edit(event, held_on="2026-11-17")))["held_on"]
    event.refresh_from_db()
    assert (event.starts_at, event.revision) == (START, 0)
    assert desk.save(event, **edit(event, held_on="2026-11-17", in_the_past="on")).status_code == 302


def test_places_that_people_have_stay(desk, event, person):
    person()
    person("other@tests.example")
    assert "2 places are taken" in desk.errors(desk.save(event, **edit(event, capacity="1")))["capacity"]


def test_the_hours_stay_while_people_are_signed_up(desk, event, person):
    person()
    fields = edit(event, status="postponed", start_time="", end_time="", signup_open=None)
    assert "People have signed up." in desk.errors(desk.save(event, **fields))["start_time"]


@pytest.mark.parametrize(("action", "status"), [("cancel", "cancelled"), ("postpone", "postponed")])
def test_one_action_stops_the_reminders(desk, event, person, action, status):
    person()
    desk.act(action, event)
    event.refresh_from_db()
    assert (event.status, event.revision, waiting()) == (status, 1, set())


def test_publishing_again_starts_them(desk, event, person):
    person()
    desk.act("postpone", event)
    desk.act("publish", event)
    assert waiting() == {("1d18:00", 2), ("2h", 2)}


def test_an_event_in_one_language_is_not_published(desk, event):
    Event.objects.filter(pk=event.pk).update(status="draft", title_es="")
    html = desk.act("publish", event).content.decode()
    assert "Both languages are needed before this can be published." in html
    event.refresh_from_db()
    assert event.status == "draft"


def test_sign_ups_are_counted_and_never_shown(desk, client, event, person):
    person("secret-reader@tests.example", name="Lucero")
    person("waiting@tests.example", state="pending")
    for url in (LIST, f"{LIST}{event.pk}/change/"):
        html = client.get(url).content.decode()
        assert [text for text in ("secret-reader", "waiting@", "Lucero") if text in html] == []
    counted = client.get(LIST).context["cl"].queryset.get()
    assert (counted.confirmed_count, counted.waiting_count) == (1, 1)
    assert client.get("/admin/events/rsvp/").status_code == 404


def test_saving_says_how_many_messages_follow_and_where_they_are(frozen, desk, client, event, person):
    person()
    page = client.get(f"{LIST}{event.pk}/change/").content.decode()
    ledger = f"/desk/messages/all/?event={event.pk}"
    assert f'<a href="{ledger}">What people were told</a>' in page
    desk.save(event, place="200 Example Street NW")
    assert f'2 messages are planned. <a href="{ledger}">See them</a>' in client.get(LIST).content.decode()


def test_the_rules_of_kinds_are_kept_apart_from_those_of_events(client, staff, event):
    ReminderRule.objects.create(event=event, hours_before=5)
    client.force_login(staff)
    rules = client.get("/admin/events/reminderrule/").context["cl"].queryset
    assert rules.filter(hours_before=5).count() == 0
    assert rules.filter(kind="rally").count() == 2


def test_a_coordinator_has_no_desk(client, coordinator, event):
    client.force_login(coordinator.user)
    assert client.get(f"{LIST}{event.pk}/change/").status_code in (302, 403)
