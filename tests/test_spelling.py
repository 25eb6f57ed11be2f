"""The check of spelling: which texts it reads, which words it finds. What hunspell knows, hunspell itself proves."""

import ast

import pytest

from scripts import catalogue, spelling

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Sign up, %(name)s"
msgstr "Inscríbase, %(name)s"

msgctxt "url"
msgid "sign-up/"
msgstr "inscripcion/"
"""
DICTIONARY = {"Inscríbase", "inscripción", "Huelga", "de", "renta", "en"}


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A catalogue and a record of two files, and a dictionary of six words; returns the list of our own words."""
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(spelling, "ROOT", tmp_path)
    monkeypatch.setattr(spelling, "unknown", lambda words, language: set(words) - DICTIONARY)
    folder = tmp_path / "locale/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/campaigns.yaml").write_text(
        "- {title_en: Rent strike, title_es: Huelga de renta en Holmead}", encoding="utf-8"
    )
    words = tmp_path / "locale/es/words.txt"
    words.write_text("# Places\nHolmead\n", encoding="utf-8")
    return words


def test_texts_without_fault_have_none(small):
    assert spelling.faults("es") == []


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("Inscríbase", "Inscrivase", "the catalogue"),
        ("inscripcion", "inscripsion", "the catalogue"),
        ("Huelga", "Huelja", "campaigns.yaml"),
    ],
)
def test_misspelt_word_is_found_with_its_place(small, right, wrong, where):
    for file in (small.parent / "LC_MESSAGES/django.po", small.parents[2] / "content/campaigns.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    (fault,) = spelling.faults("es")
    assert fault.startswith(f"es: {wrong!r} in {where}: ")


def test_word_that_nobody_writes_leaves_the_list(small):
    small.write_text("# Places\nHolmead Springfield\n", encoding="utf-8")
    assert spelling.faults("es") == ["es: nobody writes 'Springfield' any more: locale/es/words.txt"]


@pytest.mark.parametrize(
    ("text", "place", "wrong"),
    [
        ("¿Viene? ¡Venga! A la 1:00 p. m., a las 10 a. m.", spelling.CATALOGUE, []),
        ("Viene? Venga!", "campaigns.yaml", ["a mark"]),
        ("A la 1:00 pm", spelling.CATALOGUE, ["an hour"]),
        ("A la 1:00 p.m.", "campaigns.yaml", ["an hour"]),
        ("Conozca tus derechos", spelling.CATALOGUE, ["readers are"]),
        ("Conoce tus derechos", "resources.yaml", []),
    ],
)
def test_spanish_keeps_to_the_glossary(text, place, wrong):
    found = spelling.manners([spelling.Text(text, place)])
    assert [" ".join(fault.split()[1:3]) for fault in found] == wrong


@pytest.mark.parametrize("word", ["cofundó", "Cofundó"])
def test_own_word_may_begin_a_sentence(word):
    assert spelling.known(word, {"cofundó"})


def test_own_name_keeps_its_capital():
    assert not spelling.known("holmead", {"Holmead"})


def test_what_is_no_word_is_not_read():
    text = "<b>Lea</b> %(name)s {kind} en https://ilp.example.edu/x y a@b.example: don’t 15 a"
    assert spelling.words_of(text) == ["Lea", "en", "don't"]


def test_fields_of_code_are_read_by_their_language():
    tree = ast.parse('ROW = {"title_es": "Uno", "title_en": "One"}\nmake(note_es="Dos", note_en="Two")')
    assert list(spelling.code_fields(tree, "_es")) == ["Uno", "Dos"]
