"""People as they come out of address books, mail programs and spreadsheets."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coordinators import pasted
from coordinators.pasted import Fault

ONE = ("One Person", "one@tests.example", "")


@pytest.mark.parametrize(
    "text",
    [
        "One Person <One@tests.example>",
        "  one@tests.example ; One Person ",
        "One Person, one@tests.example",
        '"One Person",one@tests.example',
        "Name\tEmail\nOne\tPerson\tone@tests.example",
        "Nombre;Correo\r\nOne Person;one@tests.example\r\n\r\n",
        "One Person one@tests.example",
        '"One Person" <one@tests.example>;',
    ],
)
def test_line_is_read_however_it_is_written(text):
    assert [(line.name, line.address, line.fault) for line in pasted.read(text)] == [ONE]


def test_each_line_says_what_is_wrong_with_it():
    text = "One <one@tests.example>, Two <two@tests.example>\nnobody\nbad@\none@tests.example;One\na@tests.example\n"
    text += f"{'x' * 81} <b@tests.example>\nName\x00 <c@tests.example>\n=?utf-8?q?d?=@tests.example; Four"
    found = [(line.number, line.fault) for line in pasted.read(text)]
    bad = [Fault.NO_ADDRESS, Fault.BAD_ADDRESS, Fault.TWICE, Fault.NO_NAME, Fault.BAD_NAME, Fault.BAD_NAME]
    assert found == [(1, ""), (1, ""), *((n, fault) for n, fault in enumerate([*bad, Fault.BAD_ADDRESS], start=2))]


def test_faults_are_said_in_the_language_of_the_reader():
    (line,) = pasted.read("nobody")
    words = {}
    for language in ("en", "es"):
        with translation.override(language):
            words[language] = line.words
    assert words == {
        "en": "There is no email address in this line.",
        "es": "En esta línea no hay ningún correo electrónico.",
    }


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_nothing_that_is_pasted_is_too_much(text):
    for line in pasted.read(text):
        assert line.fault or (line.name and line.address == line.address.lower())
