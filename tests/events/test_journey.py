"""The whole way, to a real mail server: sign up in Spanish, confirm, wait, be reminded at the right hour."""

import datetime as dt
import re

import pytest

from events import erasure
from events.models import Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import OWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
READER = "lectora@tests.example"


def link_in(mail) -> str:
    return re.search(r"http://\S+?(/\S+)", mail.get_body(("plain",)).get_content())[1]


@pytest.fixture
def mailed(client, event, smtp_sink) -> str:
    """The visitor reads the page in Spanish, signs up there, and gets the mail whose link this is."""
    url = f"/es/eventos/{event.slug}/"
    assert "Ahí estaré" in client.get(url).content.decode()
    fields = {"contact": READER, "language": "es", "discreet": "on"}
    response = client.post(f"{url}inscribirse/", fields, headers=OWN, follow=True)
    assert "Revise su correo" in response.content.decode()
    run_once()
    (asked,) = smtp_sink.to(READER)
    assert asked["Subject"] == "Confirme su inscripción, por favor"
    return link_in(asked)


def test_a_visitor_who_reads_spanish_is_reminded_in_spanish(client, mailed, frozen, smtp_sink):
    assert "Falta un paso" in client.get(mailed).content.decode()
    assert Rsvp.objects.get().state == "pending"
    page = client.post(mailed, {"action": "confirm"}, headers=OWN, follow=True).content.decode()
    assert "Contamos con usted" in page
    frozen.move_to(DAY_BEFORE - dt.timedelta(seconds=1))
    run_once()
    assert len(smtp_sink.to(READER)) == 1
    frozen.move_to(DAY_BEFORE)
    run_once()
    reminder = smtp_sink.to(READER)[1]
    text = reminder.get_body(("plain",)).get_content()
    assert reminder["Subject"] == "Recordatorio para mañana, 11:00 a. m."
    assert reminder["Content-Language"] == "es"
    assert "11:00 a. m. a 12:30 p. m., hora del Este (ET)" in text
    assert "Manifestación" not in text
    assert link_in(reminder) == mailed


def test_a_week_after_the_event_nothing_is_left(client, mailed, event):
    client.post(mailed, {"action": "confirm"}, headers=OWN)
    assert erasure.purge_signups(now=event.ends_at + dt.timedelta(days=7))["signups"] == 1
    assert client.get(mailed).status_code == 404
    assert set(Message.objects.values_list("state", flat=True)) == {"sent", "suppressed"}


def test_who_withdraws_hears_nothing_more(client, event, person, frozen, smtp_sink):
    rsvp = person(READER, language="es")
    run_once()
    path = link_in(smtp_sink.to(READER)[0])
    client.post(path, {"action": "withdraw"}, headers=OWN)
    for hours in (0, 15, 17):
        frozen.move_to(DAY_BEFORE + dt.timedelta(hours=hours))
        run_once()
    assert len(smtp_sink.to(READER)) == 1
    assert set(Message.objects.filter(subject_id=rsvp.pk).values_list("state", flat=True)) == {"sent", "suppressed"}


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(dt.date(2026, 11, 1), 16), (dt.date(2027, 3, 14), 15)],
)
def test_the_local_hour_is_right_when_the_clocks_change(event, person, frozen, smtp_sink, day, utc_hour):
    start = dt.datetime.combine(day, dt.time(utc_hour), dt.UTC)
    frozen.move_to(start - dt.timedelta(days=5))
    event.starts_at, event.ends_at, event.held_on = start, start + dt.timedelta(hours=1), day
    event.save()
    person(READER, at=start - dt.timedelta(days=5))
    eve = event.starts_at.astimezone(event.zone).replace(day=day.day) - dt.timedelta(days=1)
    frozen.move_to(eve.replace(hour=18).astimezone(dt.UTC))
    run_once()
    assert smtp_sink.to(READER)[-1]["Subject"] == "Reminder for tomorrow, 11:00 am"
    frozen.move_to(start - dt.timedelta(hours=2))
    run_once()
    assert smtp_sink.to(READER)[-1]["Subject"] == "Reminder for today, 11:00 am"


def test_fifty_people_each_get_their_own_mail(event, person, frozen, smtp_sink):
    for n in range(50):
        person(f"reader{n}@tests.example", language=("en", "es")[n % 2])
    Message.objects.filter(kind="events.confirmation").delete()
    frozen.move_to(DAY_BEFORE)
    run_once()
    assert sorted(smtp_sink.recipients()) == sorted(f"reader{n}@tests.example" for n in range(50))
    languages = {received.mail["To"]: received.mail["Content-Language"] for received in smtp_sink.messages}
    assert {languages[f"reader{n}@tests.example"] for n in range(0, 50, 2)} == {"en"}
    assert {languages[f"reader{n}@tests.example"] for n in range(1, 50, 2)} == {"es"}
