"""Photographs with notes: only with consent, drawn anew, for staff alone, gone with the note or when set aside."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageCms, PngImagePlugin

from coordinators import actions, photos
from coordinators.models import Tip, TipPhoto

pytestmark = pytest.mark.django_db
FORM, ADMIN = "/history/tell-us/", "/admin/coordinators/tip/"
OWN = {"origin": "http://testserver"}
NOTE = "We painted the banner together."
SECRETS = [b"CAMERA-CANARY", b"COMMENT-CANARY", b"<script>alert", b"ICC_PROFILE"]


def file(kind: str = "JPEG", size=(40, 20), mode: str = "RGB", colour=None, **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def telling() -> bytes:
    """A JPEG that says where it was taken, by which camera, in which colours, and that is a page besides."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CAMERA-CANARY", 6  # the camera's maker; lying on its right side
    exif.get_ifd(0x8825)[2] = (38.0, 53.0, 51.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return file(exif=exif, comment=b"COMMENT-CANARY", icc_profile=profile) + b"<script>alert(1)</script>"


def redrawn(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(photos.redrawn(SimpleUploadedFile("a", data))))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    return picture


@pytest.fixture
def send(client, term, frozen):
    """send(photo=bytes) posts the form with that file; what is not said is filled in rightly."""

    def post(photo: bytes | None = None, name="a.jpg", **fields):
        data = {"text": NOTE, "about": "self", "language": "en", "photo_consent": "on"} | fields
        if photo is not None:
            data["photo"] = SimpleUploadedFile(name, photo, content_type="image/jpeg")
        return client.post(FORM, data, headers=OWN)

    return post


def errors(response) -> dict[str, list[str]]:
    assert (response.status_code, Tip.objects.count()) == (200, 0)
    assert NOTE in response.content.decode()
    return dict(response.context["form"].errors)


# --- the picture ------------------------------------------------------------------------------------------------------
def test_nothing_of_the_file_is_kept_but_the_pixels():
    sent = telling()
    kept = photos.redrawn(SimpleUploadedFile("a", sent))
    assert [secret in sent for secret in SECRETS] == [True] * 4
    assert [secret in kept for secret in SECRETS] == [False] * 4
    picture = Image.open(io.BytesIO(kept))
    assert (dict(picture.getexif()), set(picture.info)) == ({}, {"jfif", "jfif_version", "jfif_unit", "jfif_density"})
    assert picture.size == (20, 40)  # it stands upright


@pytest.mark.parametrize(
    "data",
    [
        file("PNG"),
        file("WEBP"),
        file("PNG", mode="1"),
        file("PNG", mode="I;16"),
        file("JPEG", mode="L"),
        file("JPEG", mode="CMYK"),
        file("WEBP", save_all=True, append_images=[Image.new("RGB", (40, 20), "red")]),
        file("PNG", save_all=True, append_images=[Image.new("RGB", (40, 20), "red")]),
    ],
    ids=["png", "webp", "bits", "deep", "grey", "print", "moving-webp", "moving-png"],
)
def test_pictures_of_every_sort_become_one_jpeg(data):
    assert redrawn(data).size == (40, 20)


def test_scan_of_many_shades_keeps_them():
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 0x8000).save(out, "PNG")
    assert redrawn(out.getvalue()).getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_what_is_transparent_becomes_white(mode):
    holes = Image.new("RGBA", (8, 8), (0, 0, 0, 0)).convert(mode) if mode != "PA" else Image.new("RGBA", (8, 8))
    out = io.BytesIO()
    holes.save(out, "PNG")
    assert redrawn(out.getvalue()).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(("size", "kept"), [((1600, 900), (1600, 900)), ((3200, 1000), (1600, 500)), ((1, 1), (1, 1))])
def test_longest_side_has_at_most_1600_pixels(size, kept):
    assert redrawn(file("JPEG", size)).size == kept


def huge_png(width: int, height: int) -> bytes:
    """A few hundred bytes that promise a picture of width times height."""
    small = bytearray(file("PNG"))
    small[16:24] = width.to_bytes(4) + height.to_bytes(4)
    crc = PngImagePlugin._crc32(bytes(small[12:29])) & 0xFFFFFFFF
    small[29:33] = crc.to_bytes(4)
    return bytes(small)


