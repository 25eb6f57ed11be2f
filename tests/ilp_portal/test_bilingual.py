"""Words of a record in the language of the page, and the colour of its band."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from campaigns.models import Outcome
from ilp_portal.art import FLAG_COLOURS
from ilp_portal.templatetags.paper import hue
from partners.models import Partner


def render(text: str, language: str, **values) -> str:
    with translation.override(language):
        return Template("{% load bilingual %}" + text).render(Context(values))


def test_said_takes_the_language_of_the_page(language):
    record = SimpleNamespace(title_en="A & B", title_es="A y B")
    assert render('{% said record "title" %}', language, record=record) == {"en": "A &amp; B", "es": "A y B"}[language]


@pytest.mark.parametrize(
    ("language", "values", "there", "note"),
    [
        ("es", {"title_en": "<Only>", "title_es": ""}, "en", "(por ahora solo en inglés)"),
        ("es", {"title_en": "<Only>", "title_es": None}, "en", "(por ahora solo en inglés)"),
        ("en", {"title_en": None, "title_es": "<Only>"}, "es", "(only in Spanish so far)"),
    ],
)
def test_said_never_passes_one_language_off_as_the_other(language, values, there, note):
    said = render('{% said record "title" %}', language, record=SimpleNamespace(**values))
    assert said == f'<span lang="{there}">&lt;Only&gt;</span> <small class="mute">{note}</small>'


@pytest.mark.parametrize(
    ("spanish", "written"),
    [
        ("Una\n\nDos", "<li>Una</li><li>Dos</li>"),
        ("", '<li><span lang="en">One</span> <small class="mute">(por ahora solo en inglés)</small></li>'),
    ],
)
def test_lines_are_said_one_by_one(spanish, written):
    record = SimpleNamespace(duties_en="One\n", duties_es=spanish)
    assert render('{% said_lines record "duties" %}', "es", record=record) == written


@pytest.mark.parametrize(
    ("whole", "first"),
    [
        ("Tenants of St. Paul met the D.C. Council. They won.", "Tenants of St. Paul met the D.C. Council."),
        ("Opened by “NDLON”. It grew.", "Opened by “NDLON”."),
        ("Housing arm in DC. It worked.", "Housing arm in DC."),
        ("One sentence", "One sentence"),
        ("", ""),
    ],
)
def test_opening_is_the_first_sentence(whole, first):
    assert render('{% opening record "about" %}', "en", record=SimpleNamespace(about_en=whole, about_es="")) == first


def test_words_say_it_where_no_markup_may_stand():
    record = SimpleNamespace(title_en="Only & English", title_es="", summary_en="a", summary_es="Nueve letras")
    assert render('{% words record "title" %}', "es", record=record) == "Only &amp; English (por ahora solo en inglés)"
    assert render('{% words record "summary" 5 %}', "es", record=record) == "Nuev…"


@pytest.mark.parametrize(
    ("units", "written"),
    [
        (("apartments", "viviendas"), "40 viviendas"),
        (("", ""), "40"),
        (
            ("apartments", ""),
            '<span lang="en">40 apartments</span> <small class="mute">(por ahora solo en inglés)</small>',
        ),
    ],
)
def test_figure_says_when_its_unit_is_in_the_other_language(units, written):
    outcome = Outcome(figure=Decimal(40), unit_en=units[0], unit_es=units[1])
    assert render("{% figure outcome %}", "es", outcome=outcome) == written


def test_said_of_what_nobody_wrote_is_empty(language):
    assert render('{% said record "title" %}', language, record=SimpleNamespace(title_en="", title_es=None)) == ""


@pytest.mark.parametrize(
    ("fields", "text", "written"),
    [
        ({}, "{% name partner %}", "Workers Center"),
        ({"gloss_es": "Centro"}, "{% name partner %}", '<span lang="en">Workers Center</span>'),
        ({"gloss_es": "Centro", "acronym": "WC"}, "{% name partner True %}", "WC"),
        ({"gloss_en": "Centro", "gloss_es": "Centro"}, "{% name partner %}", "Workers Center"),
    ],
)
def test_name_is_marked_where_its_language_is_known(fields, text, written):
    assert render(text, "es", partner=Partner(name="Workers Center", **fields)) == written


def test_every_emblem_has_the_band_of_its_paper():
    bands = {emblem: hue(emblem) for emblem in FLAG_COLOURS}
    assert bands == {
        "legal": "jade",
        "walk": "rosa",
        "home": "gold",
        "voice": "",
        "hands": "violet",
        "road": "sky",
        "": "",
    }
    assert hue("nobody-drew-this") == ""
