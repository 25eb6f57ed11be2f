"""Judges from outside: the Nu checker of HTML reads every sample, Lighthouse gives its full marks to the main pages."""

import os

import pytest

from scripts.site import judges
from scripts.site.addresses import LANGUAGES, html_of
from tests.site.test_arrival import MAIN

WRONG = "<!doctype html><html lang=en><head><title>A page</title></head><body><p><img src=x></body></html>"


def test_html_is_valid(site, sample):
    """One run of the checker, which starts slowly, with a wrong page among the others: it has to be found."""
    planted = "a picture without words"
    pages = [(one.path[:99], html_of(site, one)) for one in sample]
    told = judges.html_faults([*pages, (planted, WRONG)])
    (wrong,) = [one for one in told if one.startswith(f"{planted}:1 ")]
    assert "alt" in wrong
    assert [one for one in told if one != wrong] == [], "\n".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lighthouse_gives_full_marks(site, path_of, language):
    told = judges.lighthouse(os.environ["CHROMIUM"], [site + path_of(name, language) for name in MAIN])
    full = dict.fromkeys(judges.CATEGORIES, 100)
    assert [(one["scores"], one["faults"]) for one in told] == [(full, [])] * len(MAIN)
