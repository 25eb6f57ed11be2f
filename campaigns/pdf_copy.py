"""A PDF written anew: its pages as they look, and nothing in it that acts, hides or tells who made it.

A program of its own (`python -I pdf_copy.py es < from > to`) that imports nothing of the portal: whatever a stranger's
file makes the reader do ends with this process, which may use so much time and memory and no more. The first line of
what it writes is the number of pages.
"""

import resource
import sys
from collections import deque
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.filters import decode_stream_data
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

MOST_PAGES = 300
MOST_BYTES = 20 * 2**20  # of what is written; packed parts of the old file are not packed in the new one
MOST_LINKS = 2000
LONGEST_LINK = 2000  # characters
SECONDS, MEMORY = 10, 768 * 2**20  # of the processor; bytes. A usual flyer takes 1 s and 60 MB
ENCRYPTED, TOO_MANY_PAGES, BROKEN = 10, 11, 12  # exit codes

# Kinds of dictionaries and keys that have no place on a page: what acts, what holds other files, what tells of people.
ACTIONS = {
    *("/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/SubmitForm", "/ResetForm"),
    *("/ImportData", "/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/Named", "/Hide", "/SetOCGState"),
    *("/Thread", "/Trans", "/GoTo3DView"),
}
TYPES = {
    *("/Catalog", "/Pages", "/Page", "/Annot", "/Action", "/Filespec", "/F", "/EmbeddedFile", "/Metadata"),
    *("/Sig", "/XRef", "/ObjStm", "/Outlines", "/Collection", "/3D", "/RichMediaContent"),
}
KEYS = {
    *("/AA", "/AF", "/EF", "/JS", "/Metadata", "/OpenAction", "/OPI", "/PieceInfo", "/Ref", "/Alternates", "/XFA"),
    *("/Thumb", "/LastModified", "/AcroForm", "/Annots", "/Names", "/RichMediaContent", "/AS"),
}
# Dictionaries whose keys are names that the document chose: /AA may be a font there.
NAMED = {"/Font", "/XObject", "/ColorSpace", "/Pattern", "/Shading", "/ExtGState", "/Properties", "/CharProcs"}
NAMED |= {"/Colorants", "/RoleMap", "/ClassMap"}
CAMERA = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # parts of a JPEG in which cameras write place, hour and owner
BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}  # the parts of a JPEG 2000 file that are the picture itself
START, TILE, DATA, COMMENT, END = b"\xff\x4f", b"\xff\x90", b"\xff\x93", b"\xff\x64", b"\xff\xd9"  # in such a picture
ON_PAGE = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/Rotate", "/Group", "/Resources", "/Contents")
ON_PAGE += ("/StructParents", "/UserUnit")
IN_DOCUMENT = ("/StructTreeRoot", "/OCProperties")  # what screen readers read; which layers are shown


def said(value: DictionaryObject, key: str) -> PdfObject | None:
    """What stands there, also where it is only pointed to; `get` would give the pointer."""
    found = value.get(key)
    return found.get_object() if isinstance(found, IndirectObject) else found


def is_unwanted(value: DictionaryObject) -> bool:
    return (
        said(value, "/Type") in TYPES
        or said(value, "/S") in ACTIONS
        or "/JS" in value
        or "/EF" in value
        or ("/Rect" in value and "/Subtype" in value)  # a note or a field of a form that does not say so
        or (isinstance(value, StreamObject) and "/F" in value)  # its content is in another file
    )


