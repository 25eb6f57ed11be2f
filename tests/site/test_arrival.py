"""The first visit: few bytes, few requests, and a page that does not jump while it arrives."""

import pytest

from scripts.site import arriving
from scripts.site.addresses import LANGUAGES
from scripts.site.arriving import MOST_BYTES, MOST_REQUESTS, MOST_SHIFT

PUSH = """new Promise(done => {  // a slow machine shows it, and counts it, a while later
    const before = shifts.length, last = performance.now() + 30000;
    const look = () => shifts.length > before || performance.now() > last ? done() : requestAnimationFrame(look);
    setTimeout(() => document.querySelector("main").prepend(document.createElement("textarea")), 300);
    look();
})"""
MAIN = ["home", "history", "campaigns:campaign_detail", "events:event_detail"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "history"])  # where most come first, and the longest page
def test_first_visit_is_light(browser, site, path_of, name, language):
    came = arriving.weight(browser, site, path_of(name, language))
    assert (sum(size for _, size in came) <= MOST_BYTES, len(came) <= MOST_REQUESTS) == (True, True), came
    assert [path for path, size in came if size == 0] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAIN)
def test_page_does_not_jump(browser, site, path_of, name, language):
    assert arriving.shift(browser, site, path_of(name, language)) < MOST_SHIFT


def test_jump_is_noticed(browser, site, path_of):
    """The measure itself: what is pushed into a page from above moves everything below."""
    assert arriving.shift(browser, site, path_of("home", "en"), then=PUSH) >= MOST_SHIFT
