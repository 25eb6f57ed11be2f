"""Judges from outside: the Nu checker of HTML reads every sample, Lighthouse gives its full marks to the main pages."""

import os

import pytest

from scripts.site import judges
from scripts.site.addresses import LANGUAGES, html_of
from tests.site.test_arrival import MAIN

WRONG = "<!doctype html><html lang=en><head><title>A page</title></head><body><p><img src=x></body></html>"


def test_html_is_valid(site, sample):
    faults = judges.html_faults((one.path[:99], html_of(site, one)) for one in sample)
    assert faults == [], "\n".join(faults)


def test_wrong_html_is_noticed():
    (fault,) = judges.html_faults([("a picture without words", WRONG)])
    assert fault.startswith("a picture without words:1 ")
    assert "alt" in fault


@pytest.mark.parametrize("language", LANGUAGES)
def test_lighthouse_gives_full_marks(site, path_of, language):
    told = judges.lighthouse(os.environ["CHROMIUM"], [site + path_of(name, language) for name in MAIN])
    full = dict.fromkeys(judges.CATEGORIES, 100)
    assert [(one["scores"], one["faults"]) for one in told] == [(full, [])] * len(MAIN)
