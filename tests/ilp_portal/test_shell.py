"""The shell: language, navigation, quick exit, error pages; nothing a strict policy forbids, no cookie for readers."""

import datetime as dt
import re
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import get_template
from django.urls import resolve

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WEB = [path for path in sorted(TEMPLATES.rglob("*.html")) if "email" not in path.parts]
PAGE = "{% extends 'base.html' %}{% block title %}A page{% endblock %}{% block content %}<p>Words</p>{% endblock %}"


@pytest.fixture
def page(rf):
    """Renders PAGE as a reader at `path` would get it."""

    def render(path: str = "/", **values) -> str:
        request = rf.get(path)
        request.user, request.resolver_match = AnonymousUser(), resolve(path)
        return engines["django"].from_string(PAGE).render(values, request)

    return render


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(TEMPLATES)))


@pytest.mark.parametrize("path", WEB, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_web_templates_fit_a_strict_policy(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or "application/json" in attributes


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", None), ("/events/", "Events"), ("/history/", "History"), ("/campaigns/", "Campaigns"),
     ("/resources/", "Resources"), ("/partners/", "Partners"), ("/hours/", None)],
)  # fmt: skip
def test_navigation_marks_where_the_reader_is(page, path, current):
    marked = re.findall(r'aria-current="page">([^<]+)<', page(path))
    assert marked == ([current] if current else [])


def test_view_may_say_which_section_it_belongs_to(page):
    assert re.findall(r'aria-current="page">([^<]+)<', page("/events/", section="history")) == ["History"]


def test_language_link_leads_to_the_same_page(page):
    html = page("/events/")
    assert '<html lang="en">' in html
    assert '<a href="/es/eventos/" lang="es" hreflang="es">' in html
    assert 'hreflang="x-default"' in html


def test_quick_exit_is_a_plain_link(page):
    (link,) = re.findall(r'<a class="exit"[^>]*>', page())
    assert 'href="https://www.weather.gov/"' in link
    assert "noreferrer" in link


def test_stranger_sees_sign_in_and_no_form(page):
    html = page()
    assert "Sign in" in html
    assert "csrfmiddlewaretoken" not in html


def test_demo_line_shows_only_on_a_demo(page, settings):
    settings.DEBUG = True
    assert "Rows marked Demo" in page()
    settings.DEBUG = False
    assert "Rows marked Demo" not in page()


def test_message_is_said_politely_with_its_kind(page):
    class Saved(str):
        level_tag = "success"

    html = page(messages=[Saved("Saved.")])
    assert re.search(r'role="status">\s*<div class="note ok">', html)
    assert "Saved." in html


@pytest.mark.django_db
def test_missing_page_keeps_the_shell_and_sets_no_cookie(client):
    response = client.get("/there-is-nothing-here/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()
    assert 'class="exit"' in response.content.decode()
    assert not response.cookies


def test_quick_exit_script_replaces_the_page_and_listens_for_shift():
    script = (Path(settings.BASE_DIR) / "static" / "js" / "quick-exit.js").read_text()
    assert "location.replace" in script
    assert '"Shift"' in script


# ── components ────────────────────────────────────────────────────────────────────────────────────────────────────


def part(name: str, **values) -> str:
    return " ".join(get_template(f"components/{name}.html").render(values).split())


def cited(public_link: str, **source):
    values = {"title": "A report", "publisher": "A paper", "date_display": "March 2019", "ref": "https://paper.example"}
    return SimpleNamespace(source=SimpleNamespace(public_link=public_link, **values | source))


def test_open_source_is_linked_without_telling_where_from():
    html = part("source_list", citations=[cited("yes", language="es")])
    assert '<a href="https://paper.example" rel="noreferrer noopener"><cite lang="es">A report</cite></a>' in html


def test_source_under_review_is_named_without_title_or_link():
    html = part("source_list", citations=[cited("review")])
    assert "A paper, March 2019" in html
    assert "A report" not in html
    assert "href" not in html


def test_internal_source_is_never_shown():
    html = part("source_list", citations=[cited("no", publisher="Secret file")])
    assert "Secret file" not in html
    assert "On record with the project" in html
    assert "Secret file" not in part("source_list", citations=[cited("no", publisher="Secret file"), cited("yes")])


def test_no_source_says_nothing():
    assert part("source_list", citations=[]) == ""


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ((18, 20), "6:00–8:00&nbsp;pm"),
        ((11, 13), "11:00&nbsp;am–1:00&nbsp;pm"),
        ((0, 12), "12:00&nbsp;am–12:00&nbsp;pm"),
    ],
)
def test_event_time_says_am_and_pm_as_often_as_needed(hours, said):
    start, end = (dt.datetime(2026, 12, 5, hour, tzinfo=ZoneInfo("America/New_York")) for hour in hours)
    instants = {"start": start.astimezone(dt.UTC), "end": end.astimezone(dt.UTC)}
    assert said in part("event_time", time_zone="America/New_York", **instants)


def test_event_bill_speaks_the_hour_of_the_place(now):
    partners = [SimpleNamespace(name=name, name_language="") for name in ("LEDC", "MLOV")]
    event = SimpleNamespace(
        title_en="Rally", starts_at=now, ends_at=None, time_zone="America/Los_Angeles", place_line="A corner",
        languages_display="Spanish", partners=partners, is_demo=True, get_absolute_url="/events/rally/",
    )  # fmt: skip
    html = part("event_bill", event=event)
    assert "9:00&nbsp;am</span> PT" in html
    assert "With LEDC, MLOV" in html
    assert '<span class="tag demo">Demo</span>' in html


def test_event_of_the_record_without_an_hour_shows_what_is_known():
    event = SimpleNamespace(
        title_en="March", starts_at=None, ends_at=None, time_zone="America/New_York", precision="month",
        date_display="March 2019", get_absolute_url="/events/march/",
    )  # fmt: skip
    html = part("event_bill", event=event)
    assert "March 2019" in html
    assert "<time" not in html


def test_empty_offers_one_action():
    assert '<a class="btn" href="/events/">See events</a>' in part(
        "empty", text="Soon.", url="/events/", label="See events"
    )


def test_campaign_without_emblem_still_hangs_a_flag():
    campaign = SimpleNamespace(
        title="New", title_en="New", title_es="Nueva", emblem="", partner_line="", get_absolute_url="/campaigns/new/"
    )
    assert 'class="flag"' in part("campaign_flag", campaign=campaign)
