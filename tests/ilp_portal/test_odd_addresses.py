"""Whatever is typed into the address of a public page: a page or "not found", never an error, never a cookie."""

import pytest
from django.urls import reverse
from django.utils import translation

from ilp_portal.pagecache import KEPT, PARAMETERS, SENT
from tests.ilp_portal.test_query_counts import DETAIL, add_year

pytestmark = pytest.mark.django_db
NAMES = sorted(KEPT | SENT | {"coordinators:tip_create", "coordinators:tip_thanks"})
FAR = "1" + "0" * 30
ODD = ["🦋", FAR, "%ED%A0%80", "%FF", "-1", "[", "'\"<script>", "x" * 10_000, "a b OR -", "%25", "%F0%9F%A6%8B%0A"]
SLUGS = ["🦋", "1" * 31, "%ED%A0%80", "..", "a" * 2000, "2026-13", "0000-00", "a%0Ab"]
LANGUAGES = [
    "/fr/",
    "/fr/events/",
    "/en/",
    "/ES/eventos/",
    "/es-mx/eventos/",
    "/es/events/",
    "/eventos/",
    "/xx/%F0%9F%A6%8B",
]


@pytest.fixture
def paths(frozen, language) -> dict[str, str]:
    """Every public page by the name of its address, in one language."""
    hub = add_year(0)
    with translation.override(language):
        return {name: reverse(name, args=DETAIL[name](hub) if name in DETAIL else []) for name in NAMES}


def test_odd_values_of_every_filter_break_no_page(client, paths, language):
    for number, (name, path) in enumerate(paths.items()):
        turned = ODD[number % len(ODD) :] + ODD[: number % len(ODD)]  # each page gets other values for other names
        query = "&".join(f"{key}={value}" for key, value in zip(sorted(PARAMETERS), turned * 2, strict=False))
        for asked in (query, f"page={FAR}") if language == "en" else (query,):
            response = client.get(f"{path}?{asked}")
            right = (200, 404, 422) if name.startswith("api:") else (200, 404)  # the API says what it does not know
            assert (response.status_code in right, dict(response.cookies)) == (True, {}), (name, asked)


def test_nul_is_in_no_address_of_a_page(client, paths):
    for name, path in paths.items():
        assert [client.get(path + end).status_code for end in ("?kind=%00", "%00/")] == [404, 404], name


def test_odd_names_of_rows_are_no_pages(client, paths):
    for name in DETAIL:
        words = paths[name].strip("/").split("/")
        word = -2 if words[-1].endswith(".ics") else -1
        for slug in SLUGS:
            words[word] = slug
            assert client.get(f"/{'/'.join(words)}/").status_code == 404, (name, slug)


@pytest.mark.parametrize("path", LANGUAGES)
def test_a_language_that_does_not_exist_is_no_page(client, path):
    assert client.get(path).status_code in (301, 404)
    assert client.get(path, follow=True).status_code == 404
