"""The history: the real record stands on it in both languages, gaps included, and nobody else is named."""

import html
import re

import pytest

from campaigns.models import Campaign, Milestone

pytestmark = pytest.mark.django_db
PATHS = {"en": "/history/", "es": "/es/historia/"}
NINE = {
    2010: ["Elisabeth Springer", "Grace Wallack"],
    2011: ["Emma Kelsey"],
    2012: ["Joanna Foote", "Sophia Sepp"],
    2013: ["Sophia Sepp", "Mabel Rodriguez", "Tessa Pulaski"],
    2014: ["Kendra Layton", "Chris Wager"],
}


def read(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def years(page: str) -> dict[int, str]:
    """What stands at each year's anchor, up to the next one."""
    parts = re.split(r'id="y(\d{4})"', page)
    return {int(year): text for year, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_nine_stand_at_their_years_in_both_languages(client, record, language):
    told = years(read(client, PATHS[language]))
    people = re.compile(r'<a href="/(?:history/people|es/history/people|es/historia/personas)/[^>]+>([^<]+)<')
    rosters = {year: people.findall(text) for year, text in told.items()}
    assert {year: found for year, found in rosters.items() if found} == NINE


def test_every_year_has_its_anchor(client, record, language):
    assert list(years(read(client, PATHS[language]))) == list(range(2010, 2027))


def test_every_milestone_stands_with_its_date_and_sources(client, record, language):
    page = read(client, PATHS[language])
    moments = list(Milestone.objects.public().with_sources())
    assert len(moments) == 23
    for moment in moments:
        assert getattr(moment, f"title_{language}") in page
    assert ("18 de marzo de 2019" if language == "es" else "March 18, 2019") in page
    assert ("otoño de 2015" if language == "es" else "fall 2015") in page


def test_year_that_only_the_press_names_stays_without_a_name(client, record):
    told = years(read(client, PATHS["en"]))
    assert "The student press named someone; names appear here when the person says yes." in told[2016]
    assert "No name on record yet." in told[2018]


def test_years_with_nothing_on_record_are_drawn_as_open(client, record, frozen):
    page = read(client, PATHS["en"])
    tile = r'<li id="y\d+"><a href="/history/tell-us/\?term=([^"]+)"><b>([^<]+)</b><u>Tell us</u>'
    assert re.findall(tile, page) == [
        ("2021-2022", "2021–22"),
        ("2022-2023", "2022–23"),
        ("2024-2025", "2024–25"),
        ("2025-2026", "2025–26"),
    ]


def test_work_without_a_year_is_not_lost(client, record):
    context = client.get(PATHS["en"]).context
    assert [row.slug for row in context["undated"]] == ["daca-tps-mobilisation"]
    assert [row.slug for row in context["around"]] == ["ki-founded", "wage-theft-law"]


def test_work_of_others_is_called_theirs(client, record):
    told = years(read(client, PATHS["en"]))
    title = Campaign.objects.get(slug="our-stories-too").title_en
    assert f'{title}</a> <small class="mute">(Allies’ work)' in " ".join(told[2023].split())
