"""Two web programs, as on two hosts, on one PostgreSQL: what is edited or taken down shows on both within a second."""

import datetime as dt
import time

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Campaign
from coordinators.models import Coordinator
from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, EventFactory, TermFactory
from tests.factories.record import MilestoneFactory
from tests.processes import soon
from tests.services.conftest import Programs

NAME, EVENT = "Quokka Example", "Quokka rally"
NAMED = ["/coordinators/", "/es/coordinacion/", "/coordinators/2026-2027/", "/history/people/quokka-example/"]
NAMED += ["/history/", "/history.json", "/search/?q=quokka", "/es/buscar/?q=quokka"]
TOLD = ["/", "/es/", "/events/", "/es/eventos/", "/events/calendar.ics", "/feeds/events.atom"]
TOLD += ["/search/?q=quokka"]
MAP = ["/sitemap.xml"]
PROMISED = 1.0  # seconds
EACH = 4  # requests of a page, so that both workers of a host are met


@pytest.fixture
def hosts(programs, production_environment, tmp_path):
    """Two hosts with two workers each, which share nothing but the database."""
    (tmp_path / "other").mkdir()
    other = Programs(production_environment, tmp_path / "other")
    for host in (programs, other):
        host.start("web")
        assert host.answers(), host.log("web").read_text()  # one after the other: starting takes both cores
    yield [programs, other]
    other.stop("web")


@pytest.fixture
def person(committed):
    fields = {"name": NAME, "slug": "quokka-example", "name_basis": "consent", "shown_as": "full"}
    return AppointmentFactory(term=TermFactory(), coordinator=CoordinatorFactory(**fields)).coordinator


def holding(hosts, paths: list[str], word: str, **headers: str) -> set[str]:
    """The addresses whose answer holds the word, at whatever host and worker."""
    found = set()
    for path in paths:
        for host in hosts * EACH:
            answer = host.get(path, **headers)
            if word in answer.read().decode() and answer.status == 200:
                found.add(path)
    return found


def passed(moment: float) -> bool:
    return soon(lambda: time.monotonic() - moment >= PROMISED, 5)


def test_hosts_show_within_a_second_what_was_changed(hosts, person, client, coordinator):
    """One start of the hosts for all of it: each takes both cores for seconds."""
    hosts_give_the_same_tag_so_a_cdn_may_ask_any(hosts)
    name_and_event_taken_down_are_gone_from_every_page_of_every_host_within_a_second(hosts, person)
    edit_shows_to_its_editor_at_once_and_to_all_within_a_second(hosts, client, coordinator)


def name_and_event_taken_down_are_gone_from_every_page_of_every_host_within_a_second(hosts, person):
    start = timezone.now() + dt.timedelta(days=9)  # the hosts go by the real clock
    times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1), "held_on": timezone.localdate(start)}
    event = EventFactory(title_en=EVENT, title_es=EVENT, slug="quokka-rally", **times)
    assert passed(time.monotonic())  # pages that were asked for before may be as old as is promised
    assert holding(hosts, NAMED, NAME) == set(NAMED)
    assert holding(hosts, TOLD, EVENT) == set(TOLD)
    assert holding(hosts, MAP, person.slug) & holding(hosts, MAP, event.slug) == set(MAP)
    Coordinator.objects.filter(pk=person.pk).update(shown_as="hidden")
    with connection.cursor() as cursor:  # as somebody at the database would
        cursor.execute("UPDATE events_event SET status = 'draft' WHERE id = %s", [event.pk])
    assert passed(time.monotonic())
    assert holding(hosts, NAMED, NAME) | holding(hosts, TOLD, EVENT) == set()
    assert holding(hosts, MAP, person.slug) | holding(hosts, MAP, event.slug) == set()


def edit_shows_to_its_editor_at_once_and_to_all_within_a_second(hosts, client, coordinator):
    campaign = CampaignFactory(title_en="Before", title_es="Antes")
    MilestoneFactory(title_en="Before", title_es="Antes")
    pages = [campaign.get_absolute_url(), "/campaigns/", "/history.json", "/feeds/milestones.atom"]
    assert passed(time.monotonic())  # or a fast reader is given what was kept before, as may be for a second
    assert holding(hosts, pages, "Before") == set(pages)
    client.force_login(coordinator.user)
    mine = {"Cookie": f"__Host-session={client.cookies['sessionid'].value}"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_milestone SET title_en = 'After'")
    Campaign.objects.update(title_en="After")
    changed_at = time.monotonic()
    assert holding(hosts, pages[:2], "Before", **mine) == set()
    assert holding(hosts, pages[:2], "After", **mine) == set(pages[:2])
    assert passed(changed_at)
    assert holding(hosts, pages, "Before") == set()
    assert holding(hosts, pages, "After") == set(pages)


def hosts_give_the_same_tag_so_a_cdn_may_ask_any(hosts):
    for path in [*NAMED, *TOLD, *MAP]:
        answers = [host.get(path) for host in hosts * 2]
        tag = answers[0].headers["ETag"]
        assert {(answer.headers["ETag"], answer.read() != b"") for answer in answers} == {(tag, True)}, path
        again = [host.get(path, **{"If-None-Match": tag}) for host in hosts]
        assert [(answer.status, answer.read()) for answer in again] == [(304, b"")] * 2, path
