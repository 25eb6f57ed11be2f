"""Templates rendered once for many readers, with gaps where each reader's own values go.

A rendering is kept in this process under everything that went into it but the personal values, so it holds no
address, no name and no link, and no old fact is ever found under the new facts' key.
"""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from .gaps import Values, gap
from .kinds import Letter
from .wire import Body

KEPT = 64  # renderings: two languages, a few kinds and forms, for the events of one week


@dataclass(frozen=True)
class Rendering:
    """Subject, plain text and HTML with a gap for each personal value; `names` says which. `body` is both, encoded."""

    subject: str
    text: str
    html: str
    names: tuple[str, ...]
    body: Body


class Kept:
    """The renderings used last."""

    def __init__(self) -> None:
        self._lock, self._found = threading.Lock(), OrderedDict()

    def get(self, key: tuple) -> Rendering | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple, rendering: Rendering) -> None:
        with self._lock:
            self._found[key] = rendering
            while len(self._found) > KEPT:
                self._found.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._found.clear()


kept = Kept()


def rendering(letter: Letter, personal: Values) -> Rendering:
    """The letter with gaps for `personal`. An empty value has no gap, because templates ask whether there is one."""
    names = tuple(sorted(name for name, value in personal.items() if value))
    if letter.shared is None:
        return _render(letter, personal, names)
    key = (letter.template, letter.language, settings.BASE_URL, names, tuple(sorted(personal)), letter.shared)
    found = kept.get(key)
    if found is None:
        found = _render(letter, personal, names)
        kept.put(key, found)
    return found


def _render(letter: Letter, personal: Values, names: tuple[str, ...]) -> Rendering:
    gaps = {name: gap(number) for number, name in enumerate(names)}
    with translation.override(letter.language):
        values = {
            "language": letter.language,
            "base_url": settings.BASE_URL,
            "home_url": settings.BASE_URL + reverse("home"),
            **letter.context,
            **dict.fromkeys(personal, ""),
            **gaps,
        }
        folder = f"email/{letter.template}"
        subject = " ".join(render(f"{folder}/subject.txt", values).split())
        text = tidy_text(render(f"{folder}/body.txt", values))
        html = render(f"{folder}/body.html", values).strip() + "\n"
    return Rendering(subject, text, html, names, Body(names, subject, text, html))


def render(name: str, values: dict) -> str:
    """A template's text. Only HTML is escaped: a subject that says “Tenants' meeting” stays readable."""
    template = get_template(name).template
    return template.render(Context(values, autoescape=name.endswith(".html")))


def tidy_text(text: str) -> str:
    """Plain text without trailing blanks, and never more than one empty line, whatever blocks stayed empty."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
