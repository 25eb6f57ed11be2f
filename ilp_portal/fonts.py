"""Makes the two web fonts of the portal out of installed packages.

Bitter and Libre Franklin come as variable TTFs (SIL Open Font License) in fontpkg-bitter and fontpkg-libre-franklin.
They are cut down to the letters of English and Spanish and packed as WOFF2; no font file is in the repository.
Upright only: the design sets nothing in italics.
"""

import hashlib
import importlib.metadata
import importlib.util
import logging
import os
from io import BytesIO
from pathlib import Path
from typing import NamedTuple


class Face(NamedTuple):
    """One face: the package it comes from, the file inside it, the name it is served under."""

    package: str
    source: str
    target: str


FACES = (
    Face("fontpkg-bitter", "files/Bitter[wght].ttf", "bitter.woff2"),
    Face("fontpkg-libre-franklin", "files/LibreFranklin[wght].ttf", "libre-franklin.woff2"),
)

# Unicode ranges, both ends included: Latin-1, oe, lone accents, dashes and quotes, euro, trade mark, arrows, minus.
RANGES = (
    (0x0000, 0x00FF),
    (0x0131, 0x0131),
    (0x0152, 0x0153),
    (0x02C6, 0x02C6),
    (0x02DA, 0x02DA),
    (0x02DC, 0x02DC),
    (0x2000, 0x206F),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2215, 0x2215),
)
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "tnum", "pnum"]
STAMP = "fonts.stamp"


def build_fonts(folder: Path) -> list[Path]:
    """Write the subsets into `folder`; returns what was written, nothing when all is current.

    Each file is replaced in one step, so a page that is being served never sees half a font.
    """
    stamp, current = folder / STAMP, _fingerprint()
    files = [folder / face.target for face in FACES]
    if all(file.exists() for file in files) and stamp.exists() and stamp.read_text() == current:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    for face, file in zip(FACES, files, strict=True):
        _replace(file, subset(_source(face)))
    _replace(stamp, current.encode())  # last: a run that was stopped half way starts again
    return files


def subset(source: Path) -> bytes:
    """`source`, a TTF, as WOFF2 with only the characters of RANGES; weights stay variable, hinting goes."""
    # a third of a second to import, and only the set-up needs it
    from fontTools import subset as fonttools_subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # its INFO is a page of glyph names
    options = fonttools_subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True)
    # copyright, family and licence have to stay in the file: the licence asks for it
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = fonttools_subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    font = TTFont(source)
    subsetter.subset(font)
    font.flavor = "woff2"
    packed = BytesIO()
    font.save(packed)
    return packed.getvalue()


def _source(face: Face) -> Path:
    spec = importlib.util.find_spec(face.package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {face.package} is not installed. Install requirements.txt first.")
    return Path(spec.origin).parent / face.source


def _fingerprint() -> str:
    versions = [f"{face.package} {importlib.metadata.version(face.package)}" for face in FACES]
    return hashlib.sha256(repr((versions, FACES, RANGES, FEATURES)).encode()).hexdigest()


def _replace(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(file)
