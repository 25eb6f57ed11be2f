"""Signing up tells nobody whether an address is known: the same answer, and the same way to the broker."""

import pytest

from outreach import outbox
from outreach.actions import stop_writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
KNOWN = "known@tests.example"


@pytest.fixture
def published(monkeypatch):
    """How often the broker was asked to wake a worker."""
    calls = []
    monkeypatch.setattr(outbox, "nudge", lambda: calls.append(1))
    return calls


def answer(visitor, event, contact) -> tuple:
    response = visitor.asks(event, contact=contact)
    return response.status_code, sorted(response.items()), response.content, response.cookies


@pytest.mark.parametrize("state", ["pending", "confirmed", "withdrawn"])
@pytest.mark.parametrize("stopped", [None, "asked", "bounced", "complained"])
def test_a_known_address_is_answered_like_an_unknown_one(
    visitor, event, person, now, published, django_capture_on_commit_callbacks, state, stopped
):
    rsvp = person(KNOWN, state=state)
    if stopped:
        stop_writing(contact_bi=bytes(rsvp.contact_bi), topic="", reason=stopped, now=now)
    answers, asked = [], []
    for contact in (KNOWN, "unknown@tests.example"):
        published.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(answer(visitor, event, contact))
        asked.append(len(published))
    assert answers[0] == answers[1]
    assert answers[0][0] == 302
    assert asked == [1, 1]
