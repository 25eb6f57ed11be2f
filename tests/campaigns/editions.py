"""Files as people upload them, good and bad. Each holds CANARY where nothing of it may be kept."""

import io
import zipfile
import zlib

from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

CANARY = b"canary-of-a-stranger"
SCRIPT = f"app.alert('{CANARY.decode()}')"


def jpeg(size=(60, 40), **options) -> bytes:
    """A photograph with a place, a camera and a comment."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010E], exif.get_ifd(0x8825)[1] = CANARY.decode(), "N"
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif, comment=CANARY, **options)
    return out.getvalue()


def png(size=(60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG", **options)
    return out.getvalue()


def moving_webp() -> bytes:
    """Two frames: teal, then red."""
    out, (first, second) = io.BytesIO(), (Image.new("RGB", (20, 20), color) for color in ("teal", "red"))
    first.save(out, "WEBP", save_all=True, append_images=[second], lossless=True)
    return out.getvalue()


def huge_png() -> bytes:
    """A hundred million pixels in 200 bytes: only the head says so, there is nothing to decode."""
    head = (10_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b""))
    chunks = (len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(pages: int = 3) -> bytes:
    """A flyer: words, a photograph and a link on each page, with an author and a title."""
    paper, photo = FPDF(), jpeg()
    paper.set_title(CANARY.decode())
    paper.set_author(CANARY.decode())
    for number in range(pages):
        paper.add_page()
        paper.set_font("Helvetica", size=20)
        paper.cell(text=f"Page {number + 1}", link="https://partner.example/know-your-rights")
        paper.image(io.BytesIO(photo), w=30)
    return bytes(paper.output())


def armed_pdf() -> bytes:
    """A flyer that runs a program, starts another one, carries a file, notes and a form."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(2))))
    writer.add_attachment("notes.txt", CANARY)
    writer.add_annotation(0, Text(rect=(0, 0, 10, 10), text=CANARY.decode()))
    act = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(SCRIPT)}
    act = DictionaryObject({NameObject(name): value for name, value in act.items()})
    launch = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(CANARY.decode())}
    writer.root_object[NameObject("/OpenAction")] = act
    writer.pages[1][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(launch)})
    for note in writer.pages[1]["/Annots"]:
        note.get_object()[NameObject("/A")] = DictionaryObject(launch)
    writer.pages[0]["/Resources"][NameObject("/Font")].get_object()[NameObject("/AA")] = act
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject(SCRIPT)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed_photo_pdf(way: str) -> bytes:
    """The photograph of the flyer under another name of its form: packed once more, pointed to, or the short one."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(1)))), io.BytesIO()
    photo = next(one for one in writer._objects if isinstance(one, StreamObject) and one.get("/Subtype") == "/Image")
    if way == "packed":
        photo._data = zlib.compress(photo._data)
        names = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    else:
        names = NameObject("/DCT") if way == "short" else writer._add_object(NameObject("/DCTDecode"))
    photo[NameObject("/Filter")] = names
    writer.write(out)
    return out.getvalue()


def jpeg_2000(*, is_bare: bool) -> bytes:
    """The photograph as a scanner may put it into a PDF: with a comment, and notes in boxes unless it is bare."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG2000", comment=CANARY, no_jp2=is_bare)
    box = (len(CANARY) + 24).to_bytes(4) + b"uuid" + bytes(16) + CANARY
    data = out.getvalue()
    picture = data.find(b"jp2c") - 4
    return data + CANARY if is_bare else data[:picture] + box + data[picture:] + box.replace(b"uuid", b"xml ")


def scanned_pdf(photo: bytes) -> bytes:
    """One page with this JPEG 2000 picture."""
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(1)))), io.BytesIO()
    old = next(one for one in writer._objects if isinstance(one, StreamObject) and one.get("/Subtype") == "/Image")
    old._data, old[NameObject("/Filter")] = photo, NameObject("/JPXDecode")
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(1)))), io.BytesIO()
    writer.encrypt("")
    writer.write(out)
    return out.getvalue()


def long_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(301):
        writer.add_blank_page(72, 72)
    writer.write(out)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", CANARY)
    return out.getvalue()


def said_in(content: bytes) -> bytes:
    """Every name, text and stream that a reader of the PDF can reach, unpacked."""
    found, seen, waiting = [content], set(), [PdfReader(io.BytesIO(content)).trailer]
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting += [value.raw_get(name).get_object() for name in value]
            found += [str(name).encode() for name in value]
        elif isinstance(value, list):
            waiting += [one.get_object() for one in value]
        else:
            found.append(str(value).encode())
        if isinstance(value, StreamObject):
            found += [value._data, value.get_data() if value.get("/Filter") == "/FlateDecode" else b""]
    return b"\n".join(found)


HTML, SVG = b"<!doctype html><script>" + CANARY + b"</script>", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
REFUSED = {  # what is sent: the code of the answer
    "nothing": (b"", "empty"),
    "pdf and zip": (pdf(1) + archive(), "two"),
    "pdf with more behind": (pdf(1) + CANARY, "two"),
    "html before a pdf": (HTML + pdf(1), "two"),
    "html as pdf": (HTML, "kind"),
    "html in the head of a pdf": (b"%PDF-1.7\n%" + HTML + b"\n" + pdf(1), "two"),
    "gif and script": (b"GIF89a/*" + b"\x00" * 20 + b"*/=1;" + CANARY, "kind"),
    "jpeg and zip": (jpeg() + archive(), "two"),
    "jpeg and pdf": (jpeg() + pdf(1), "two"),
    "png and html": (png() + HTML, "two"),
    "svg": (SVG, "svg"),
    "svg with script": (b'<?xml version="1.0"?>' + SVG[:-2] + b"><script/></svg>", "svg"),
    "hundred megapixels": (huge_png(), "pixels"),
    "cut picture": (jpeg((900, 900))[:3000], "picture"),
    "zip": (archive(), "kind"),
    "large picture": (b"\xff\xd8\xff" + b"\x00" * 5_300_000, "large_image"),
    "large pdf": (b"%PDF-1.7" + b"\x00" * 10_500_000, "large_pdf"),
}
