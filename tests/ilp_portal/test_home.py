"""The first page: what is next, what we work on, and numbers that are counted from rows on record."""

import datetime as dt
import re

import pytest

from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    EventFactory,
    PartnerFactory,
    ResourceFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def html(client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r"<div><b>([^<]*)</b>", page)


def test_home_of_an_empty_portal_promises_nothing(client):
    page = html(client)
    assert "Nothing is announced yet" in page
    assert numbers(page) == []


def test_home_counts_rows_on_record_and_no_others(client, settings):
    settings.DEBUG = True
    term = TermFactory(starts_on=dt.date(2010, 8, 1), ends_on=dt.date(2011, 7, 31))
    named = {"name_basis": "project-page", "shown_as": "full"}
    AppointmentFactory(term=term, coordinator=CoordinatorFactory(**named))
    CoordinatorFactory(**named | {"is_demo": True})
    CoordinatorFactory(name_basis="none", shown_as="full")
    for fields in ({}, {"is_demo": True}, {"is_public": False}, {"scope": "allied"}):
        CampaignFactory(**fields)
    for fields in ({}, {}, {"is_demo": True}, {"is_public": False}, {"documented_with_ilp": False}):
        PartnerFactory(**fields)
    assert numbers(html(client)) == ["2010", "1", "1", "2"]


def test_home_shows_the_next_three_events_and_says_what_is_demo(client, settings, frozen, now):
    settings.DEBUG = True
    hour = dt.timedelta(hours=1)
    late, soon, next_one, fourth = (
        EventFactory(starts_at=now + days * 24 * hour, ends_at=now + days * 24 * hour + hour, is_demo=days == 1)
        for days in (3, 2, 1, 9)
    )
    EventFactory(status="draft", starts_at=now + hour, ends_at=now + 2 * hour)
    EventFactory(starts_at=now - 2 * hour, ends_at=now - hour)
    response = client.get("/")
    assert list(response.context["events"]) == [next_one, soon, late]
    assert response.content.decode().count('<span class="tag demo">Demo</span>') == 1
    settings.DEBUG = False
    assert list(client.get("/").context["events"]) == [soon, late, fourth]


def test_home_hangs_no_demo_flag(client, settings):
    settings.DEBUG = True
    campaign = CampaignFactory()
    CampaignFactory(is_demo=True)
    assert list(client.get("/").context["campaigns"]) == [campaign]


def test_home_hangs_the_flags_of_this_year_and_says_so_when_there_are_none(client, term, frozen):
    old, new = CampaignFactory(started_on=dt.date(2019, 1, 1)), CampaignFactory(started_on=dt.date(2020, 1, 1))
    none = "None is entered for this academic year yet."
    response = client.get("/")
    assert (list(response.context["campaigns"]), none in response.content.decode()) == ([new, old], True)
    old.terms.add(term)
    response = client.get("/")
    assert (list(response.context["campaigns"]), none in response.content.decode()) == ([old], False)


def test_home_offers_one_work_of_each_sort(client):
    guide, report, letter = (ResourceFactory(kind=kind) for kind in ("guide", "report", "newsletter"))
    ResourceFactory(kind="video")
    assert client.get("/").context["resources"] == [guide, report, letter]


def test_year_strip_tells_every_state_in_words(client, frozen):
    years = [("2010", "dle", "stated"), ("2015", "ilp", "derived"), ("2021", "ilp", "none"), ("2026", "ilp", "none")]
    for year, era, basis in years:
        first = int(year)
        TermFactory(
            slug=f"{first}-{first + 1}", label=f"{first}-{str(first + 1)[2:]}", era=era, focus_basis=basis,
            starts_on=dt.date(first, 8, 1), ends_on=dt.date(first + 1, 7, 31),
        )  # fmt: skip
    page = html(client)
    assert re.findall(r'<li class="(dle|ilp|open|now)"><a href="/history/#y(\d+)">', page) == [
        ("dle", "2010"), ("ilp", "2015"), ("open", "2021"), ("now", "2026"),
    ]  # fmt: skip
    sentences = re.findall(r'<small>[^<]*</small><span class="vh"> ([^<]+)</span>', page)
    assert sentences == [
        "2010 to 2011, Day Laborer Exchange, work known, names missing",
        "2015 to 2016, Immigration and Labor Project, work known, names missing",
        "2021 to 2022, record open",
        "2026 to 2027, this year",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_home_needs_eight_queries(client, django_assert_num_queries, frozen, rows):
    for n in range(rows):
        term = TermFactory(
            slug=f"201{n}-201{n + 1}", starts_on=dt.date(2010 + n, 8, 1), ends_on=dt.date(2011 + n, 7, 31)
        )
        AppointmentFactory(term=term, coordinator=CoordinatorFactory(name_basis="project-page", shown_as="full"))
        CampaignFactory(partner=PartnerFactory()).terms.add(term)
        EventFactory().partners.add(PartnerFactory())
        ResourceFactory(kind="guide").co_publishers.add(PartnerFactory())
    with django_assert_num_queries(8):
        client.get("/")
