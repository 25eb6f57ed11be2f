"""What somebody reads whose shift was changed or taken away: what they have now, and nothing a stranger should see."""

import datetime as dt

import pytest
from django.urls import reverse

from events import actions, shifts
from events.models import Event, ShiftPlace
from events.shift_letters import SHIFT_CHANGED
from outreach import kinds
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, place
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)


def written(sink, address: str) -> tuple[str, str]:
    mail = sink.to(address)[-1]
    return mail["Subject"], mail.get_body(("plain",)).get_content().replace("\xa0", " ")


def change(shift, now, **values) -> None:
    for name, value in values.items():
        setattr(shift, name, value)
    shifts.save(shift=shift, now=now)


def test_full_mail_names_the_shift_as_it_is_when_it_goes(event, person, now, frozen, smtp_sink):
    shift = a_shift(event, meeting_point="By the canary gate")
    place(shift, person("one@tests.example", discreet=False), now)
    change(shift, now, starts_at=START + HOUR / 4)
    change(shift, now, role_en="Marshal")
    frozen.shift(6 * 60)
    run_once()
    subject, text = written(smtp_sink, "one@tests.example")
    assert subject == "Your shift changed: Rally with tenants, Saturday, December 5, 11:00 am"
    assert "* Saturday, December 5, 2026, 11:15 am–12:30 pm ET: Marshal" in text
    assert "canary gate" not in text
    assert Message.objects.filter(kind=SHIFT_CHANGED).count() == 1


def test_discreet_mail_says_hours_alone(event, person, now, frozen, smtp_sink):
    shift = a_shift(event)
    place(shift, person("one@tests.example"), now)
    change(shift, now, note="Vest")
    frozen.shift(6 * 60)
    run_once()
    subject, text = written(smtp_sink, "one@tests.example")
    assert subject == "Your shift changed: Saturday, December 5, 11:00 am"
    assert [word in text for word in ("Interpreter", "Rally", "tenants")] == [False] * 3


def test_mail_about_a_shift_that_is_gone_says_so(event, person, now, frozen, smtp_sink):
    shift = a_shift(event)
    place(shift, person("one@tests.example"), now)
    shifts.delete(shift=shift, now=now)
    frozen.shift(6 * 60)
    run_once()
    text = " ".join(written(smtp_sink, "one@tests.example")[1].split())
    assert "had to take your shift away. You stay signed up." in text


def test_nobody_is_told_who_withdrew_or_after_the_start(event, person, now, frozen, smtp_sink):
    shift, rsvp = a_shift(event), person("one@tests.example")
    place(shift, rsvp, now)
    change(shift, now, note="Vest")
    ShiftPlace.objects.all().delete()
    actions.withdraw(rsvp=rsvp, now=now)
    assert Message.objects.get(kind=SHIFT_CHANGED).state == "suppressed"
    Event.objects.filter(pk=event.pk).update(starts_at=now - HOUR)
    change(shift, now, note="Hat")
    assert Message.objects.filter(kind=SHIFT_CHANGED).count() == 1


def test_kind_is_known_to_the_ledger():
    assert str(kinds.get(SHIFT_CHANGED).label) == "Change of a shift"


def test_pages_of_shifts_are_for_staff(client, event, coordinator):
    shift = a_shift(event)
    urls = [reverse("events:event_desk_shifts", args=[event.slug])]
    urls += [
        reverse(f"events:event_desk_shift{name}", args=[event.slug, shift.pk]) for name in ("", "_delete", "_people")
    ]
    assert [client.get(url).status_code for url in urls] == [302] * 4
    client.force_login(coordinator.user)
    assert [client.get(url).status_code for url in urls] == [404] * 4
    assert [client.post(url).status_code for url in urls[:3]] == [404] * 3


def test_shift_of_another_event_is_404(client, staff, event):
    client.force_login(staff)
    url = reverse("events:event_desk_shift", args=["another", a_shift(event).pk])
    assert (client.get(url).status_code, client.post(url, {}).status_code) == (404, 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_list_do_not_grow(client, staff, event, person, now, rows, django_assert_num_queries):
    for n in range(rows):
        shift = a_shift(event, language="es")
        place(shift, person(f"p{n}@tests.example"), now)
        UserFactory()
    client.force_login(staff)
    url = reverse("events:event_desk_shifts", args=[event.slug])
    client.get(url)
    with django_assert_num_queries(8):
        client.get(url)


@pytest.mark.parametrize("pk", [10**9, 10**18, 10**30])
def test_shift_that_never_was_is_404(client, staff, event, pk):
    client.force_login(staff)
    for name in ("", "_delete", "_people"):
        assert client.get(reverse(f"events:event_desk_shift{name}", args=[event.slug, pk])).status_code == 404
