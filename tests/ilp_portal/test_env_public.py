"""What public pages say about who runs a copy may be missing, and a wrong value stops the start."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured

from ilp_portal import env_public
from ilp_portal.env_public import Mailbox

READERS = {
    "PRESS_CONTACT": env_public.mailbox,
    "SOURCE_CODE_URL": env_public.page,
    "RIGHTS_REVIEWED_ON": env_public.day,
    "HOSTED_BY": env_public.words,
}


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("PRESS_CONTACT", "ILP press <press@ilp.example.edu>", Mailbox("ILP press", "press@ilp.example.edu")),
        ("PRESS_CONTACT", "press@ilp.example.edu", Mailbox("", "press@ilp.example.edu")),
        ("PRESS_CONTACT", "", Mailbox()),
        ("SOURCE_CODE_URL", "https://code.example.edu/ilp", "https://code.example.edu/ilp"),
        ("SOURCE_CODE_URL", "", ""),
        ("RIGHTS_REVIEWED_ON", "2026-12-01", dt.date(2026, 12, 1)),
        ("RIGHTS_REVIEWED_ON", "", None),
        ("HOSTED_BY", "Example University, Washington, DC", "Example University, Washington, DC"),
        ("HOSTED_BY", "", ""),
    ],
)
def test_value_is_read_and_may_be_missing(monkeypatch, name, value, read):
    monkeypatch.setenv(name, value)
    assert READERS[name](name) == read
    monkeypatch.delenv(name)
    assert not any(READERS[name](name) or ())


@pytest.mark.parametrize(
    ("value", "sources"),
    [
        ("any", ["*"]),
        ("none", ["'none'"]),
        (
            "https://www.example.org, https://*.example.edu:8443",
            ["https://www.example.org", "https://*.example.edu:8443"],
        ),
    ],
)
def test_sites_that_may_frame_are_read(monkeypatch, value, sources):
    monkeypatch.setenv("EMBED_FRAME_ANCESTORS", value)
    assert env_public.framers("EMBED_FRAME_ANCESTORS") == sources
    monkeypatch.delenv("EMBED_FRAME_ANCESTORS")
    assert env_public.framers("EMBED_FRAME_ANCESTORS") == ["*"]


@pytest.mark.parametrize(
    "value", ["", "*", "http://a.example", "https://a.example/path", "https://a.example; x", "a,b"]
)
def test_other_words_for_who_may_frame_are_refused(monkeypatch, value):
    monkeypatch.setenv("EMBED_FRAME_ANCESTORS", value)
    with pytest.raises(ImproperlyConfigured, match=r"^EMBED_FRAME_ANCESTORS: is neither any nor none"):
        env_public.framers("EMBED_FRAME_ANCESTORS")


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("PRESS_CONTACT", "press", "is not a mail address"),
        ("PRESS_CONTACT", "press@ilp.example.edu\nBcc: a@b.example", "holds a line break"),
        ("SOURCE_CODE_URL", "http://code.example.edu", "does not start with https://"),
        ("SOURCE_CODE_URL", "javascript:alert(1)", "does not start with https://"),
        ("SOURCE_CODE_URL", "https://", "names no host"),
        ("RIGHTS_REVIEWED_ON", "soon", "is no day"),
        ("RIGHTS_REVIEWED_ON", "2026-13-01", "is no day"),
        ("HOSTED_BY", "Two\nlines", "holds a line break"),
    ],
)
def test_wrong_value_is_refused_with_its_name(monkeypatch, name, value, what):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: {what}"):
        READERS[name](name)
