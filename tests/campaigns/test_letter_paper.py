"""The printed letter, read back from the PDF: both languages, accents, order, and what it must not say."""

import datetime as dt

import pytest
from django.utils import translation

from campaigns import letter_paper, letters
from campaigns.models import ServiceLetter
from ilp_portal.env_public import Mailbox
from tests.campaigns import pdf_text
from tests.factories import AppointmentFactory, CampaignFactory, PlacementFactory, TermFactory

CODE = "4KTW9M2CXR7P"
SAID = {"starts_on": dt.date(2026, 8, 1), "ends_on": dt.date(2027, 7, 31), "terms": "2026-27", "minutes": 18750}


@pytest.fixture
def paper(coordinator, settings, now):
    """paper(**row) gives the PDF of a letter that says that."""
    settings.BASE_URL = "https://ilp.tests.example"
    type(coordinator).objects.filter(pk=coordinator.pk).update(name="Núñez Ángeles")
    coordinator.refresh_from_db()

    def paper(language="en", **said):
        row = ServiceLetter(coordinator=coordinator, code=CODE, issued_at=now, **{**SAID, **said})
        with translation.override(language):
            return letter_paper.draw(letters.facts(row))

    return paper


def test_letter_says_the_same_on_a_page_of_each_language(paper):
    english, spanish = pdf_text.pages(paper())
    for page in (english, spanish):
        for words in ("Núñez Ángeles", "312.5", "2026–27", "4KTW 9M2C XR7P", "https://ilp.tests.example/"):
            assert words in page
    for words in ("Service letter", "Issued on November 18, 2026", "as a student coordinator of the Immigration and"):
        assert words in english
    for words in ("Carta de servicio", "18 de noviembre de 2026", "en la coordinación estudiantil del Proyecto de"):
        assert words in spanish
    assert "https://ilp.tests.example/check/" in english
    assert "https://ilp.tests.example/es/" in spanish


def test_letter_begins_with_the_language_of_whoever_asks(paper):
    assert "Carta de servicio" in pdf_text.pages(paper("es"))[0]
    assert b"/Lang (es)\n/MarkInfo <</Marked true>>" in paper("es")


def test_letter_is_tagged_in_reading_order_with_its_languages(paper):
    found = pdf_text.structure(paper())
    heads = [(piece.kind, piece.language, piece.words) for piece in found if piece.kind != "P"]
    assert heads[:3] == [
        ("H1", "en", "Service letter"),
        ("H2", "en", "Núñez Ángeles"),
        ("H2", "en", "Check this letter"),
    ]
    assert heads[3:5] == [("H1", "es", "Carta de servicio"), ("H2", "es", "Núñez Ángeles")]
    words = [piece.words for piece in found]
    assert words.index("Hours of service") + 1 == words.index("312.5 hours")


def test_letter_carries_title_author_and_language_and_no_date_of_today(paper):
    pdf = paper()
    texts = {name: b"\xfe\xff".hex().encode() for name in ("Title", "Author")}
    assert all(f"/{name} <".encode() + mark in pdf or f"/{name} (".encode() in pdf for name, mark in texts.items())
    assert "Núñez".encode("utf-16-be").hex().encode() in pdf
    assert b"/Author (Immigration and Labor Project)" in pdf
    assert b"/CreationDate (D:20261118170000Z)" in pdf
    assert b"/DisplayDocTitle true" in pdf


def test_same_row_gives_the_same_paper(paper):
    assert paper() == paper()


def test_letter_embeds_only_the_letters_it_uses(paper):
    assert len(paper()) < 80_000


def test_letter_without_hours_speaks_of_the_role_alone(paper):
    english, spanish = pdf_text.pages(paper(minutes=None))
    assert "This letter speaks of the role alone. No hours are on record for this time." in english
    assert "Hours are those" not in english
    assert "312.5" not in english + spanish


def test_letter_names_the_terms_without_hours(paper):
    english, _spanish = pdf_text.pages(paper(terms="2012-13, 2026-27", unlogged="2012-13", minutes=60))
    assert "1 hour No hours are on record for 2012–13; there the letter speaks of the role alone." in english


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2013, 2014, "coordinator of the Day Laborer Exchange (DLE). Since fall 2015 the same project is called"),
        (2013, 2027, "of the Day Laborer Exchange (DLE) and of the Immigration and Labor Project (ILP), as the"),
        (2026, 2027, "as a student coordinator of the Immigration and Labor Project (ILP)."),
    ],
)
def test_letter_uses_and_explains_the_name_of_the_era(paper, coordinator, first, last, words):
    days = {"starts_on": dt.date(2013, 8, 1), "ends_on": dt.date(2014, 7, 31)}
    exchange = TermFactory(slug="2013-2014", label="2013-14", era="dle", **days)
    AppointmentFactory(coordinator=coordinator, term=exchange)
    english, spanish = pdf_text.pages(paper(starts_on=dt.date(first, 8, 1), ends_on=dt.date(last, 7, 31)))
    assert words in english
    assert ("Until summer 2015 the project was the Day Laborer Exchange (DLE)" in english) == (first == 2013)
    assert ("Intercambio con Jornaleros" in spanish) == (first == 2013)


