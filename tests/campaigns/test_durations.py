"""Working time as people write it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import durations

QUARTERS = st.integers(min_value=1, max_value=96).map(lambda n: n * 15)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1.5", 90),
        ("1,5", 90),
        (" 1,50 ", 90),
        ("1:30", 90),
        ("90 min", 90),
        ("90m", 90),
        ("90 minutos", 90),
        ("1 h 30", 90),
        ("1h30min", 90),
        ("1 hora 30 minutos", 90),
        ("1½", 90),
        ("½ h", 30),
        (".25", 15),
        ("2", 120),
        ("2 horas", 120),
        ("2 Hours", 120),
        ("24", 1440),
        ("24:00", 1440),
    ],
)
def test_time_is_read_in_the_ways_people_write_it(text, minutes):
    assert durations.parse(text) == minutes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "not_positive"),
        ("−1.5", "not_positive"),
        ("0", "not_positive"),
        ("0:00", "not_positive"),
        ("0 min", "not_positive"),
        ("25", "too_long"),
        ("24:15", "too_long"),
        ("1455 min", "too_long"),
        ("999999", "too_long"),
        ("1.1", "not_a_quarter"),
        ("1:20", "not_a_quarter"),
        ("20 min", "not_a_quarter"),
        ("0.01", "not_a_quarter"),
        ("", "unreadable"),
        ("h", "unreadable"),
        ("-", "unreadable"),
        ("1:75", "unreadable"),
        ("1e3", "unreadable"),
        ("nan", "unreadable"),
        ("١٢", "unreadable"),
        ("two hours", "unreadable"),
        (str(10**30), "unreadable"),
        ("1\x00", "unreadable"),
        ("\ud800", "unreadable"),
        ("🦋", "unreadable"),
    ],
)
def test_time_that_cannot_be_is_refused_with_its_reason(text, code):
    with pytest.raises(ValidationError) as caught:
        durations.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["-1", "25", "1.1", "soon"])
def test_reason_is_told_in_the_readers_language(text):
    told = set()
    for language in ("en", "es"):
        with translation.override(language), pytest.raises(ValidationError) as caught:
            durations.parse(text)
        told.update(caught.value.messages)
    assert len(told) == 2


@given(QUARTERS)
def test_printed_time_reads_back_as_itself(minutes):
    assert durations.parse(durations.as_hours(minutes)) == minutes


@given(QUARTERS)
def test_clock_time_comma_and_minutes_mean_the_same(minutes):
    hours, rest = divmod(minutes, 60)
    ways = (f"{hours}:{rest:02}", f"{minutes} min", durations.as_hours(minutes).replace(".", ","), f"{hours} h {rest}")
    assert {durations.parse(text) for text in ways} == {minutes}


def read(text: str) -> int | str:
    """The minutes, or the code of the reason."""
    try:
        return durations.parse(text)
    except ValidationError as error:
        return error.code


@settings(max_examples=300)
@given(st.text(max_size=40) | st.text("0123456789.,:hm ½-", max_size=12))
def test_any_text_gives_whole_quarters_of_a_day_or_a_reason(text):
    assert read(text) in {*range(15, 1441, 15), "unreadable", "not_positive", "too_long", "not_a_quarter"}


def test_long_text_is_read_in_no_time():
    with pytest.raises(ValidationError):
        durations.parse("1" * 100_000 + "h")


@pytest.mark.parametrize(("minutes", "text"), [(0, "0"), (15, "0.25"), (60, "1"), (90, "1.5"), (600, "10")])
def test_hours_print_without_needless_zeros(minutes, text, language):
    with translation.override(language):
        assert durations.as_hours(minutes) == text
