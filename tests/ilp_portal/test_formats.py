"""Dates, hours and figures as each language of the portal writes them."""

import datetime as dt

import pytest
from django.utils import formats, translation

DAY, NOON, NIGHT = dt.datetime(2026, 12, 5, 13, 0), dt.time(11, 0), dt.time(20, 30)  # noqa: DTZ001 a wall clock
WRITTEN = [
    ("DATE_FORMAT", "December 5, 2026", "5 de diciembre de 2026"),
    ("YEAR_MONTH_FORMAT", "December 2026", "diciembre de 2026"),
    ("MONTH_DAY_FORMAT", "December 5", "5 de diciembre"),
    ("WEEKDAY_DATE_FORMAT", "Saturday, December 5, 2026", "sábado 5 de diciembre de 2026"),
    ("WEEKDAY_MONTH_DAY_FORMAT", "Saturday, December 5", "sábado 5 de diciembre"),
    ("TIME_FORMAT", "1:00 pm", "1:00 p. m."),
    ("DATETIME_FORMAT", "December 5, 2026, 1:00 pm", "5 de diciembre de 2026, 1:00 p. m."),
    ("SHORT_DATE_FORMAT", "Dec 5, 2026", "5 de dic de 2026"),
]


@pytest.mark.parametrize(("name", "english", "spanish"), WRITTEN)
def test_format(name, english, spanish):
    for code, written in (("en", english), ("es", spanish)):
        with translation.override(code):
            assert formats.date_format(DAY, name).replace("\xa0", " ") == written


@pytest.mark.parametrize(("code", "written"), [("en", ["11:00 am", "8:30 pm"]), ("es", ["11:00 a. m.", "8:30 p. m."])])
def test_halves_of_the_day(code, written):
    with translation.override(code):
        assert [formats.time_format(time).replace("\xa0", " ") for time in (NOON, NIGHT)] == written


def test_thousands_have_a_comma_in_both_languages(language):
    with translation.override(language):
        assert formats.number_format(10000.5, force_grouping=True) == "10,000.5"
