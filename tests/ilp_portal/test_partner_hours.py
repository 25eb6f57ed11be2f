"""What a partner reads of its helpers: hours by week, usual days, trainings, how much more waits; and all on paper."""

import datetime as dt
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from campaigns import partner_links
from campaigns.models import HourEntry, PartnerLink
from events.models import Qualification, Training
from ilp_portal import partner_page
from ilp_portal.views.partner_page import ANSWERS
from outreach import sealing
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    EventFactory,
    HourEntryFactory,
    PartnerFactory,
    PlacementFactory,
    TermFactory,
)

OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
TUESDAY, DAY, WEEK = dt.date(2026, 11, 17), dt.timedelta(days=1), dt.timedelta(days=7)
ON_PAPER = {
    "en": (
        "as of November 18, 2026.",
        "0.75 h, Person, Monday, November 16: Outreach",
        "Has the training: Present",
        "November 16–22 2.25 2.25",
        "Rally for rent",
    ),
    "es": (
        "al 18 de noviembre de 2026.",
        "0.75 h, Person, lunes 16 de noviembre: Difusión",
        "Tiene la capacitación: Presente",
        "16–22 de noviembre 2.25 2.25",
        "Marcha por la renta",
    ),
}


@pytest.fixture
def campaign(db):
    return CampaignFactory(partner=PartnerFactory(name="CARECEN"))


@pytest.fixture
def link(campaign, now, frozen):
    return PartnerLink.objects.create(
        partner=campaign.partner_rows.get().partner, language="es", made_at=now, expires_on=dt.date(2027, 8, 30)
    )


@pytest.fixture
def work(coordinator) -> Callable[..., HourEntry]:
    """work(TUESDAY, 90) logs minutes of the coordinator for the campaign."""
    placement = coordinator.appointments.get().placements.get()
    return lambda day, minutes=60, **fields: HourEntryFactory(
        placement=placement, worked_on=day, minutes=minutes, **fields
    )


@pytest.fixture
def train(coordinator) -> Callable[..., Qualification]:
    """train("English", "Español", last_day) gives the coordinator a qualification."""
    contact = sealing.contact_index(coordinator.user.email)

    def give(en: str, es: str, last_day: dt.date) -> Qualification:
        training = Training.objects.create(slug=en.lower(), name_en=en, name_es=es)
        days = {"earned_on": dt.date(2026, 1, 5), "expires_on": last_day}
        return Qualification.objects.create(contact_bi=contact, training=training, **days)

    return give


@pytest.fixture
def read(client, link, language):
    """The page in the reader's language."""
    return lambda: client.get(partner_links.path(link, language))


def text_of(answer) -> str:
    return " ".join(unescape(strip_tags(answer.text.replace("<", " <"))).split())


def missing(words, text: str) -> list[str]:
    return [word for word in words if word not in text]


@pytest.fixture
def former(campaign, link, now):
    """Who helped in the year before."""
    term = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    appointment = AppointmentFactory(term=term, coordinator__user__name="Former")
    placement = PlacementFactory(appointment=appointment, campaign=campaign)
    return HourEntryFactory(placement=placement, worked_on=dt.date(2026, 7, 14), approved_at=now, approved_through=link)


def test_hours_stand_by_week_of_this_term_and_of_their_campaigns_alone(read, language, coordinator, work, former):
    work(TUESDAY, 60)
    work(TUESDAY - 2 * WEEK, 90)
    foreign = PlacementFactory(
        appointment=coordinator.appointments.get(), campaign=CampaignFactory(partner=PartnerFactory())
    )
    HourEntryFactory(placement=foreign, worked_on=TUESDAY, minutes=45)
    page = read()
    view, text = page.context["view"], text_of(page)
    labels = {
        "en": ["November 16–22", "November 9–15", "November 2–8"],
        "es": ["16–22 de noviembre", "9–15 de noviembre", "2–8 de noviembre"],
    }[language]
    cells = [[("Person", 60)], [("Person", 0)], [("Person", 90)]]
    assert [(week.label, week.cells) for week in view.weeks] == list(zip(labels, cells, strict=True))
    assert ([one.name for one in view.helpers], view.term_minutes) == (["Person"], 150)
    said = {"en": ("Hours by week", "so far: 2.5 h."), "es": ("Horas por semana", "año académico: 2.5 h.")}[language]
    assert missing((*said, *labels), text) == []
    assert "Former" not in text


def test_usual_days_are_those_worked_twice_of_late(read, language, work):
    for day in (TUESDAY, TUESDAY - WEEK, TUESDAY + DAY):  # a Wednesday once
        work(day)
    for number in (10, 11):  # Fridays of September
        work(TUESDAY + 3 * DAY - number * WEEK)
    said = {
        "en": "Usual days: Tuesday No training on record.",
        "es": "Días habituales: martes No consta ninguna capacitación.",
    }
    assert missing([said[language]], text_of(read())) == []


def test_training_is_shown_until_its_last_day(read, language, train):
    train("Lapsed", "Vencida", TUESDAY)
    train("Present", "Presente", TUESDAY + DAY)
    text = text_of(read())
    said = {
        "en": "Has the training: Present (valid until November 18, 2026)",
        "es": "Tiene la capacitación: Presente (válida hasta el 18 de noviembre de 2026)",
    }
    assert missing([said[language]], text) == []
    assert ("Lapsed" in text, "Vencida" in text) == (False, False)


def test_what_is_more_than_a_page_is_told_and_stands_there_next(client, read, language, work, monkeypatch):
    assert partner_page.MOST_LINES <= ANSWERS  # a whole page can be answered line by line
    monkeypatch.setattr(partner_page, "MOST_LINES", 2)
    lines = [work(TUESDAY - number * WEEK) for number in (2, 1, 0)]
    page = read()
    more = {"en": "One more line comes after these.", "es": "Después de estas viene una línea más."}[language]
    assert (page.context["view"].more, more in page.text) == (1, True)
    client.post(page.wsgi_request.path, {"action": "approve", "seen": page.context["view"].pairs}, headers=OWN)
    assert set(HourEntry.objects.approved()) == set(lines[:2])
    page = read()
    assert [line.entry for line in page.context["view"].lines] == lines[2:]
    assert (page.context["view"].more, more in page.text) == (0, False)


def test_paper_has_people_hours_lines_and_events_and_no_private_note(
    client, link, language, work, train, campaign, now
):
    work(TUESDAY - DAY, 45, note="canario note", activity="outreach")
    work(TUESDAY, 90, note="canario note", approved_at=now, approved_through=link)
    train("Present", "Presente", TUESDAY + DAY)
    EventFactory(campaign=campaign, title_en="Rally for rent", title_es="Marcha por la renta", place_public=False)
    with translation.override(language):
        address = reverse("partner_print")
    paper = client.post(address, {"token": partner_links.token_of(link)}, headers=OWN)
    assert (paper.status_code, paper["Content-Language"]) == (200, language)
    assert missing(("CARECEN", "Columbia Heights", *ON_PAPER[language]), text_of(paper)) == []
    assert [word for word in ("canario", "@tests.example", "100 Example Street") if word in paper.text] == []
