"""Days, times and heads as people and programs write them; written and read back they are the same."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.imports import columns, days, times
from campaigns.imports.days import Order
from campaigns.imports.matching import Numbers
from campaigns.imports.table import text_of

DAY = dt.date(2026, 11, 22)
EN = "January, February, March, April, May, June, July, August, September, October, November, December"
ES = "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre"
MONTHS_EN, MONTHS_ES = EN.split(", "), ES.split(", ")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9]{1,5}", fullmatch=True),
)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-11-22",
            "2026/11/22",
            "20261122",
            "2026-11-22T10:30:00Z",
            "2026-11-22 00:00:00",
            "11/22/2026",
            "11-22-26",
        ),
        *(
            "22 nov 2026",
            "22-Nov-2026",
            "22 de noviembre de 2026",
            "domingo, 22 de noviembre de 2026",
            "November 22, 2026",
        ),
        *(
            "Nov. 22nd, 2026",
            "Sunday, November 22, 2026",
            "46348",
            46348,
            46348.0,
            dt.datetime.combine(DAY, dt.time()),
            DAY,
        ),
        *("11/22/2026 4:30 PM", "2026 nov 22"),
    ],
)
def test_day_is_read(text):
    assert days.parse(text, day_first=None) == DAY


def test_tuesday_of_the_spanish_is_no_march():
    assert days.parse("mar 24 nov 2026", day_first=None) == dt.date(2026, 11, 24)
    assert days.parse("24 mar 2026", day_first=None) == days.parse("Mar 24th, 2026", day_first=None)


@pytest.mark.parametrize(
    "text",
    [
        *("22/11", "soon", "32/13/2026", "2026-02-30", "1/1/1999", "1/1/2101", "0001-01-01", "9999-12-31", str(10**30)),
        *(
            10**30,
            float("nan"),
            float("inf"),
            True,
            dt.time(1),
            dt.timedelta(1),
            "",
            "\ud800",
            "🦋",
            "1:30",
            "1.5",
            "٣/٤/٢٠٢٦",
        ),
    ],
)
def test_what_is_no_day_is_none(text):
    assert days.parse(text, day_first=True) is None


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_day_written_and_read_back_is_the_same(day):
    us, eu = f"{day.month}/{day.day}/{day.year}", f"{day.day:02}/{day.month:02}/{day.year}"
    assert days.parse(us, day_first=False) == days.parse(eu, day_first=True) == day
    words = (
        f"{day.day} de {MONTHS_ES[day.month - 1]} de {day.year}",
        f"{MONTHS_EN[day.month - 1]} {day.day}, {day.year}",
    )
    serial = (day - days.SERIAL_ZERO).days
    dotted = f"{day.day}.{day.month}.{day.year}"
    assert {days.parse(text, day_first=None) for text in (*words, serial, dotted, text_of(day), day)} == {day}


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/4/2026", "22/11/2026"], Order.DAY_FIRST),
        (["3/4/2026", "11/22/2026"], Order.MONTH_FIRST),
        (["3/4/2026", "5/6/2026", None], Order.ASK),
        (["22/11/2026", "11/22/2026"], Order.ASK),
        (["5/5/2026", "2026-03-04", "3 abril 2026", dt.date(2026, 3, 4)], Order.NO_DOUBT),
        (["3.4.2026"], Order.NO_DOUBT),
        ([], Order.NO_DOUBT),
        (["13/13/2026", "x", 5, True], Order.NO_DOUBT),
    ],
)
def test_order_is_told_by_the_whole_column(cells, order):
    assert days.order_of(cells) is order


@settings(max_examples=30, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=8), st.booleans())
def test_order_that_is_told_is_the_one_it_was_written_in(some, day_first):
    written = [f"{d.day}/{d.month}/{d.year}" if day_first else f"{d.month}/{d.day}/{d.year}" for d in some]
    order = days.order_of(written)
    if order is Order.NO_DOUBT:
        assert all(d.day == d.month for d in some)
    elif order is not Order.ASK:
        assert (order is Order.DAY_FIRST) is day_first


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        *(
            ("1:30", 90),
            ("1.5", 90),
            ("1,5", 90),
            ("90 min", 90),
            ("1:30:00", 90),
            ("01:30:00 AM", 90),
            ("12:15:00 AM", 15),
        ),
        *((1.5, 90), (2, 120), (1.7500000000000002, 105), (dt.time(1, 30), 90), (dt.timedelta(hours=2), 120)),
        *(("1 h 30 min", 90), ("1½", 90), (" 2 horas ", 120), ("0.25", 15)),
    ],
)
def test_time_is_read(cell, minutes):
    assert times.parse(cell) == minutes


def test_bare_figures_of_a_column_of_minutes_are_minutes():
    assert [times.parse(cell, in_minutes=True) for cell in ("90", 90, 45.0, "1:30", "1.5 h")] == [90, 90, 45, 90, 90]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *((0, "time_not_positive"), (-1.5, "time_not_positive"), (25, "time_too_long"), (1.1, "time_not_a_quarter")),
        *(("01:30 PM", "time_unreadable"), (True, "time_unreadable"), (float("nan"), "time_unreadable")),
        *((10**30, "time_unreadable"), ("\ud800", "time_unreadable"), (dt.timedelta(days=2), "time_too_long")),
    ],
)
def test_time_that_is_none_says_why(cell, code):
    with pytest.raises(times.Unread) as unread:
        times.parse(cell)
    assert unread.value.code == code


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 96).map(lambda quarters: quarters * 15))
def test_time_written_and_read_back_is_the_same(minutes):
    hours, rest = divmod(minutes, 60)
    written = [f"{hours}:{rest:02}", f"{hours}:{rest:02}:00", minutes / 60, f"{minutes / 60:.2f}", f"{minutes} min"]
    written += [
        f"{minutes / 60:.2f}".replace(".", ","),
        dt.timedelta(minutes=minutes),
        text_of(dt.timedelta(minutes=minutes)),
    ]
    assert {times.parse(cell) for cell in written} == {minutes}


@settings(max_examples=150, deadline=None)
@given(CELLS, st.booleans())
def test_no_cell_breaks_the_reading(cell, flag):
    assert days.parse(cell, day_first=flag) is None or days.parse(cell, day_first=flag).year in days.YEARS
    days.order_of([cell])
    text_of(cell)
    with contextlib.suppress(times.Unread):
        assert times.parse(cell, in_minutes=flag) % 15 == 0


@pytest.mark.parametrize(
    ("head", "mapping"),
    [
        (["Fecha", "Horas", "Campaña", "Actividad", "Nota", "Correo"], "day time campaign activity note person"),
        (["Name", "Date", "Hours", "Project", "Type", "Comments"], "person day time campaign activity note"),
        (["Date of activity", "Activity", "Hours (decimal)", "x"], "day activity time -"),
        (["E-mail", "Name", "DÍA:", "Minutos"], "person - day minutes"),
        (["Reason", "Date", "Hours"], "- day time"),
    ],
)
def test_columns_are_guessed_from_their_heads(head, mapping):
    assert columns.guess(head, []) == {name: n for n, name in enumerate(mapping.split()) if name != "-"}


def test_columns_without_known_heads_are_guessed_from_what_is_in_them():
    rows = [["Tenants", "1.5", "22/11/2026"], ["Law", "2", "23/11/2026"]]
    assert columns.guess(["x", "y", "z"], rows) == columns.guess([], rows) == {"day": 2, "time": 1}


def test_head_is_known_again_with_our_reasons_behind_it():
    head = ["Fecha", "Horas"]
    assert (
        columns.head_key(head, 2)
        == columns.head_key(["FECHA ", "horas:", "Motivo"], 3)
        == columns.head_key([*head, ""], 3)
    )
    assert columns.head_key(head, 2) != columns.head_key(["Horas", "Fecha"], 2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30), st.integers(-(2**63), 2**63 - 1))
def test_numbers_are_kept_like_a_set(some, other):
    kept = Numbers()
    for number in some + some:
        kept.add(number)
    assert list(kept.kept) == sorted(set(some))
    assert (other in kept) is (other in some)
