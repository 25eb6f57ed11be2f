"""A message kind of the tests' own, whose facts each test chooses."""

import copy
import datetime as dt
from pathlib import Path

import pytest

from outreach import engine, kinds
from outreach.kinds import Kind, Letter
from outreach.models import Message

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def _own_templates(settings):
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [TEMPLATES, *templates[0]["DIRS"]]
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def _breakers(monkeypatch):
    monkeypatch.setattr(engine, "breakers", {name: engine.Breaker() for name in engine.breakers})


@pytest.fixture
def letter():
    return Letter("reader@tests.example", "es", "tests_note", {"what": "Rally & march"})


@pytest.fixture
def kind(monkeypatch, letter):
    """Registers `tests.note` for one test: kind(facts=..., max_uncertain=...)."""

    def register(facts=lambda message: letter, name="tests.note", **options) -> Kind:
        made = Kind(name, facts, **options)
        monkeypatch.setitem(kinds._kinds, name, made)
        return made

    register()
    return register


@pytest.fixture
def message(now):
    """A Message of kind tests.note, due now and for an hour, not planned yet."""

    def build(subject_id=1, **fields) -> Message:
        fields = {"kind": "tests.note", "due_at": now, "not_after": now + dt.timedelta(hours=1)} | fields
        return Message(subject_type="tests.thing", subject_id=subject_id, **fields)

    return build
