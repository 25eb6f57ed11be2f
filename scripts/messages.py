"""Bring locale/ up to date: new texts in, texts that are gone out, everything compiled.

Usage: python -m scripts.messages [--compile]

Collecting needs gettext. With --compile the catalogues are only compiled, which works anywhere.
"""

import sys

import polib

from scripts import catalogue

TRANSLATED = "es"


def main(*arguments: str) -> int:
    if "--compile" not in arguments:
        if not catalogue.can_collect():
            print("gettext is not installed. On Debian: apt install gettext", file=sys.stderr)
            return 1
        update(TRANSLATED)
    for language in catalogue.languages():
        catalogue.compile_catalogue(language)
    left = [fault for language in catalogue.languages() for fault in catalogue.faults(language)]
    print("\n".join(left) or "Every text is translated.")
    return bool(left)


def update(language: str) -> None:
    """New texts are added at the end without a translation; what nobody uses any more is removed."""
    texts, file = catalogue.collected(), str(catalogue.catalogue(language))
    new, gone = catalogue.missing(language, texts), {entry.msgid for entry in catalogue.unused(language, texts)}
    po = polib.pofile(file, wrapwidth=100)
    for entry in [entry for entry in po if entry.msgid in gone]:
        po.remove(entry)
    po.extend(new)
    po.save(file)
    print(f"{language}: {len(new)} new, {len(gone)} gone.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
