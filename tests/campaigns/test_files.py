"""Editions: what is taken, what of it is kept, what is refused and why."""

import hashlib
import io
import signal
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from campaigns import files, pdf_copy
from campaigns.models import ResourceContent
from partners import audit
from partners.models import AuditEntry
from tests.campaigns import editions
from tests.campaigns.editions import CANARY
from tests.conftest import NOW
from tests.factories import ResourceFactory

ENDLESS = """
from campaigns import pdf_copy
pdf_copy.SECONDS, pdf_copy.PdfReader = 1, lambda file: [0 for _ in iter(int, 1)]
pdf_copy.main()
"""


def made(content: bytes, language: str = "es") -> files.Made:
    return files.made_anew(SimpleUploadedFile("../../evil.php", content), language=language)


def code_of(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        made(content)
    return refused.value.code


# --- pictures ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [name for name, (content, _code) in editions.REFUSED.items()])
def test_what_is_no_plain_edition_is_refused_and_told_why(name):
    content, code = editions.REFUSED[name]
    assert code_of(content) == code


def test_picture_is_drawn_anew_and_tells_nothing_of_its_camera():
    content = editions.jpeg() + b"\x00" + CANARY  # a phone's own notes behind the picture: dropped
    assert CANARY in content
    edition = made(content)
    picture = Image.open(io.BytesIO(edition.data))
    assert (edition.form, edition.pages, picture.format, picture.size) == ("webp", None, "WEBP", (60, 40))
    assert (dict(picture.getexif()), set(picture.info) & {"exif", "xmp", "icc_profile", "comment"}) == ({}, set())
    assert CANARY not in edition.data


def test_profile_and_words_of_a_png_are_left_out():
    info = {"icc_profile": b"\x00" * 40 + CANARY}
    edition = made(editions.png(**info))
    assert (CANARY in edition.data, set(Image.open(io.BytesIO(edition.data)).info) & set(info)) == (False, set())


def test_of_a_moving_picture_the_first_frame_is_kept():
    picture = Image.open(io.BytesIO(made(editions.moving_webp()).data))
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((5, 5))[0] < 50  # teal, not red


def test_large_picture_is_made_smaller():
    assert max(Image.open(io.BytesIO(made(editions.png((5000, 100))).data)).size) == files.LONGEST_SIDE


def test_picture_of_too_many_pixels_is_never_decoded(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert code_of(editions.huge_png()) == "pixels"


# --- documents --------------------------------------------------------------------------------------------------------
def test_document_is_written_anew_by_a_process_of_its_own():
    edition = made(editions.armed_pdf())
    assert (edition.form, edition.pages) == ("pdf", 2)
    assert CANARY not in editions.said_in(edition.data)


def test_document_loses_what_acts_hides_or_tells_and_keeps_its_pages():
    armed = editions.armed_pdf()
    assert CANARY in editions.said_in(armed)
    pdf, pages = pdf_copy.rewritten(armed, "es")
    said, reader = editions.said_in(pdf), PdfReader(io.BytesIO(pdf))
    gone = [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/AA", b"/AcroForm", b"/Metadata"]
    gone += [CANARY, b"/Names", b"/Author", b"/Producer", b"/Widget"]
    assert [word for word in gone if word in said and word != b"/AA"] == []  # a font of that name may stay
    assert (pages, reader.metadata, reader.root_object["/Lang"]) == (2, None, "es")
    assert [page.extract_text().strip() for page in reader.pages] == ["Page 1", "Page 2"]
    assert [len(page.images) for page in reader.pages] == [1, 1]


@pytest.mark.parametrize("way", ["packed", "pointed", "short"])
def test_photograph_in_a_document_loses_its_camera_however_it_is_packed(way):
    pdf, _pages = pdf_copy.rewritten(editions.packed_photo_pdf(way), "en")
    (photo,) = PdfReader(io.BytesIO(pdf)).pages[0].images
    assert (photo.image.size, CANARY in photo.data, CANARY in editions.said_in(pdf)) == ((60, 40), False, False)


@pytest.mark.parametrize("is_bare", [False, True])
def test_scan_in_a_document_loses_its_notes_and_stays_the_same_picture(is_bare):
    scan = editions.jpeg_2000(is_bare=is_bare)
    pdf, _pages = pdf_copy.rewritten(editions.scanned_pdf(scan), "en")
    (photo,) = PdfReader(io.BytesIO(pdf)).pages[0].images
    assert editions.CANARY in scan
    assert (editions.CANARY in photo.data, editions.CANARY in editions.said_in(pdf)) == (False, False)
    assert photo.image.convert("RGB").tobytes() == Image.open(io.BytesIO(scan)).convert("RGB").tobytes()


def test_scan_that_is_cut_or_lies_about_its_lengths_is_broken():
    scan = editions.jpeg_2000(is_bare=False)
    tile = scan.find(b"\xff\x90")
    for bad in (
        scan[:60],
        scan[: tile + 12],
        scan[:tile] + scan[tile:].replace(scan[tile + 6 : tile + 10], b"\0\0\0\1", 1),
    ):
        with pytest.raises(ValueError, match=r"JPEG 2000|box"):
            pdf_copy.rewritten(editions.scanned_pdf(bad), "en")


def test_action_whose_kind_is_only_pointed_to_is_known():
    writer = PdfWriter()
    kind = writer._add_object(NameObject("/Launch"))
    assert pdf_copy.is_unwanted(DictionaryObject({NameObject("/S"): kind}))


def test_of_notes_only_links_to_the_web_stay():
    pages = PdfReader(io.BytesIO(pdf_copy.rewritten(editions.armed_pdf(), "en")[0])).pages
    (link,) = pages[0]["/Annots"]
    assert link.get_object()["/A"] == {"/S": "/URI", "/URI": "https://partner.example/know-your-rights"}
    assert "/Annots" not in pages[1]  # its link had started a program


@pytest.mark.parametrize(
    ("content", "code"),
    [(editions.locked_pdf(), pdf_copy.ENCRYPTED), (editions.long_pdf(), pdf_copy.TOO_MANY_PAGES)],
    ids=["locked", "long"],
)
def test_document_that_is_locked_or_too_long_ends_the_program(content, code):
    with pytest.raises(SystemExit) as ended:
        pdf_copy.rewritten(content, "en")
    assert ended.value.code == code


def test_reason_of_the_program_is_told_in_words(monkeypatch):
    assert code_of(editions.locked_pdf()) == "encrypted"
    assert code_of(b"%PDF-1.7\n1 0 obj\n<<>>\n%%EOF") == "broken"
    nested = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF"
    assert code_of(nested) == "broken"
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    assert code_of(editions.pdf(1)) == "long"


def test_document_that_eats_the_processor_is_ended():
    ended = subprocess.run([sys.executable, "-c", ENDLESS, "en"], input=b"", capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL


# --- keeping ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_edition_is_kept_replaced_and_deleted_and_each_is_noted(staff):
    work = ResourceFactory(languages=["en"])
    with audit.by(staff):
        first = files.store(resource=work, language="es", made=files.Made("pdf", b"one", 3), now=NOW)
        again = files.store(resource=work, language="es", made=files.Made("webp", b"other", None), now=NOW)
        work.refresh_from_db()
        assert (first.pk, again.form, again.pages, again.size) == (again.pk, "webp", None, 5)
        assert bytes(ResourceContent.objects.get().data) == b"other"
        assert (again.checksum, work.languages) == (hashlib.sha256(b"other").hexdigest(), ["en", "es"])
        files.delete(file=again)
    notes = AuditEntry.objects.filter(action__startswith="campaigns.").order_by("pk")
    assert [(one.action, one.record_id, one.actor) for one in notes] == [
        (f"campaigns.{verb}", str(work.pk), staff) for verb in ("upload", "replace", "delete_file")
    ]
    assert ResourceContent.objects.count() == 0
