"""A reminder on its whole way: HTTP sign-up, PostgreSQL, Redis, Celery's clock and worker, a real mail server."""

import datetime as dt
import http.client
import re
from urllib.parse import urlencode, urlsplit

from django.utils import timezone

from outreach.clock import db_now
from outreach.models import Message
from tests.factories import EventFactory
from tests.processes import soon
from tests.services.conftest import HOST, PATIENCE

READER = "vecina@tests.example"
TWO_HOURS = dt.timedelta(hours=2)  # the default rule of a rally
TIME_TO_SIGN_UP = dt.timedelta(minutes=20)  # before the reminder is due: longer than anything here may take


def _zone_where_it_is_noon(now: dt.datetime) -> str:
    """A zone without quiet hours around now. Etc/GMT-5 is five hours ahead of UTC (POSIX signs, tz database)."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/UTC"


def _post(programs, path: str, **values: str) -> http.client.HTTPResponse:
    asked = http.client.HTTPConnection("127.0.0.1", programs.web_port, timeout=PATIENCE)
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Origin": f"https://{HOST}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    asked.request("POST", path, urlencode(values), headers)
    return asked.getresponse()


def hour_comes(due: dt.datetime) -> None:
    """The one reminder is planned for its hour, and that hour is now: nobody has to be quick or to wait."""
    planned = Message.objects.filter(kind="events.reminder", state="queued")
    assert [row.due_at for row in planned] == [due]
    now = db_now()
    planned.update(due_at=now, next_at=now)


def test_reminder_in_spanish_passes_web_redis_worker_and_mail_server(programs, smtp_sink):
    for name in ("web", "worker", "clock"):
        programs.start(name)
    assert programs.answers(), programs.log("web").read_text()
    now = timezone.now()
    zone = _zone_where_it_is_noon(now)
    start = now + TWO_HOURS + TIME_TO_SIGN_UP
    event = EventFactory(starts_at=start, ends_at=start + TWO_HOURS, time_zone=zone, held_on=now.date())

    answer = _post(programs, f"/es/eventos/{event.slug}/inscribirse/", contact=READER, language="es", discreet="")
    assert answer.status == http.HTTPStatus.FOUND
    assert soon(lambda: smtp_sink.to(READER), 40), programs.log("worker").read_text()
    body = smtp_sink.to(READER)[0].get_body(("plain",)).get_content()
    link = urlsplit(re.search(rf"https://{HOST}/es/inscripcion/\S+", body)[0]).path
    assert _post(programs, link, action="confirm").status == http.HTTPStatus.FOUND

    hour_comes(start - TWO_HOURS)
    assert soon(lambda: len(smtp_sink.to(READER)) == 2, 40), programs.log("worker").read_text()
    reminder = smtp_sink.to(READER)[1]
    assert reminder["Content-Language"] == "es"
    hour = start.astimezone(event.zone).strftime("%-I:%M")
    text = reminder.get_body(("plain",)).get_content()
    assert event.title_es.upper() in text
    assert hour in text
    assert not any(READER in programs.log(name).read_text() for name in ("web", "worker", "clock"))