def test_letter_says_the_days_only_where_they_are_no_whole_terms(paper):
    assert "Time covered" not in pdf_text.pages(paper())[0]
    assert "Time covered August 1, 2026 – November 18, 2026" in pdf_text.pages(paper(ends_on=dt.date(2026, 11, 18)))[0]


def test_letter_names_public_campaigns_and_no_accompaniment(paper, coordinator, settings):
    settings.DEBUG = True
    appointment = coordinator.appointments.get()
    plain = {"title_en": "Tenants of Canary Street", "title_es": "Inquilinato de la calle Canario"}
    hidden = [
        {"title_en": "Canary hidden", "is_public": False},
        {"title_en": "Canary demo", "is_demo": True},
        {"title_en": "Canary walks", "emblem": "walk"},
        {"title_en": "Canary court", "title_es": "Acompañamiento a la corte"},
    ]
    for fields in (plain, *hidden):
        PlacementFactory(appointment=appointment, campaign=CampaignFactory(**fields))
    english, spanish = pdf_text.pages(paper())
    assert english.count("Canary") == 1
    assert "Inquilinato de la calle Canario" in spanish
    assert "compañ" not in spanish


def test_letter_of_three_terms_and_four_campaigns_is_one_page_a_language(paper, coordinator, settings):
    settings.HOSTED_BY, settings.PRESS_CONTACT = "Canary University " * 2, Mailbox("", "canary@tests.example")
    for year in (2013, 2014):
        days = {"starts_on": dt.date(year, 8, 1), "ends_on": dt.date(year + 1, 7, 31)}
        term = TermFactory(slug=f"{year}-{year + 1}", label=f"{year}-{year - 1999}", era="dle", **days)
        appointment = AppointmentFactory(coordinator=coordinator, term=term)
    for number in range(3):  # beside the one there is
        title = f"{number} A title as long as most campaigns have, or longer"
        PlacementFactory(appointment=appointment, campaign=CampaignFactory(title_en=title, title_es=title))
    said = {"starts_on": dt.date(2013, 8, 1), "terms": "2013-14, 2014-15, 2026-27"}
    for more in ({}, {"ends_on": dt.date(2027, 3, 31), "unlogged": "2013-14"}):  # whole terms; days, a term unlogged
        assert len(pdf_text.pages(paper(**said, **more))) == 2


def test_letter_with_many_campaigns_goes_on_without_overlap(paper, coordinator):
    appointment = coordinator.appointments.get()
    for number in range(12):
        title = f"Line {number} " + "of a long name that goes over a second line of the column " * 2
        PlacementFactory(appointment=appointment, campaign=CampaignFactory(title_en=title, title_es=title))
    pages = pdf_text.pages(paper(terms=", ".join(f"20{n}-{n + 1}" for n in range(10, 27))))
    assert len(pages) == 4
    assert "and 5 more" in pages[0]
    for words in ("The Immigration and Labor Project (ILP) supports", "Check this letter", "For the project"):
        assert [words in page for page in pages] == [False, True, False, False]
    assert all(CODE[:4] in page for page in pages)


def test_letter_says_who_answers(paper, settings):
    settings.HOSTED_BY, settings.PRESS_CONTACT = "Canary University", Mailbox("", "canary@tests.example")
    english, spanish = pdf_text.pages(paper())
    assert "Run by Canary University. Questions: canary@tests.example" in english
    assert "Canary University" in spanish
    settings.HOSTED_BY, settings.PRESS_CONTACT = "", Mailbox()
    assert "Run by" not in pdf_text.pages(paper())[0]


def test_letter_of_a_demo_is_a_sample(paper, coordinator):
    assert "Sample" not in pdf_text.pages(paper())[0]
    coordinator.is_demo = True
    assert "Sample of a demo. It confirms nothing" in pdf_text.pages(paper())[0]


def test_download_is_kept_by_nobody(mine, coordinator, now):
    letter = ServiceLetter.objects.create(coordinator=coordinator, code=CODE, issued_at=now, **SAID)
    response = mine.get(f"/hours/letters/{letter.pk}/pdf/")
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'attachment; filename="service-letter.pdf"'
    assert response.content.startswith(b"%PDF-")
