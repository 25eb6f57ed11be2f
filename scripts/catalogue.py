"""The translated texts under locale/: what is wrong with them, what is missing, and how they are compiled.

polib does the work, so that nobody needs gettext; only collecting texts from the source needs it (`collected`).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCE_LANGUAGE = "en"  # its catalogue only improves the words of libraries, so it may be as short as it likes
LIBRARY = "library"  # a comment that starts with this word keeps an entry whose text is not ours
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def faults(language: str) -> list[str]:
    """What is not finished or not true in one catalogue, a line each."""
    po = polib.pofile(str(catalogue(language)), check_for_duplicates=True)
    wrong = [f"{language}: fuzzy: {entry.msgid!r}" for entry in po if entry.fuzzy and not entry.obsolete]
    wrong += [f"{language}: obsolete: {entry.msgid!r}" for entry in po.obsolete_entries()]
    if language != SOURCE_LANGUAGE:
        wrong += [f"{language}: not translated: {entry.msgid!r}" for entry in po.untranslated_entries()]
    wrong += [f"{language}: other placeholders: {entry.msgid!r}" for entry in po if not _same_placeholders(entry)]
    if not is_compiled(language):
        wrong.append(f"{language}: django.mo is not what django.po says; make messages, or scripts.messages --compile")
    return wrong


def is_compiled(language: str) -> bool:
    """True when the .mo holds exactly the translations of the .po."""
    file = catalogue(language).with_suffix(".mo")
    if not file.exists():
        return False
    po = polib.pofile(str(catalogue(language)))
    wanted = {_key(entry): _text(entry) for entry in po.translated_entries()}
    return wanted == {_key(entry): _text(entry) for entry in polib.mofile(str(file)) if entry.msgid}


def compile_catalogue(language: str) -> None:
    polib.pofile(str(catalogue(language))).save_as_mofile(str(catalogue(language).with_suffix(".mo")))


def can_collect() -> bool:
    return shutil.which("xgettext") is not None and shutil.which("msguniq") is not None


def collected() -> polib.POFile:
    """Every text marked for translation in templates and source, from a copy of the checkout. Needs gettext."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    with tempfile.TemporaryDirectory(prefix="ilp-texts-") as folder:
        copy = Path(folder)
        for name in names:
            if not name.startswith(("tests/", "scripts/", "bench/", "requirements")) and (ROOT / name).exists():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, copy / name)
        (copy / "locale").mkdir(exist_ok=True)
        command = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--keep-pot", "--no-location"]
        environment = os.environ | {"DEBUG": "1", "VAR_DIR": str(copy / "var")}
        subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL, env=environment)
        return polib.pofile(str(copy / "locale" / "django.pot"))


def missing(language: str, texts: polib.POFile) -> list[polib.POEntry]:
    """The collected texts that the catalogue does not know."""
    known = {_key(entry) for entry in polib.pofile(str(catalogue(language)))}
    return [entry for entry in texts if _key(entry) not in known]


def unused(language: str, texts: polib.POFile) -> list[polib.POEntry]:
    """Entries whose text is gone from the source, without those kept for a library."""
    found = {_key(entry) for entry in texts}
    entries = polib.pofile(str(catalogue(language)))
    return [entry for entry in entries if _key(entry) not in found and not entry.tcomment.startswith(LIBRARY)]


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def _text(entry: polib.POEntry) -> object:
    return {int(form): text for form, text in entry.msgstr_plural.items()} or entry.msgstr


def _same_placeholders(entry: polib.POEntry) -> bool:
    """A plural form may leave the number out ("one seat"), but no form may ask for what is not given."""
    given = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:
        return all(set(PLACEHOLDER.findall(text)) <= given for text in entry.msgstr_plural.values())
    return not entry.msgstr or set(PLACEHOLDER.findall(entry.msgstr)) == given
