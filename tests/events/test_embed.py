"""The list of next events on other sites: what is in it, and that it alone may stand in a frame."""

import datetime as dt
import re

import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils import translation

from events import embed
from events.views.embed import FRAMED
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def read(client):
    def get(code: str = "en", /, **choice):
        with translation.override(code):
            return client.get(reverse("events:event_embed"), choice)

    return get


@pytest.fixture
def months(db):
    """A clinic of a campaign, a rally with a partner, a panel interpreted into Mixtec, a day apart; one is over."""
    rent = CampaignFactory(slug="rent", title_en="Rent strike", title_es="Huelga de renta")
    rows = {
        "Clinic": {"kind": "clinic", "campaign": rent},
        "Rally": {},
        "Panel": {"kind": "panel", "interpretation": ["mixtec"]},
    }
    for day, (title, columns) in enumerate(rows.items()):
        start = dt.datetime(2026, 12, 5 + day, 16, tzinfo=dt.UTC)
        times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1), "held_on": start.date()}
        event = EventFactory(title_en=title, title_es=f"{title} (es)", **times, **columns)
        if title == "Rally":
            event.partners.add(PartnerFactory(slug="house", name="The House"))
    past = dt.datetime(2026, 11, 1, 16, tzinfo=dt.UTC)
    EventFactory(title_en="Over", starts_at=past, ends_at=past + dt.timedelta(hours=1), held_on=past.date())


def titles(response) -> list[str]:
    return re.findall(r'target="_blank" rel="noopener">([^<]+)<span', response.content.decode())


def test_list_shows_what_is_next_in_the_language_of_its_address(read, months):
    assert titles(read()) == ["Clinic", "Rally", "Panel", "All events"]
    assert titles(read("es")) == ["Clinic (es)", "Rally (es)", "Panel (es)", "Todos los eventos"]
    assert '<html lang="es">' in read("es").content.decode()


def test_list_is_narrowed_by_its_parameters(read, months):
    choices = {"campaign=rent": ["Clinic"], "partner=house": ["Rally"], "kind=panel": ["Panel"], "number=1": ["Clinic"]}
    choices |= {"language=mixtec": ["Panel"], "kind=panel&number=10": ["Panel"], "kind=march": []}
    found = {query: titles(read(**dict(pair.split("=") for pair in query.split("&"))))[:-1] for query in choices}
    assert found == choices
    assert "Nothing is planned right now." in read(kind="march").content.decode()


def test_number_is_five_unless_asked_for_and_ten_at_most(read):
    EventFactory.create_batch(12)
    assert [len(titles(read(**choice))) - 1 for choice in ({}, {"number": "10"}, {"number": ""})] == [5, 10, 5]


def test_choice_that_is_none_of_ours_says_so_and_leads_on(read):
    CampaignFactory(slug="secret", is_public=False)
    odd = [{"number": value} for value in ("0", "11", "-1", "1" + "0" * 30, "five", "🦋")]
    odd += [{"campaign": "secret"}, {"partner": "x"}, {"kind": "accompaniment"}, {"language": "tlh"}]
    for choice in odd:
        response = read(**choice)
        assert (response.status_code, titles(response)) == (404, ["All events"]), choice
        assert "There is no such choice." in response.content.decode()


def test_nothing_that_is_not_for_everybody_is_in_it(read):
    for hidden in ({"status": "draft"}, {"is_demo": True}, {"kind": "accompaniment"}):
        EventFactory(title_en="Quokka", title_es="Quokka", **hidden)
    EventFactory(title_en="Rally", place="Quokka Street", place_public=False, online_url="https://quokka.example/")
    text = read(number="10").content.decode()
    assert ("uokka" in text, "Columbia Heights" in text) == (False, True)


def test_canceled_event_stands_there_struck_out(read):
    EventFactory(status="cancelled")
    html = read().content.decode()
    assert ('<b class="off">Canceled</b>' in html, "<del>" in html) == (True, True)


def test_page_is_small_without_script_cookie_or_way_into_the_portal(read, months):
    response = read()
    html = response.content.decode()
    assert [tag for tag in ("<script", "<form", "<nav", "style=", "<base") if tag in html] == []
    assert (len(response.cookies), response["X-Robots-Tag"], 'content="noindex"' in html) == (0, "noindex", True)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert html.count("<a ") == html.count('target="_blank" rel="noopener"') == 4


# --- frames -----------------------------------------------------------------------------------------------------------
def frame_rules(response) -> tuple[str, str]:
    policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
    return policy["frame-ancestors"], response.get("X-Frame-Options", "")


def test_this_page_alone_may_stand_in_a_frame(client, read, months, staff):
    assert [frame_rules(read()), frame_rules(read(kind="x")), frame_rules(read("es"))] == [("*", "")] * 3
    event = EventFactory()
    others = [
        reverse(name) for name in ("home", "calendar", "events:event_list", "events:calendar_list", "account_login")
    ]
    others += [event.get_absolute_url(), "/embed/", "/embed/events/x/", reverse("events:event_desk_list")]
    found = {path: frame_rules(client.get(path)) for path in others}
    client.force_login(staff)
    found |= {
        name: frame_rules(client.get(reverse(f"events:event_desk_{name}", args=[event.slug])))
        for name in ("share", "flyer")
    }
    assert found == dict.fromkeys(found, ("'none'", "DENY"))


def test_who_may_frame_it_can_be_named(read, monkeypatch):
    assert FRAMED == {"frame-ancestors": configured.EMBED_FRAME_ANCESTORS}
    monkeypatch.setitem(FRAMED, "frame-ancestors", ["https://www.example.org", "https://*.example.edu"])
    assert frame_rules(read()) == ("https://www.example.org https://*.example.edu", "")


# --- the code to copy -------------------------------------------------------------------------------------------------
def test_code_shows_the_list_and_tells_us_nothing(client, settings, months):
    settings.BASE_URL = "https://ilp.example.edu"
    code = embed.code("kind=panel&partner=house")
    assert code.startswith(
        '<iframe src="https://ilp.example.edu/embed/events/?kind=panel&amp;partner=house" title="Next'
    )
    assert 'loading="lazy" referrerpolicy="no-referrer"' in code
    html = client.get(reverse("events:calendar_list"), {"kind": "panel"}).content.decode()
    assert "&lt;iframe src=&quot;https://ilp.example.edu/embed/events/?kind=panel&quot;" in html
    assert ("counts nobody" in html, "<iframe" in html) == (True, False)


def test_list_costs_the_same_for_one_event_and_ten(read, django_assert_num_queries):
    for _round in range(2):
        EventFactory(campaign=CampaignFactory()).partners.add(PartnerFactory())
        EventFactory.create_batch(4 * _round, campaign=CampaignFactory())
        with django_assert_num_queries(4):
            read(number="10")
