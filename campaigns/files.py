"""Editions of a resource: what somebody uploads is looked at, made anew by us, and only that is kept.

Nothing of the file as it came is stored: neither its bytes nor its name. See campaigns/pdf_copy.py for documents.
"""

import datetime as dt
import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from partners import audit

from . import pdf_copy
from .models import Resource, ResourceContent, ResourceFile

FIELD = "file"
MEGABYTE = 2**20
MOST_BYTES = {ResourceFile.Form.PDF: 10 * MEGABYTE, ResourceFile.Form.IMAGE: 5 * MEGABYTE}
MOST_BODY = 11 * MEGABYTE  # of the whole request; beyond it not one byte is read
MOST_PIXELS = 25_000_000  # 100 MB while it is decoded
LONGEST_SIDE = 2400  # pixels of what is kept: a page of letter size at 220 dots an inch
QUALITY = 85
PICTURES = ("JPEG", "PNG", "WEBP")  # Pillow opens no other here: each decoder is a door
ACCEPTED = "application/pdf,image/jpeg,image/png,image/webp"
PATIENCE = 25  # seconds for one document, waiting included

WORDS: dict[str, str | Promise] = {
    "empty": _("Choose a file first. This one is empty or was not sent."),
    "large_pdf": _("This PDF has more than 10 MB. Save it with smaller pictures and try again."),
    "large_image": _("This picture has more than 5 MB. Save a smaller copy and try again."),
    "large": _("This file is too large: a PDF may have 10 MB, a picture 5 MB. Nothing was changed."),
    "pixels": _("This picture has more than 25 million pixels. Save a smaller copy and try again."),
    "kind": _("This is neither a PDF nor a JPEG, PNG or WebP picture. Save it as one of these and try again."),
    "svg": _("SVG drawings may hold programs, so we take none. Save it as PNG or PDF and try again."),
    "two": _(
        "This file is more than one kind of file at once, so we do not take it. Open it, save it anew as a PDF or a "
        "picture, and send that."
    ),
    "picture": _("We could not read this picture to its end. Save it anew and try again."),
    "encrypted": _("This PDF is locked with a password. Save it without one and try again."),
    "pages": _("This PDF has more than 300 pages. Cut it in two."),
    "broken": _("We could not read this PDF to its end. Save it anew as PDF and try again."),
    "long": _("This PDF takes too long to read. Print it into a new PDF and try again."),
}
MARKUP = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe", b"<body")
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04\x14\x00", b"\x7fELF\x02\x01\x01")
HEAD = 1024  # bytes in which programs look for the sign of a PDF and browsers for that of a page

_one_at_a_time = Lock()  # so that a crowd of files costs a process the memory of one


class Made(NamedTuple):
    """An edition as we wrote it. `pages` of a picture is None."""

    form: str
    data: bytes
    pages: int | None


def fault(code: str) -> ValidationError:
    return ValidationError(WORDS[code], code)


# --- taking it in -----------------------------------------------------------------------------------------------------
def is_too_long(request) -> bool:
    """Whether the request announces more than may be read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isascii() or not length.isdecimal() or int(length) > MOST_BODY


class InMemory(FileUploadHandler):
    """Takes the one file of our form into memory, without its name; of one that is too large only the bytes are
    counted."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or hasattr(self, "parts"):
            raise SkipFile
        self.parts, self.size = [], 0

    def receive_data_chunk(self, raw_data, start):
        self.most = most_bytes(raw_data) if not self.size else self.most
        self.size += len(raw_data)
        if self.size <= self.most:
            self.parts.append(raw_data)
        else:
            del self.parts[1:]  # the first says which kind it is of

    def file_complete(self, file_size):
        content = BytesIO(b"".join(self.parts))
        return InMemoryUploadedFile(content, FIELD, "edition", self.content_type, self.size, self.charset)


def most_bytes(beginning: bytes) -> int:
    return MOST_BYTES[ResourceFile.Form.PDF if beginning.startswith(b"%PDF-") else ResourceFile.Form.IMAGE]


