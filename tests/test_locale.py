"""The catalogues: nothing untranslated, nothing uncertain, and what is compiled is what is written."""

import pytest

from scripts import catalogue


def test_both_languages_have_a_catalogue():
    assert catalogue.languages() == ["en", "es"]


@pytest.mark.parametrize("language", catalogue.languages())
def test_catalogue_has_no_faults(language):
    assert catalogue.faults(language) == []


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

{entries}
"""
FAULTS = {
    "not translated": 'msgid "Week"\nmsgstr ""',
    "fuzzy": '#, fuzzy\nmsgid "Week"\nmsgstr "Semana"',
    "obsolete": '#~ msgid "Week"\n#~ msgstr "Semana"',
    "other placeholders": 'msgid "%(n)d hours"\nmsgstr "%(horas)d horas"',
    "django.mo is not what django.po says": 'msgid "Week"\nmsgstr "Semana"',
}


@pytest.mark.parametrize(("fault", "entry"), FAULTS.items())
def test_fault_of_a_catalogue_is_found(fault, entry, monkeypatch, tmp_path):
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO.format(entries=entry), encoding="utf-8")
    if not fault.startswith("django.mo"):
        catalogue.compile_catalogue("es")
    found = catalogue.faults("es")
    assert [fault in line for line in found] == [True]
