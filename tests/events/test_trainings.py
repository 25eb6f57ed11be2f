"""Trainings at the desk: who has which until when, who lacks what, by hand, and how long it is remembered."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from events import qualifications
from events.models import Qualification, Training
from outreach import sealing
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, a_training, place, trained
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 18)
SHIFT_DAY = START.date()


@pytest.fixture
def training():
    return a_training()


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def page(client) -> str:
    return client.get(reverse("events:training_desk")).content.decode()


def by_hand(client, user, training, **fields):
    fields = {"attended": "2026-11-01", "act": "give"} | fields
    ids = {"user": getattr(user, "pk", user), "training": getattr(training, "pk", training)}
    return client.post(reverse("events:training_by_hand"), ids | fields, follow=True)


def test_page_says_who_has_what_until_when(desk, training):
    for name, days in [("long", 200), ("soon", 10), ("yesterday", -1), ("never", None)]:
        user = UserFactory(name=f"Person {name}")
        if days:
            trained(user.email, training, TODAY + days * DAY)
    html = page(desk)
    rows = {
        name: html.split(f"Person {name}</th>")[1].split("</tr>")[0] for name in ("long", "soon", "yesterday", "never")
    }
    assert "until Jun 6, 2027" in rows["long"]
    assert "ends soon, Nov 28, 2026" in rows["soon"]
    assert "ended Nov 17, 2026" in rows["yesterday"]
    assert '<span class="nil">no</span>' in rows["never"]
    assert "2 people today" in html


def test_who_lacks_what_by_shift_and_by_person(desk, event, person, training, now):
    users = {name: UserFactory(name=f"Person {name}") for name in ("fit", "late", "mute")}
    shift = a_shift(event, capacity=4, language="es", training=training)
    for name, until, speaks in [("fit", 30, ["es"]), ("late", -1, ["es"]), ("mute", 30, [])]:
        trained(users[name].email, training, SHIFT_DAY + until * DAY)
        place(shift, person(users[name].email, speaks=speaks), now)
    place(shift, nameless := person("visitor@tests.example", speaks=["es"]), now)
    html = page(desk)
    lines = html.split('id="people"')[0]
    assert "<b>Person late</b>: Accompaniment training holds until December 4, 2026 only" in lines
    assert "<b>Person mute</b>: does not say to speak Spanish" in lines
    assert f"<b>Sign-up {nameless.pk}</b>: lacks Accompaniment training" in lines
    assert "2 accounts have this training on that day." in lines
    assert ("Person fit</b>" in lines, html.count("lacks something for Interpreter, Dec 5")) == (False, 2)


def test_training_is_given_by_hand_and_logged(desk, staff, training):
    user = UserFactory()
    assert "It holds until November 1, 2027." in by_hand(desk, user, training).content.decode()
    row = Qualification.objects.get()
    assert bytes(row.contact_bi) == sealing.contact_index(user.email)
    assert (row.earned_on, row.expires_on) == (dt.date(2026, 11, 1), dt.date(2027, 11, 1))
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (staff, str(user.pk))
    assert entry.change_message == "Training accompaniment given by hand until 2027-11-01."


def test_training_given_again_never_ends_sooner(desk, training):
    user = UserFactory()
    trained(user.email, training, dt.date(2028, 1, 1))
    by_hand(desk, user, training)
    assert Qualification.objects.get().expires_on == dt.date(2028, 1, 1)


def test_training_is_taken_back(desk, training):
    user = UserFactory()
    trained(user.email, training, dt.date(2028, 1, 1))
    assert "Taken back." in by_hand(desk, user, training, act="take", attended="").content.decode()
    assert Qualification.objects.count() == 0
    assert "The person did not have this training." in by_hand(desk, user, training, act="take").content.decode()


@pytest.mark.parametrize(
    "fields", [{"attended": ""}, {"attended": "2026-11-19"}, {"attended": "0001-01-01"}, {"attended": "x\x00"}]
)
def test_day_that_cannot_be_is_said_at_its_field(desk, training, fields):
    html = by_hand(desk, UserFactory(), training, **fields).content.decode()
    assert 'id="id_attended_error"' in html or "id_attended" in html.split('class="err"')[0][-400:]
    assert Qualification.objects.count() == 0


@pytest.mark.parametrize("odd", ["77", 10**30, "\x00", "😀", ""])
def test_person_or_training_that_is_none_is_refused(desk, training, odd):
    user = UserFactory()
    answers = by_hand(desk, odd, training), by_hand(desk, user, odd), by_hand(desk, user, training, act=odd or "burn")
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert Qualification.objects.count() == 0


def test_new_kind_of_training(desk):
    fields = {"name_en": "Marshal training", "name_es": "Capacitación de orden", "months_valid": "6"}
    url = reverse("events:training_desk")
    assert desk.post(url, fields).status_code == 302
    assert Training.objects.values_list("slug", "months_valid").get() == ("marshal-training", 6)
    assert "There is a training of this name." in desk.post(url, fields).content.decode()
    assert "Use letters." in desk.post(url, fields | {"name_en": "!!!"}).content.decode()


def test_a_training_is_remembered_30_days_after_its_last_day(training):
    trained("one@tests.example", training, TODAY)
    assert qualifications.purge(today=TODAY + 30 * DAY) == 0
    assert qualifications.purge(today=TODAY + 31 * DAY) == 1


def test_desk_of_trainings_is_for_staff_alone(client, coordinator, training):
    url = reverse("events:training_desk")
    assert client.get(url).status_code == 302
    client.force_login(coordinator.user)
    assert client.get(url).status_code == 404
    assert by_hand(client, coordinator.user, training).status_code == 404
    assert Qualification.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(desk, event, person, training, now, rows, django_assert_num_queries):
    for _ in range(rows):
        user = UserFactory()
        trained(user.email, training, TODAY)
        place(a_shift(event, training=training), person(user.email), now)
    page(desk)
    with django_assert_num_queries(14):
        page(desk)
