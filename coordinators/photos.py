"""Photographs that readers send: what is kept is a picture that we draw anew from the pixels.

Nothing of the file as it came is kept: no place, no hour, no camera, no name, no second content hidden in it.
"""

from io import BytesIO
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FIELD = "photo"
MOST_BYTES = 8_000_000  # of the file; a photograph of a phone has 2 to 6 MB
MOST_PIXELS = 25_000_000  # 100 MB while it is decoded; phones take 12 to 24 million unless asked for more
MOST_BODY = 32_000_000  # bytes of the whole request; beyond it not one is read
LONGEST_SIDE = 1600  # pixels of what is kept
QUALITY = 85
KINDS = ("JPEG", "PNG", "WEBP")  # Pillow opens no other here: each decoder is a door
ACCEPTED = "image/jpeg,image/png,image/webp"
MOST_KEPT = 300  # at a time; some 150 MB

TOO_LARGE = _("This file has more than 8 MB. Send a smaller one, or a picture of the screen.")
TOO_MANY_PIXELS = _("This picture has more than 25 million pixels. Send a smaller one, or a picture of the screen.")
NO_PICTURE = _("This is no JPEG, PNG or WebP picture that we can read. Choose another one.")

WORDINGS = {"photo-1": _("Everybody in the photograph agreed to it, or nobody can be recognized.")}  # none is reworded
CURRENT = "photo-1"

_one_at_a_time = Lock()  # so that a crowd of pictures costs a process the memory of one


def wording_key() -> str:
    """What a photograph keeps: which wording was agreed to, and in which language."""
    return f"{CURRENT}.{get_language()}"


def is_too_long(request) -> bool:
    """Whether the request announces more than may be read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isascii() or not length.isdecimal() or int(length) > MOST_BODY


class InMemory(FileUploadHandler):
    """Takes the one file of our form into memory and lets go of the rest; a file that is too large is only counted."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or hasattr(self, "parts"):
            raise SkipFile
        self.parts, self.size = [], 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size <= MOST_BYTES:
            self.parts.append(raw_data)
        else:
            self.parts.clear()

    def file_complete(self, file_size):
        content = BytesIO(b"".join(self.parts))
        return InMemoryUploadedFile(content, FIELD, "photo", self.content_type, self.size, self.charset)


def redrawn(upload: UploadedFile) -> bytes:
    """The picture as a JPEG of ours. Raises ValidationError, in words for the reader, for what cannot be one."""
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    try:
        with _one_at_a_time, Image.open(upload, formats=KINDS) as picture:
            if picture.width * picture.height <= MOST_PIXELS:  # known from the first bytes, before anything is decoded
                return _jpeg(picture)
    except Exception as error:  # a decoder may stumble over a stranger's bytes in any way
        raise ValidationError(NO_PICTURE) from error
    raise ValidationError(TOO_MANY_PIXELS)


def _jpeg(picture: Image.Image) -> bytes:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a half or a quarter
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I;16"):  # of 65,536 shades; Pillow itself would make all but the darkest white
        upright = upright.point(lambda shade: shade / 256).convert("L")
    has_holes = upright.has_transparency_data
    pixels = upright.convert("RGBA" if has_holes else "RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ours = Image.new("RGB", pixels.size, "white")  # new, since Pillow hands comments and profiles on to a copy
    ours.paste(pixels, mask=pixels if has_holes else None)
    out = BytesIO()
    ours.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
