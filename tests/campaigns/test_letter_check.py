"""The public page that confirms a code: term, role and hours, and nothing else of anybody."""

import datetime as dt
import re

import pytest

from campaigns.models import ServiceLetter
from campaigns.models.letter import CODE_SIGNS, new_code, read_code
from campaigns.views import letters as letter_views
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

CODE = "4KTW9M2CXR7P"


@pytest.fixture
def letter(coordinator, now):
    """A letter about 312.5 hours of a person of many canary words."""
    type(coordinator).objects.filter(pk=coordinator.pk).update(name="Canary Name", slug="canary-slug")
    campaign = CampaignFactory(title_en="Canary campaign", title_es="Campaña canary")
    placement = PlacementFactory(appointment=coordinator.appointments.get(), campaign=campaign)
    HourEntryFactory(placement=placement, note="Canary note", approved_at=now)
    days = {"starts_on": dt.date(2026, 8, 1), "ends_on": dt.date(2026, 11, 3)}
    return ServiceLetter.objects.create(
        coordinator=coordinator, code=CODE, terms="2026-27", minutes=18750, issued_at=now, **days
    )


@pytest.mark.parametrize(
    "typed", [CODE, "4ktw 9m2c xr7p", " 4KTW-9M2C–XR7P\n", "4KTW\u00a09M2C\u200bXR7P", "４ＫＴＷ9m2cXR7P"]
)
def test_code_is_read_as_people_type_it(client, letter, typed):
    page = client.get("/check/", {"code": typed})
    assert (page.status_code, page.context["letter"]) == (200, letter)


def test_page_says_term_role_and_hours(client, letter):
    page = client.get(f"/check/{CODE}/").content.decode()
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["Student coordinator", "2026–27", "312.5 h"]


def test_page_says_nothing_else(client, letter, coordinator):
    for path in (f"/check/{CODE}/", f"/es/verificar/{CODE}/"):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 200
        assert "canary" not in page.lower()
        assert coordinator.user.email not in page
        assert "November 3" not in page
        assert "3 de noviembre" not in page
        assert "noindex" in page
        assert "canonical" not in page
        assert "hreflang" not in page.partition("</head>")[0]


@pytest.mark.parametrize("path", ["/check/", f"/check/{CODE}/", "/check/?code=NOTHING", "/es/verificar/"])
def test_page_leaves_no_cookie_and_is_not_kept(client, letter, path):
    response = client.get(path)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "csrf" not in response.content.decode()


def test_letter_without_hours_is_confirmed_as_a_role(client, letter):
    ServiceLetter.objects.update(minutes=None)
    assert "The letter speaks of the role alone." in client.get(f"/check/{CODE}/").content.decode()


def test_withdrawn_unknown_and_sample_are_one_answer(client, letter, coordinator, now, django_assert_num_queries):
    def answer(code=CODE):
        with django_assert_num_queries(1):
            response = client.get("/check/", {"code": code})
        return response.status_code, response.content.decode().replace(code, "")

    unknown = answer("X" * 12)
    assert unknown[0] == 404
    ServiceLetter.objects.update(withdrawn_at=now)
    assert answer() == unknown
    ServiceLetter.objects.update(withdrawn_at=None)
    assert answer()[0] == 200
    type(coordinator).objects.update(is_demo=True)
    assert answer() == unknown
    assert answer("0")[0] == answer("Ñ" * 5000)[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/check/%00/",
        "/check/?code=%00",
        "/check/?code=%ED%A0%80",
        "/check/%ED%A0%80/",
        "/check/%F0%9F%A6%8B/",
        "/check/?code=" + "9" * 5000,
        "/check/" + "9" * 5000 + "/",
        "/check/?code=1%27%20OR%20%271%27=%271",
        "/check/?code=<script>",
    ],
)
def test_no_input_breaks_the_page(client, letter, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "<script>" not in response.content.decode().partition("</head>")[2]


def test_page_without_a_code_asks_for_one(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/check/?code=+")
    assert response.status_code == 200
    assert "Code of the letter" in response.content.decode()
    first = client.get("/check/").content.decode()
    assert ["Type the code" in page for page in (response.content.decode(), first)] == [True, False]


def test_page_only_reads(client, letter):
    assert client.post("/check/", {"code": CODE}).status_code == 405


def test_many_tries_of_one_address_are_stopped(client, letter, frozen, monkeypatch):
    monkeypatch.setattr(letter_views, "CHECKS_PER_CLIENT", 2)
    answers = [client.get(f"/check/{code}/") for code in ("X" * 12, CODE, CODE)]
    assert [answer.status_code for answer in answers] == [404, 200, 429]
    assert "Please try again in an hour." in answers[2].content.decode()
    assert "312.5" not in answers[2].content.decode()
    assert client.get("/check/").status_code == 200
    assert client.get(f"/check/{CODE}/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_codes_are_read_back_whatever_they_are():
    for code in (new_code() for _number in range(50)):
        assert read_code(" ".join(code.lower())) == code
        assert set(code) <= set(CODE_SIGNS)
    assert [read_code(text) for text in ("", "AEIO" * 3, CODE[:-1], CODE + "X", "\ud800" * 12)] == [""] * 5
