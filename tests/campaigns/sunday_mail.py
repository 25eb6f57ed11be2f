"""What the tests of the Sunday mail share: two weeks of one person, the link of the mail, a press on a button."""

import datetime as dt
import re

from campaigns import sunday
from campaigns.models import HourChange, HourEntry, WeekNote
from coordinators.models import User
from tests.events.conftest import OWN

MONDAY = dt.date(2026, 11, 16)
SENT = dt.datetime(2026, 11, 22, 23, tzinfo=dt.UTC)  # Sunday, 6 pm in New York
WEEK = dt.timedelta(days=7)


def link_of(coordinator, monday=MONDAY, sent_at=SENT) -> sunday.Link:
    appointment = coordinator.appointments.get()
    return sunday.Link(appointment, monday, sent_at, now=sent_at)


def press(client, path, action, headers=OWN):
    return client.post(path, {"action": action}, headers=headers)


def this_week() -> list[tuple]:
    return list(HourEntry.objects.in_week(MONDAY).values_list("worked_on__day", "minutes"))


def truth() -> tuple:
    return tuple(list(model.objects.order_by("pk").values()) for model in (HourEntry, HourChange, WeekNote, User))


def words(response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def buttons(response) -> list[str]:
    return re.findall(r'name="action" value="([\w-]+)"', response.text)