def plain_jpeg(data: bytes) -> bytes:
    """The same picture without what cameras write and without what follows its end; what is no JPEG stays as it is."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and len(data) > at + 4:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xDA:  # from here on the picture itself
            end = data.find(b"\xff\xd9", at)
            return b"".join(kept) + (data[at:] if end < 0 else data[at : end + 2])
        if marker == 0xFF:
            at += 1
            continue
        if marker not in CAMERA:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return data


def plain_jpeg_2000(data: bytes) -> bytes:
    """The same picture without the boxes in which cameras write (ISO/IEC 15444-1, annex I) and without comments."""
    if data[4:8] != b"jP  ":
        return uncommented(data)
    kept, at = [], 0
    while at < len(data):
        length, kind, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16]), 16
        end = at + length if length else len(data)
        if not at + head <= end <= len(data):
            raise ValueError("a box that ends before it begins, or after the file")
        if kind in BOXES:
            body = data[at + head : end]
            body = uncommented(body) if kind == b"jp2c" else body
            kept.append((len(body) + 8).to_bytes(4) + kind + body)
        at = end
    return b"".join(kept)


def uncommented(data: bytes) -> bytes:
    """A JPEG 2000 codestream (annex A) with zeros for comments, so that no length changes; nothing follows its end."""
    ours, at, tile_end = bytearray(data), 2, 0
    if data[:2] != START:
        raise ValueError("no JPEG 2000 picture")
    while at < len(ours) and (marker := bytes(ours[at : at + 2])) != END:
        following = at + 2 + int.from_bytes(ours[at + 2 : at + 4])
        if marker == TILE:
            size = int.from_bytes(ours[at + 6 : at + 10])
            tile_end = at + size if size else data.rfind(END)
        elif marker == COMMENT:
            ours[at + 6 : following] = bytes(following - at - 6)
        elif marker == DATA:
            following = tile_end
        if marker[0] != 0xFF or not at + 2 <= following <= len(ours):
            raise ValueError("a broken JPEG 2000 picture")
        at = following
    return bytes(ours[: at + 2])


PHOTOGRAPHS = {  # by each name of their form: the long one, and what writes them plainly
    "/DCTDecode": ("/DCTDecode", plain_jpeg),
    "/DCT": ("/DCTDecode", plain_jpeg),
    "/JPXDecode": ("/JPXDecode", plain_jpeg_2000),
}


def unpacked(old: StreamObject, ways: list) -> bytes:
    """The photograph out of what it is packed in besides."""
    if not ways:
        return old._data
    packed = StreamObject()
    packed._data, packed[NameObject("/Filter")] = old._data, ArrayObject(ways)
    return decode_stream_data(packed)


class Copy:
    """The new document. Each object is copied once, also where the old ones point to each other in circles."""

    def __init__(self, reader: PdfReader, language: str):
        self.writer = PdfWriter()
        self.writer.metadata = None
        self.writer.pdf_header = "%PDF-1.7"
        self.known: dict[tuple[int, int], PdfObject] = {}
        self.waiting: deque = deque()
        self.links = 0
        root, pages = self.writer.root_object, list(reader.pages)
        rows = [(page, DictionaryObject({NameObject("/Type"): NameObject("/Page")})) for page in pages]
        tree = root.raw_get("/Pages")
        for page, ours in rows:
            ours[NameObject("/Parent")] = tree
            place = self.writer._add_object(ours)
            if page.indirect_reference is not None:
                self.known[page.indirect_reference.idnum, page.indirect_reference.generation] = place
            tree.get_object()["/Kids"].append(place)
        tree.get_object()[NameObject("/Count")] = NumberObject(len(rows))
        for page, ours in rows:
            self.fill(page, ours)
        root[NameObject("/Lang")] = TextStringObject(language)
        self.take(reader.root_object, root, IN_DOCUMENT)
        if "/StructTreeRoot" in root:
            root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        while self.waiting:
            place, value, named = self.waiting.popleft()
            ours = self.copy(value, named=named)
            ours.indirect_reference = place
            self.writer._objects[place.idnum - 1] = ours

    def take(self, old: DictionaryObject, ours: DictionaryObject, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key in old:
                ours[NameObject(key)] = self.copy(old.raw_get(key), named=key in NAMED)

    def fill(self, page: DictionaryObject, ours: DictionaryObject) -> None:
        notes = page.get("/Annots")
        found = [] if notes is None else [self.link(one) for one in notes.get_object()]
        self.take(page, ours, ON_PAGE)
        if links := [link for link in found if link is not None]:
            ours[NameObject("/Annots")] = ArrayObject(links)
            ours[NameObject("/Tabs")] = NameObject("/S")

    def link(self, old: PdfObject) -> IndirectObject | None:
        """A plain link to a page of the web, made anew; None for every other kind of note."""
        note = old.get_object()
        act = note.get("/A") if isinstance(note, DictionaryObject) and note.get("/Subtype") == "/Link" else None
        act = act.get_object() if act is not None else None
        if not isinstance(act, DictionaryObject) or act.get("/S") != "/URI" or self.links >= MOST_LINKS:
            return None
        address, corners = str(act.get("/URI", "")), [FloatObject(n) for n in note["/Rect"].get_object()]
        is_web = address.lower().startswith(("http://", "https://")) and address.isascii() and address.isprintable()
        if not is_web or len(address) > LONGEST_LINK or len(corners) != 4:
            return None
        self.links += 1
        there = {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)}
        ours = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): ArrayObject(corners),
                NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
                NameObject("/A"): DictionaryObject(there),
            }
        )
        self.take(note, ours, ("/StructParent",))
        place = self.writer._add_object(ours)
        if isinstance(old, IndirectObject):
            self.known[old.idnum, old.generation] = place
        return place

    def copy(self, value: PdfObject, *, named: bool = False) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self.reference(value, named)
        if isinstance(value, ArrayObject):
            return ArrayObject([self.copy(one) for one in value])
        if not isinstance(value, DictionaryObject):
            return value
        if not named and is_unwanted(value):
            return NullObject()
        ours = DictionaryObject()
        for key in value:
            if named or key not in KEYS:
                ours[NameObject(key)] = self.copy(value.raw_get(key), named=key in NAMED and not named)
        return self.stream(value, ours) if isinstance(value, StreamObject) else ours

    def reference(self, old: IndirectObject, named: bool) -> PdfObject:
        key = (old.idnum, old.generation)
        if key not in self.known:
            value = old.get_object()
            if value is None or (isinstance(value, DictionaryObject) and not named and is_unwanted(value)):
                self.known[key] = NullObject()
            else:
                self.known[key] = self.writer._add_object(NullObject())
                self.waiting.append((self.known[key], value, named))
        return self.known[key]

    @staticmethod
    def stream(old: StreamObject, keys: DictionaryObject) -> StreamObject:
        ours = StreamObject()
        ours.update(keys)
        ours._data = old._data
        way = said(old, "/Filter")
        ways = [one.get_object() for one in (way if isinstance(way, ArrayObject) else [way])]
        if ways and ways[-1] in PHOTOGRAPHS:
            name, plain = PHOTOGRAPHS[ways[-1]]
            ours._data = plain(unpacked(old, ways[:-1]))
            ours[NameObject("/Filter")] = NameObject(name)
            ours.pop("/DecodeParms", None)
        elif way is None and isinstance(old, DecodedStreamObject):
            ours = ours.flate_encode()
        return ours


def rewritten(content: bytes, language: str) -> tuple[bytes, int]:
    """(the new file, its pages). Ends the program with ENCRYPTED or TOO_MANY_PAGES."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        sys.exit(ENCRYPTED)
    if (pages := len(reader.pages)) > MOST_PAGES:
        sys.exit(TOO_MANY_PAGES)
    out = BytesIO()
    Copy(reader, language).writer.write(out)
    if not pages or out.tell() > MOST_BYTES:
        raise ValueError("no page, or too much of them")
    return out.getvalue(), pages


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        pdf, pages = rewritten(sys.stdin.buffer.read(), sys.argv[1])
    except Exception:  # whatever a stranger's bytes do to the reader
        sys.exit(BROKEN)
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)


if __name__ == "__main__":
    main()
