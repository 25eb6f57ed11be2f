"""The dates beside a hand-over: events, breaks and calls that are ahead, read anew with every look."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from coordinators.models import Break, Call
from tests.factories import CampaignFactory, EventFactory

pytestmark = pytest.mark.django_db
JULY = dt.datetime(2027, 7, 20, 16, 0, tzinfo=dt.UTC)
SUNDAY = dt.datetime(2027, 7, 25, 16, 0, tzinfo=dt.UTC)
NONE = {
    "en": "No event, break or call is ahead.",
    "es": "No hay eventos, recesos ni convocatorias por delante.",
}
AHEAD = {
    "en": ["Rally of July", "Call of autumn, August 1, 2027 – August 15, 2027", "Rest, July 22, 2027"],
    "es": [
        *("Marcha de julio", "Convocatoria de otoño, 1 de agosto de 2027 – 15 de agosto de 2027"),
        "Descanso, 22 de julio de 2027",
    ],
}
HIDDEN = ("Draft", "Borrador", "Past", "Pasado", "Elsewhere", "En otra parte", "Closed early", "Cerrada antes")


@pytest.fixture
def page(client, frozen, coordinator, campaign, term, language):
    """The page as who writes it reads it: what is said under "Dates"."""
    frozen.move_to(JULY)
    client.force_login(coordinator.user)
    with translation.override(language):
        path = reverse("campaigns:hand_over", args=[campaign.slug, term.slug])
    return lambda: client.get(path).text.partition('id="dates"')[2].partition("</section>")[0]


def event(campaign, title_en: str, title_es: str, starts_at=SUNDAY, **more) -> None:
    times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), "held_on": starts_at.date()}
    EventFactory(campaign=campaign, title_en=title_en, title_es=title_es, **times, **more)


def call(term, slug: str, title_en: str, title_es: str, **more) -> None:
    days = {"opens_on": dt.date(2027, 8, 1), "closes_on": dt.date(2027, 8, 15)}
    texts = {"title_en": title_en, "title_es": title_es, "text_en": "Come.", "text_es": "Vengan."}
    Call.objects.create(term=term, slug=slug, **texts, **(days | more))


def pause(term, name_en: str, name_es: str, day: dt.date) -> None:
    Break.objects.create(term=term, name_en=name_en, name_es=name_es, starts_on=day, ends_on=day)


def test_dates_ahead_are_read_live_in_both_languages(page, campaign, term, language):
    assert (NONE[language] in page(), "<li>" in page()) == (True, False)
    event(campaign, "Rally of July", "Marcha de julio")
    pause(term, "Rest", "Descanso", dt.date(2027, 7, 22))
    call(term, "autumn", "Call of autumn", "Convocatoria de otoño", published_at=JULY)
    said = page()
    assert [words for words in AHEAD[language] if words not in said.replace("</a>", "")] == []
    assert (said.count("<li>"), NONE[language] in said) == (3, False)


def test_what_is_over_not_public_or_of_others_is_no_date_ahead(page, campaign, term, language):
    event(campaign, "Draft", "Borrador", status="draft")
    event(campaign, "Past", "Pasado", starts_at=JULY - dt.timedelta(days=9))
    event(CampaignFactory(), "Elsewhere", "En otra parte")
    pause(term, "Past", "Pasado", dt.date(2027, 7, 19))
    call(term, "draft", "Draft", "Borrador")
    call(
        term, "past", "Past", "Pasado", published_at=JULY, opens_on=dt.date(2027, 7, 1), closes_on=dt.date(2027, 7, 19)
    )
    call(term, "early", "Closed early", "Cerrada antes", published_at=JULY, closed_at=JULY)
    said = page()
    assert [word for word in HIDDEN if word in said] == []
    assert (NONE[language] in said, "<li>" in said) == (True, False)


@pytest.mark.parametrize("only", ["event", "break", "call"])
def test_one_kind_of_date_is_enough_for_the_list(page, campaign, term, language, only):
    make = {
        "event": lambda: event(campaign, "Rally of July", "Marcha de julio"),
        "break": lambda: pause(term, "Rest", "Descanso", dt.date(2027, 7, 22)),
        "call": lambda: call(term, "autumn", "Call of autumn", "Convocatoria de otoño", published_at=JULY),
    }
    make[only]()
    said = page()
    assert (said.count("<li>"), NONE[language] in said) == (1, False)