# --- looking at it, making it anew ------------------------------------------------------------------------------------
def made_anew(upload: UploadedFile, *, language: str) -> Made:
    """The edition as we keep it. Raises ValidationError, in words for the reader, for what is not taken."""
    content = upload.read()
    is_pdf = content.startswith(b"%PDF-")
    if not content:
        raise fault("empty")
    if upload.size > most_bytes(content):
        raise fault("large_pdf" if is_pdf else "large_image")
    if is_pdf:
        return _document(content, language)
    _refuse_what_is_no_picture(content)
    return _picture(content)


def _refuse_what_is_no_picture(content: bytes) -> None:
    head, low = content[:HEAD], content.lower()
    is_picture = head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4], head[8:12]) == (
        b"RIFF",
        b"WEBP",
    )
    if not is_picture:
        if b"%PDF-" in head:
            raise fault("two")
        raise fault("svg" if b"<svg" in low[:HEAD] else "kind")
    if b"%PDF-" in content or any(sign in low for sign in MARKUP) or _is_archive(content):
        raise fault("two")


def _is_archive(content: bytes) -> bool:
    return any(sign in content for sign in ARCHIVES) or zipfile.is_zipfile(BytesIO(content))


def _document(content: bytes, language: str) -> Made:
    """A process of its own writes it anew: without our settings, with little time and memory."""
    after = content.rpartition(b"%%EOF")[2]
    if after.strip(b"\x00\t\n\x0c\r ") or zipfile.is_zipfile(BytesIO(content)):
        raise fault("two")
    if any(sign in content[:HEAD].lower() for sign in MARKUP):
        raise fault("two")
    program = [sys.executable, "-I", str(Path(pdf_copy.__file__)), language]
    try:
        with _one_at_a_time:
            done = subprocess.run(program, input=content, capture_output=True, timeout=PATIENCE, env={}, check=False)  # noqa: S603 our own program
    except subprocess.TimeoutExpired as error:
        raise fault("long") from error
    codes = {pdf_copy.ENCRYPTED: "encrypted", pdf_copy.TOO_MANY_PAGES: "pages", pdf_copy.BROKEN: "broken"}
    if done.returncode:
        raise fault(codes.get(done.returncode, "long"))
    pages, _sep, pdf = done.stdout.partition(b"\n")
    return Made(ResourceFile.Form.PDF, pdf, int(pages))


def _picture(content: bytes) -> Made:
    try:
        with _one_at_a_time, Image.open(BytesIO(content), formats=PICTURES) as picture:
            if picture.width * picture.height <= MOST_PIXELS:  # known from the head, before anything is decoded
                return Made(ResourceFile.Form.IMAGE, _webp(picture), None)
    except Image.DecompressionBombError as error:
        raise fault("pixels") from error
    except Exception as error:  # a decoder may stumble over a stranger's bytes in any way
        raise fault("picture") from error
    raise fault("pixels")


def _webp(picture: Image.Image) -> bytes:
    """The first frame, upright, drawn into a picture of ours: Pillow hands comments and profiles on to a copy."""
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a half or a quarter
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I;16"):  # of 65,536 shades; Pillow itself would make all but the darkest white
        upright = upright.point(lambda shade: shade / 256).convert("L")
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    pixels = upright.convert(mode)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ours = Image.new(mode, pixels.size)
    ours.paste(pixels)
    out = BytesIO()
    ours.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


# --- keeping it -------------------------------------------------------------------------------------------------------
@transaction.atomic
def store(*, resource: Resource, language: str, made: Made, now: dt.datetime) -> ResourceFile:
    """Keep the edition in place of the one there was; from then on the work is on record in that language."""
    work = Resource.objects.select_for_update().get(pk=resource.pk)
    told = {
        "form": made.form,
        "size": len(made.data),
        "pages": made.pages,
        "checksum": hashlib.sha256(made.data).hexdigest(),
        "uploaded_at": now,
    }
    file, is_new = ResourceFile.objects.update_or_create(resource=work, language=language, defaults=told)
    ResourceContent.objects.update_or_create(file=file, defaults={"data": made.data})
    if language not in work.languages:
        work.languages = [*work.languages, language]
        work.save(update_fields=["languages"])
    audit.note("campaigns.upload" if is_new else "campaigns.replace", record=work, fields=[language])
    return file


@transaction.atomic
def delete(*, file: ResourceFile) -> None:
    """The edition and its bytes. In which languages the work is published stays on record."""
    audit.note("campaigns.delete_file", record=file.resource, fields=[file.language])
    file.delete()
