"""The faces of the printed letter, cut out of the installed packages once and kept beside the web fonts.

The packages hold variable fonts, which a PDF cannot take; cutting a fixed weight out of a whole one takes twenty
seconds. So the letters of European names are taken first, then the weight: some two seconds, at set-up or at the
first letter.
"""

import importlib.metadata
import importlib.util
import os
import string
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings


class Cut(NamedTuple):
    """One face of the paper: family and style as the drawing asks for them, package, file inside it, weight."""

    family: str
    style: str
    package: str
    source: str
    weight: int


BITTER, FRANKLIN = "fontpkg-bitter", "fontpkg-libre-franklin"
CUTS = (
    Cut("Bitter", "", BITTER, "files/Bitter[wght].ttf", 800),
    Cut("Franklin", "", FRANKLIN, "files/LibreFranklin[wght].ttf", 400),
    Cut("Franklin", "B", FRANKLIN, "files/LibreFranklin[wght].ttf", 700),
)
# Latin with the letters of Central Europe and Vietnam, lone accents, dashes and quotes, euro, minus; both ends included
RANGES = ((0x0020, 0x024F), (0x0300, 0x036F), (0x1E00, 0x1EFF), (0x2010, 0x2026), (0x20AC, 0x20AC), (0x2212, 0x2212))
SURE = string.ascii_letters + " .,'-’áéíóúüñÁÉÍÓÚÜÑ"  # of most names: for them no face is opened
NEEDLESS = ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "HVAR", "MVAR"]  # the PDF is set without them


def files() -> dict[tuple[str, str], Path]:
    """(family, style) to the file of each face; cut where it is not there yet."""
    folder = Path(settings.VAR_DIR) / "letter-fonts"
    found = {(cut.family, cut.style): folder / _name(cut) for cut in CUTS}
    for cut in CUTS:
        if not (file := found[cut.family, cut.style]).exists():
            folder.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            part.write_bytes(_cut(cut))
            part.replace(file)  # in one step: nobody reads half a font
    return found


def unprintable(text: str) -> str:
    """The letters of the text that the faces do not have, each once; empty when all can be printed."""
    odd = {sign for sign in unicodedata.normalize("NFC", text) if sign not in SURE}
    return "".join(sorted(sign for sign in odd if ord(sign) not in _known())) if odd else ""


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(frozenset(TTFont(file).getBestCmap()) for file in files().values()))


def _name(cut: Cut) -> str:
    return f"{cut.family}-{cut.weight}-{importlib.metadata.version(cut.package)}.ttf".lower()


def _cut(cut: Cut) -> bytes:
    # a second to import, and only the first letter needs it
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    # copyright, family and licence have to stay in the file: the licence asks for it
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, drop_tables=NEEDLESS)
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_codes(RANGES))
    font = TTFont(_source(cut))
    subsetter.subset(font)
    small = BytesIO()
    font.save(small)
    fixed, packed = instancer.instantiateVariableFont(TTFont(small), {"wght": cut.weight}), BytesIO()
    fixed.save(packed)
    return packed.getvalue()


def _codes(ranges: Iterable[tuple[int, int]]) -> list[int]:
    return [code for first, last in ranges for code in range(first, last + 1)]


def _source(cut: Cut) -> Path:
    spec = importlib.util.find_spec(cut.package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {cut.package} is not installed. Install requirements.txt first.")
    return Path(spec.origin).parent / cut.source
