"""Rows of a workbook, kept and read again, are the same, of whatever kind their cells are."""

import datetime as dt
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.imports import kept_rows
from campaigns.imports.reading import rows_of

SHEETS = Path(__file__).parent.parent / "sheets"
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=40)),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def nothing() -> None:
    """No sign of life is looked for."""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=4))
def test_rows_kept_and_read_again_are_the_same(rows):
    numbered = list(enumerate(rows, 1))
    assert list(kept_rows.rows_of_kept(kept_rows.keep(iter(numbered), beat=nothing))()) == numbered


@pytest.mark.parametrize("name", ["libreoffice-en-book.xlsx", "libreoffice-es-book.xlsx"])
def test_workbook_kept_reads_like_the_workbook(name):
    rows = rows_of((SHEETS / name).read_bytes())
    assert list(rows_of(kept_rows.keep(rows(), beat=nothing))()) == list(rows())


def test_what_would_be_too_large_is_not_kept_and_a_worker_says_that_it_lives(monkeypatch):
    beats = []
    monkeypatch.setattr(kept_rows, "EVERY", 2)
    assert kept_rows.keep(((n, [math.pi]) for n in range(5)), beat=lambda: beats.append(1)) is not None
    monkeypatch.setattr(kept_rows, "LARGEST", 40)
    assert kept_rows.keep(((n, [math.pi]) for n in range(5)), beat=nothing) is None
    assert len(beats) == 2