BAD = {
    "text": (b"no picture", photos.NO_PICTURE),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', photos.NO_PICTURE),
    "gif": (file("GIF"), photos.NO_PICTURE),
    "gif-and-jpeg": (b"GIF89a" + file(), photos.NO_PICTURE),
    "tiff": (file("TIFF"), photos.NO_PICTURE),
    "bmp": (file("BMP"), photos.NO_PICTURE),
    "cut": (file("JPEG", (400, 400))[:400], photos.NO_PICTURE),
    "head": (file("PNG")[:20], photos.NO_PICTURE),
    "many-pixels": (huge_png(5001, 5000), photos.TOO_MANY_PIXELS),
    "bomb": (huge_png(60_000, 60_000), photos.NO_PICTURE),
    "large": (b"\xff\xd8\xff" + bytes(photos.MOST_BYTES), photos.TOO_LARGE),
    "empty": (b"", photos.NO_PICTURE),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_bad_file_is_said_at_the_field_and_nothing_else_is_lost(send, data, words):
    assert errors(send(data)) == {"photo": [words]}


def test_bad_file_is_said_in_spanish_on_the_spanish_page(client, term):
    data = {"text": NOTE, "about": "self", "language": "es", "photo": SimpleUploadedFile("a.jpg", b"x")}
    with translation.override("es"):
        path, words = reverse("coordinators:tip_create"), str(photos.NO_PICTURE)
    assert path.startswith("/es/")
    assert words in client.post(path, data, headers=OWN).content.decode()


# --- the form ---------------------------------------------------------------------------------------------------------
def test_photograph_is_kept_sealed_with_the_wording_of_the_yes(send):
    assert send(file(), name="María 🦋\x00.jpg").status_code == 302
    kept = Tip.objects.get().photo
    assert kept.picture.startswith(b"\xff\xd8")
    assert kept.consent_wording == "photo-1.en"
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_ct FROM coordinators_tipphoto")
        ((stored,),) = cursor.fetchall()
    assert b"JFIF" in kept.picture
    assert b"JFIF" not in bytes(stored)


def test_note_needs_no_photograph_and_no_tick(send):
    assert send(photo_consent="").status_code == 302
    assert TipPhoto.objects.count() == 0


def test_photograph_needs_the_tick(send):
    wrong = errors(send(file(), photo_consent=""))
    assert wrong["photo_consent"] == ["Tick the box, or send the note without the photograph."]


def test_photograph_has_to_be_chosen_again_when_something_else_is_wrong(send):
    wrong = errors(send(file(), contact="no address"))
    assert wrong["photo"] == ["Choose the photograph once more: a browser does not keep it."]


def test_request_that_is_far_too_long_is_not_read(client, term):
    body = b"x" * 100
    response = client.generic(
        "POST", FORM, body, content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9), headers=OWN
    )
    assert response.status_code == 413
    assert "That was too large to be read" in response.content.decode()


@pytest.mark.parametrize("length", ["-1", "x", "²"])
def test_length_that_is_none_is_not_believed(client, term, length):
    response = client.generic("POST", FORM, b"", content_type="text/plain", CONTENT_LENGTH=length, headers=OWN)
    assert response.status_code == 413


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x", "text/plain", ""])
def test_body_that_is_no_form_is_no_error_of_ours(client, term, kind):
    response = client.generic("POST", FORM, b"\x00\xff--x", content_type=kind, headers=OWN)
    assert response.status_code in (200, 400)
    assert Tip.objects.count() == 0


def test_second_file_and_files_of_other_names_are_let_go(client, term):
    data = {"text": NOTE, "about": "self", "language": "en", "photo_consent": "on"}
    two = [SimpleUploadedFile("a.jpg", file(size=(9, 9))), SimpleUploadedFile("b.jpg", b"second")]
    other = SimpleUploadedFile("c.exe", b"other")
    response = client.post(FORM, data | {"photo": two, "other": other}, headers=OWN)
    assert response.status_code == 302
    assert Image.open(io.BytesIO(TipPhoto.objects.get().picture)).size == (9, 9)


def test_flood_of_photographs_is_stopped_before_they_are_decoded(send):
    for _ in range(20):
        send(b"x")
    response = send(file())
    assert (response.status_code, TipPhoto.objects.count()) == (429, 0)
    assert NOTE in response.content.decode()
    assert send().status_code == 302


def test_no_more_photographs_are_kept_than_staff_can_look_at(send, monkeypatch):
    monkeypatch.setattr(photos, "MOST_KEPT", 1)
    assert [send(file()).status_code, send(file()).status_code, send().status_code] == [302, 200, 302]
    assert TipPhoto.objects.count() == 1


# --- staff ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def tip(send) -> Tip:
    send(file())
    return Tip.objects.get()


def test_staff_look_at_the_photograph_beside_the_note(client, tip, staff):
    client.force_login(staff)
    path = f"{ADMIN}{tip.pk}/photo/"
    assert f'<img src="{path}"' in client.get(f"{ADMIN}{tip.pk}/change/").content.decode()
    response = client.get(path)
    assert response.content == tip.photo.picture
    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("image/jpeg", True)
    assert response["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_sees_it(client, tip, coordinator):
    path = f"{ADMIN}{tip.pk}/photo/"
    assert client.get(path).status_code == 302
    client.force_login(coordinator.user)
    assert client.get(path).status_code in (302, 403, 404)


@pytest.mark.parametrize("which", ["none", "no-photo", "no-id"])
def test_photograph_that_is_not_there_is_no_page(client, tip, staff, which, now):
    other = Tip.objects.create(text=NOTE, about="self", language="en", received_at=now)
    pk = {"none": "00000000-0000-0000-0000-000000000000", "no-photo": other.pk, "no-id": "x"}[which]
    client.force_login(staff)
    assert client.get(f"{ADMIN}{pk}/photo/").status_code == 404


def test_photograph_is_erased_when_the_note_is_set_aside_and_not_when_it_is_used(client, tip, staff):
    client.force_login(staff)
    for action, left in (("mark_used", 1), ("mark_new", 1), ("set_aside", 0)):
        client.post(ADMIN, {"action": action, "_selected_action": [tip.pk]})
        assert TipPhoto.objects.count() == left


def test_photograph_is_erased_with_the_note(tip, now):
    assert actions.purge_tips(now=now + dt.timedelta(days=181)) == 1
    assert TipPhoto.objects.count() == 0


def test_photograph_under_another_key_shows_nothing(tip, settings):
    settings.SECRET_KEY = "another"
    assert TipPhoto.objects.get().picture == b""


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_notes_loads_no_photograph(client, send, staff, rows, django_assert_num_queries):
    for n in range(rows):
        send(file(), text=f"{NOTE} {n}")
    client.force_login(staff)
    client.get(ADMIN)
    with django_assert_num_queries(8) as seen:
        client.get(ADMIN)
    assert "picture_ct" not in "".join(query["sql"] for query in seen.captured_queries)
