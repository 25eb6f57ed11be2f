"""The list of events: narrowed by plain words in the address, in pages, with nothing a draft would tell."""

import datetime as dt

import pytest

from events.views.pages import MOST_AHEAD, PER_PAGE
from tests.events.conftest import START
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)
PAST = {"starts_at": START - 365 * 24 * HOUR, "ends_at": START - 365 * 24 * HOUR + HOUR, "held_on": START.date()}
HOURLESS = {"starts_at": None, "ends_at": None, "signup_open": False}
NOBODY = "There is no such choice."


def listed(client, query: str) -> list:
    context = client.get(f"/events/?{query}").context
    return [*context["upcoming"], *context["past"]]


@pytest.fixture
def three():
    """A rally in Spanish of a campaign, a past rally of another, a panel in English."""
    here, there = CampaignFactory(slug="repairs"), CampaignFactory(slug="wages")
    events = [
        EventFactory(campaign=here, languages=["es", "en"]),
        EventFactory(slug="a-rally", campaign=there, languages=["es"], interpretation=["ase"], **PAST),
        EventFactory(slug="b-panel", kind="panel", languages=["en"], **PAST),
    ]
    for event in events[1:]:
        event.partners.add(PartnerFactory(slug=f"host-of-{event.kind}"), PartnerFactory())
    return events


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("kind=rally", [0, 1]),
        ("campaign=wages", [1]),
        ("language=en", [0, 2]),
        ("language=ase", [1]),
        ("partner=host-of-panel", [2]),
        ("kind=rally&language=es", [0, 1]),
        ("kind=panel&language=es", []),
        ("kind=&campaign=&language=", [0, 1, 2]),
        ("kind=march", []),
    ],
)
def test_choice_leaves_what_fits_of_next_and_past(client, three, query, left):
    assert listed(client, query) == [three[n] for n in left]


def test_choice_says_how_many_there_are_and_how_to_see_all(client, three, language):
    path = {"en": "/events/", "es": "/es/eventos/"}[language]
    page = client.get(f"{path}?kind=rally")
    assert page.context["found"] == 2
    assert f'<a href="{path}">' in page.content.decode().partition("</form>")[2].partition("</p>")[0]
    assert '<option value="rally" selected>' in page.content.decode()


@pytest.mark.parametrize("value", ["nothing", "%F0%9F%A6%8B", str(10**30), "%25"])
@pytest.mark.parametrize("name", ["kind", "campaign", "partner", "language"])
def test_value_that_is_none_of_ours_leaves_nothing_and_says_so(client, three, name, value):
    page = client.get(f"/events/?{name}={value}")
    assert (page.status_code, page.context["found"]) == (200, 0)
    assert NOBODY in page.content.decode()
    assert 'class="empty"' in page.content.decode()


def test_nul_in_a_choice_is_no_page(client, three):
    assert client.get("/events/?kind=%00").status_code == 404


def test_draft_tells_nothing_of_its_kind_campaign_or_language(client, settings):
    settings.DEBUG = False
    hidden = CampaignFactory(slug="hidden", is_public=False)
    EventFactory(campaign=hidden)
    for slug, fields in (("draft", {"status": "draft"}), ("demo", {"is_demo": True})):
        EventFactory(kind="clinic", campaign=CampaignFactory(slug=slug), languages=["ko"], **fields)
    for query in ("kind=clinic", "campaign=hidden", "campaign=draft", "campaign=demo", "language=ko"):
        known, unknown = (client.get(f"/events/?{text}").content for text in (query, query + "-no"))
        assert known == unknown.replace(b"-no", b"")


@pytest.mark.parametrize("page", [str(10**30), "0", "-1", "3", "x", "1.5", "9" * 5000, "%F0%9F%A6%8B"])
def test_page_that_is_not_there_is_a_404(client, page):
    EventFactory.create_batch(2, **PAST)
    assert client.get(f"/events/?page={page}").status_code == 404


def test_past_events_come_in_pages_that_keep_the_choice(client, event):
    EventFactory.create_batch(PER_PAGE + 1, **PAST)
    first, second = (client.get(f"/events/?kind=rally&page={n}") for n in (1, 2))
    assert [len(page.context["past"]) for page in (first, second)] == [PER_PAGE, 1]
    assert [page.context["upcoming"] for page in (first, second)] == [[event], []]
    assert [page.context["found"] for page in (first, second)] == [PER_PAGE + 2] * 2
    assert 'href="?kind=rally&amp;page=2"' in first.content.decode()


def test_what_is_too_far_ahead_for_the_list_stands_in_the_months(client):
    EventFactory.create_batch(MOST_AHEAD + 1)
    page = client.get("/events/")
    assert len(page.context["upcoming"]) == MOST_AHEAD
    assert page.context["found"] == MOST_AHEAD + 1
    assert str(page.context["later"]) == "December 2026"


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_needs_nine_queries_whatever_the_history(client, rows, django_assert_num_queries):
    partners = PartnerFactory.create_batch(2)
    for fields in ({}, PAST):
        for row in EventFactory.create_batch(rows, campaign=CampaignFactory(), languages=["es"], **fields):
            row.partners.set(partners)
    with django_assert_num_queries(9):
        client.get("/events/?kind=rally&language=es")


@pytest.mark.parametrize(
    ("held_on", "precision", "is_ahead"),
    [
        ((2026, 12, 20), "day", True),
        ((2026, 11, 18), "day", True),
        ((2026, 11, 17), "day", False),
        ((2026, 11, 1), "month", True),
        ((2026, 10, 1), "month", False),
        ((2026, 1, 1), "year", False),
    ],
)
def test_event_without_an_hour_is_next_until_its_day_is_over(client, held_on, precision, is_ahead):
    row = EventFactory(held_on=dt.date(*held_on), precision=precision, **HOURLESS)
    context = client.get("/events/").context
    assert (context["upcoming"], context["past"]) == (([row], []) if is_ahead else ([], [row]))


def test_next_events_stand_in_the_order_of_their_days(client, event):
    before, after = (
        EventFactory(held_on=event.held_on + dt.timedelta(days=days), precision="day", **HOURLESS) for days in (-1, 1)
    )
    assert client.get("/events/").context["upcoming"] == [before, event, after]
    assert client.get("/").status_code == 200
