"""The desk's first page in parts: each comes anew by itself while somebody looks, and only when it differs.

What differs is what the part says, read after it is written: nothing that a part shows can change unseen.
"""

import datetime as dt
from hashlib import blake2b
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from campaigns import weeks

from . import desk_home

NOW = {
    "waiting": "desk/_home_waiting.html",
    "next": "desk/_home_events.html",
    "sending": "desk/_home_sending.html",
    "due": "desk/_home_due.html",
    "erased": "desk/_home_erased.html",
}
PEOPLE = {
    "check_in": "desk/_home_check_in.html",
    "campaigns": "desk/_home_campaigns.html",
    "map": "desk/_home_map.html",
}
SAID = {"waiting", "sending", "erased", "check_in"}  # what somebody may have to act upon; sums and deliveries just grow
MARK_BYTES = 6


class Part(NamedTuple):
    """One section; `mark` tells apart what it says from whatever else it has said."""

    name: str
    html: SafeString
    mark: str

    @property
    def is_said(self) -> bool:
        """Whether the page tells readers that it changed."""
        return self.name in SAID


class Home(NamedTuple):
    """`people` is None for whom hours are closed. `parts` by name; one that the reader may not see is empty."""

    now: desk_home.Now
    people: desk_home.People | None
    parts: dict[str, Part]

    @classmethod
    def load(cls, user, asked, *, now: dt.datetime) -> "Home":
        """`asked` are the words of the address."""
        found, may_see = desk_home.Now.load(user, now), user.has_perm(desk_home.HOURS)
        people = desk_home.People.load(asked, today=weeks.today(now)) if may_see else None
        parts = [_part("head", "desk/_home_head.html", home=found, people=people, week=desk_home.week(now))]
        parts += [_part(name, template, home=found) for name, template in NOW.items()]
        parts += [_part(name, template, people=people) for name, template in (PEOPLE if people else {}).items()]
        return cls(found, people, {part.name: part for part in parts})

    @property
    def address(self) -> str:
        return self.people.address if self.people else desk_home.address()

    def beside(self, seen: str) -> list[Part]:
        """The parts whose mark is not among these, parted by spaces."""
        known = set(seen.split())
        return [part for part in self.parts.values() if part.mark not in known]


def _part(name: str, template: str, **context) -> Part:
    """Written without the request: so its drawings are whole in themselves and stay when other parts go."""
    html = SafeString(render_to_string(template, context).strip())
    return Part(name, html, blake2b(f"{name} {html}".encode(), digest_size=MARK_BYTES).hexdigest())
