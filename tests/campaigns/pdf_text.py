"""The words of a PDF as a reader would copy them, by the map from glyphs to letters that each font carries."""

import re
import zlib
from typing import NamedTuple

TEXT = re.compile(rb"/P <</MCID \d+>> BDC|/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Element(NamedTuple):
    """One piece of the structure: what it is, its language, its words."""

    kind: str
    language: str
    words: str


def pages(pdf: bytes) -> list[str]:
    """The words of each page, in the order of the content, with single blanks."""
    fonts = _fonts(pdf)
    contents = [int(number) for number in re.findall(rb"/Contents (\d+) 0 R", pdf)]
    return [" ".join(words for words in _elements(_stream(pdf, number), fonts)) for number in contents]


def structure(pdf: bytes) -> list[Element]:
    """Every tagged piece in reading order."""
    tags = re.findall(rb"/K \[\d+\]\n/Lang \((\w+)\)\n/P \d+ 0 R\n/Pg \d+ 0 R\n/S /(\w+)", pdf)
    fonts = _fonts(pdf)
    contents = [int(number) for number in re.findall(rb"/Contents (\d+) 0 R", pdf)]
    words = [text for number in contents for text in _elements(_stream(pdf, number), fonts)]
    return [Element(kind.decode(), code.decode(), text) for (code, kind), text in zip(tags, words, strict=True)]


def _elements(content: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    found, font = [], b""
    for match in TEXT.finditer(content):
        if match[1]:
            font = match[1]
        elif match[2] is None:
            found.append([])
        else:
            found[-1].append(_letters(match[2], fonts[font]))
    return [" ".join(" ".join(lines).split()) for lines in found]


def _letters(text: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(rb"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), text, flags=re.S)
    return "".join(letters[int.from_bytes(plain[at : at + 2])] for at in range(0, len(plain), 2))


def _fonts(pdf: bytes) -> dict[bytes, dict[int, str]]:
    names = re.search(rb"/Font <<(.*?)>>", pdf, re.S)[1]
    return {name: _letters_of(pdf, int(number)) for name, number in re.findall(rb"/F(\d+) (\d+) 0 R", names)}


def _letters_of(pdf: bytes, number: int) -> dict[int, str]:
    body = re.search(rb"\n%d 0 obj(.*?)endobj" % number, pdf, re.S)[1]
    table = _stream(pdf, int(re.search(rb"/ToUnicode (\d+) 0 R", body)[1]))
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>\n", table.partition(b"beginbfchar")[2])
    return {int(glyph, 16): chr(int(letter, 16)) for glyph, letter in pairs}


def _stream(pdf: bytes, number: int) -> bytes:
    match = re.search(rb"\n%d 0 obj\n<<(.*?)>>\nstream\n(.*?)\nendstream" % number, pdf, re.S)
    return zlib.decompress(match[2]) if b"FlateDecode" in match[1] else match[2]
