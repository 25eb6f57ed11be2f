"""Every reason a message can end with has words for staff, and no code is lost on the way."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from events.models import Event, Rsvp
from outreach import reasons
from outreach.models import DeliveryAttempt, Message
from outreach.replies import Reply, Verdict

ROOT = Path(settings.BASE_DIR)
APPS = ("outreach", "coordinators", "campaigns", "events", "ilp_portal")
PLACES = {"Skip": 1, "finish": 1, "put_back": 2, "pause": 0, "NotConfigured": 0}  # calls, and where the code stands
OF_ANOTHER_MEANING = {"ilp_portal/record"}  # its readers have a finish() of their own


def codes() -> set[str]:
    """The literals that the source gives as a reason, those inside `a if b else c` and tuples of an end included."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if not any(part in str(path) for part in OF_ANOTHER_MEANING):
                found |= set(_in_tree(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _in_tree(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = PLACES.get(name)
            if place is not None and len(node.args) > place:
                yield from _texts(node.args[place])
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and "State." in ast.unparse(node.elts[0]):
            yield from _texts(node.elts[1])  # (Message.State.SUPERSEDED, "facts changed")


def _texts(node: ast.AST):
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_source_is_read():
    assert {"time passed", "withdrawn", "asked again", "week is full", "no active account"} <= codes()


def test_every_reason_in_the_source_has_words():
    assert sorted(code for code in codes() if code not in reasons.WORDS) == []


@pytest.mark.parametrize("states", [Rsvp.State.values, Event.Status.values, [reasons.BY_STAFF, reasons.NOT_SET_UP]])
def test_states_given_as_reasons_have_words(states):
    assert [state for state in states if state not in reasons.WORDS and state != "confirmed"] == []


def test_every_reason_is_said_in_spanish(language):
    with translation.override(language):
        said = {code: reasons.in_words(code) for code in reasons.WORDS}
    assert [code for code, words in said.items() if words == code] == []


@pytest.mark.parametrize(
    ("reply", "state", "words"),
    [
        (Reply("dot", 250), "sent", "The server took it (250)."),
        (Reply("dot"), "unconfirmed", "The connection broke after the text. Nobody knows whether it came."),
        (Reply("dot", 503), "unconfirmed", "The server gave no clear answer (503). Nobody knows whether it came."),
        (Reply("dot", 503), "queued", "The server gave no clear answer (503). Nobody knows whether it came."),
        (Reply("connect"), "queued", "The server could not be reached, or stopped answering."),
        (Reply("rcpt", 550, "5.1.1"), "dead", "The server refused the reader’s address or number (550 5.1.1)."),
        (Reply("rcpt", 21610), "suppressed", "The server refused the reader’s address or number (21610)."),
        (Reply("rcpt", 451, "4.2.0"), "queued", "The server asked us to come back later (451 4.2.0)."),
        (Reply("dot", 554), "failed", "The server refused the message because of its text (554)."),
    ],
)
def test_answers_of_a_server_are_said_in_words(reply, state, words):
    assert reasons.of_message(Message(reason=str(reply), state=state)) == words


@pytest.mark.parametrize(
    ("verdict", "part"),
    [(Verdict.SENT, "took"), (Verdict.RETRY, "later"), (Verdict.UNKNOWN, "Nobody"), (None, "refused")],
)
def test_tries_are_said_by_what_they_came_to(verdict, part):
    outcome = verdict.value if verdict else "a new outcome"
    assert part in reasons.of_try(DeliveryAttempt(phase="rcpt", code=400, outcome=outcome))


def test_pause_says_who_refused_us():
    assert reasons.of_pause("login 401") == "The server refused our name or password (401)."


@pytest.mark.parametrize(
    ("code", "part"), [("our fault: KeyError", "(KeyError)"), ("facts: OperationalError", "(OperationalError)")]
)
def test_own_faults_name_the_error(code, part):
    assert part in reasons.in_words(code)


@pytest.mark.parametrize("code", ["", "a new code", "pigeon 250", "dot", "dot 12", "<script>", "x: y"])
def test_unknown_code_stays_as_it_is(code):
    assert reasons.in_words(code) == code
