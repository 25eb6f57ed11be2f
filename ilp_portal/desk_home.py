"""What the desk's first page shows, each part only to whom its permission allows. A part nobody may see is None.

A fixed number of statements, however many coordinators, events and messages there are.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns import check_in, flat_bars, hand_overs, heat, totals, weeks
from campaigns.desk_totals import PEOPLE_A_PAGE
from campaigns.models import HourEntry, PartnerWord
from coordinators.models import Application, Appointment, Break, NameClaim, Term, Tip
from events.letters import SUBJECT
from events.models import Event, Rsvp
from events.telling import SCOPE
from outreach import ledger
from outreach.models import Engine, Message

from . import due, untranslated

HOURS, APPROVE = "campaigns.view_hourentry", "campaigns.approve_hourentry"
PLAN, PEOPLE, NOTES = "events.change_event", "events.view_rsvp", "coordinators.view_tip"
TRANSLATE, SENDING = "coordinators.change_term", "outreach.view_message"
TERMS, CLAIMS = "coordinators.change_term", "coordinators.change_nameclaim"
DECIDE = "coordinators.change_application"
PARTS = (HOURS, APPROVE, PLAN, PEOPLE, NOTES, TRANSLATE, SENDING, CLAIMS, DECIDE)
SHOWN_WEEKS = 12  # of the map, unless the whole term is asked for: what fits beside a column
ALL = "all"  # as the address says it
NEXT_EVENTS = 5
ERASED_WITHIN = dt.timedelta(days=7)
GROUP_OF = {state: name for name, states in ledger.GROUPS.items() for state in states}


def may_open(user) -> bool:
    return any(user.has_perm(name) for name in PARTS)


@dataclass(frozen=True)
class Waiting:
    """So many things wait for somebody, the oldest of them since that day or instant."""

    n: int
    oldest: dt.date | dt.datetime | None = None


@dataclass(frozen=True)
class Told:
    """The messages about one event to the readers of one language, from the delivery record."""

    language: str
    counts: Counter

    @property
    def label(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, "–"))

    @property
    def cells(self) -> list[tuple[str, int]]:
        """What is not to be sent any more is not among what is planned."""
        counts, lost = self.counts, self.counts["failed"] + self.counts["unconfirmed"]
        planned = counts["waiting"] + counts["sent"] + lost
        return [(_("Planned"), planned), (pgettext("messages", "Sent"), counts["sent"]), (_("Failed or unknown"), lost)]


@dataclass(frozen=True)
class Now:
    """What waits, goes out and is due. Nineteen statements."""

    now: dt.datetime
    approvals: Waiting | None = None
    doubted: Waiting | None = None
    notes: Waiting | None = None
    untranslated: Waiting | None = None
    to_close: Waiting | None = None
    unready: Waiting | None = None
    claims: Waiting | None = None
    applications: Waiting | None = None
    events: list[tuple[Event, list[Told]]] | None = None
    erased: list[Event] | None = None
    due: list[str] = field(default_factory=list)
    lanes: list[ledger.Lane] | None = None

    @classmethod
    def load(cls, user, now: dt.datetime) -> "Now":
        may, today = {name for name in PARTS if user.has_perm(name)}, weeks.today(now)
        erased = Event.objects.past_erasure(now + ERASED_WITHIN).still_holding_people().order_by("ends_at", "pk")
        return cls(
            now,
            approvals=_approvals(user) if APPROVE in may else None,
            doubted=_oldest(PartnerWord.objects.waiting(), "said_at") if APPROVE in may else None,
            notes=_oldest(Tip.objects.waiting(), "received_at") if NOTES in may else None,
            untranslated=Waiting(untranslated.count()) if TRANSLATE in may else None,
            to_close=_oldest(Term.objects.to_close(today), "ends_on") if TERMS in may else None,
            unready=Waiting(hand_overs.missing(today)) if TERMS in may else None,
            claims=_oldest(NameClaim.objects.waiting(), "confirmed_at") if CLAIMS in may else None,
            applications=_oldest(Application.objects.waiting(), "confirmed_at") if DECIDE in may else None,
            events=_next_events(now) if PLAN in may else None,
            erased=list(erased) if PEOPLE in may else None,
            due=due.of(user, now + ERASED_WITHIN),
            lanes=_lanes(now) if SENDING in may else None,
        )

    @property
    def due_since(self) -> dt.datetime | None:
        """Since when the oldest message has been due, whatever its channel."""
        return min((lane.engine.due_since for lane in self.lanes or () if lane.engine.due_since), default=None)

    @property
    def waiting(self) -> int:
        """How many kinds of things wait for the reader."""
        kinds = (self.approvals, self.doubted, self.notes, self.untranslated, self.to_close, self.unready, self.claims)
        return sum(1 for one in (*kinds, self.applications) if one and one.n)


def _approvals(user) -> Waiting:
    return _oldest(HourEntry.objects.waiting().not_of(user), "worked_on")


def _oldest(rows, column: str) -> Waiting:
    found = rows.aggregate(n=Count("pk"), oldest=Min(column))
    return Waiting(found["n"], found["oldest"])


def _lanes(now: dt.datetime) -> list[ledger.Lane]:
    """As ledger.lanes(), and since when something is due there."""
    due = Message.objects.claimable(now).filter(channel=OuterRef("channel")).order_by().values("channel")
    since = due.annotate(since=Min(Coalesce("lease_until", "next_at"))).values("since")
    return [ledger.Lane(engine, now) for engine in Engine.objects.annotate(due_since=Subquery(since))]


def _next_events(now: dt.datetime) -> list[tuple[Event, list[Told]]]:
    """The soonest, drafts among them, each with its messages by language. Two statements."""
    events = list(Event.objects.upcoming(now)[:NEXT_EVENTS])
    language = Rsvp.objects.filter(pk=OuterRef("subject_id")).values("language")[:1]
    rows = Message.objects.filter(scope_type=SCOPE, scope_id__in=[event.pk for event in events], subject_type=SUBJECT)
    columns = ("scope_id", "language", "state")
    counted: dict[int, dict[str, Counter]] = defaultdict(lambda: defaultdict(Counter))
    rows = rows.annotate(language=Subquery(language)).order_by().values_list(*columns)
    for pk, code, state, n in rows.annotate(n=Count("pk")):
        counted[pk][code or ""][GROUP_OF[state]] += n
    return [(event, [Told(code, counts) for code, counts in sorted(counted[event.pk].items())]) for event in events]


@dataclass(frozen=True)
class People:
    """Hours of the newest term that has begun: the map, whom to check in with, the campaigns. Five statements.

    It has what campaigns/_heat.html reads; `parts` and `period` narrow nothing here. `columns` are the weeks that are
    shown, the last ones or all `weeks` of the term that have begun.
    """

    term: Term | None
    check_in: check_in.CheckIn
    page: Page
    weeks: int
    columns: list[heat.Column]
    rows: list[heat.Row]
    campaigns: flat_bars.Parts
    people: list[Appointment]
    query: str
    parts: dict = field(default_factory=dict)
    period: dict = field(default_factory=dict)

    @classmethod
    def load(cls, asked, *, today: dt.date) -> "People":
        """`asked` are the words of the address: page, and weeks=all for the whole term."""
        term = Term.objects.filter(starts_on__lte=today).order_by("-starts_on").first()
        breaks, hours = list(term.breaks.all()) if term else [], HourEntry.objects.all()
        people = list(totals.with_sum(check_in.appointments(term, today=today), hours)) if term else []
        page = Paginator(people, PEOPLE_A_PAGE).get_page(asked.get("page"))
        line, is_whole = heat.columns(term, breaks, today=today) if term else [], asked.get("weeks") == ALL
        shown = line if is_whole else line[-SHOWN_WEEKS:]
        sums = [(row.title, total) for row, total in totals.campaigns_of(term, hours.in_term(term))] if term else []
        return cls(
            term=term,
            check_in=_check_in(term, breaks, people, today),
            page=page,
            weeks=len(line),
            columns=shown,
            rows=heat.rows(list(page), shown, hours, term=term, is_whole=True, today=today),
            campaigns=flat_bars.of_parts(sums, title=_("Hours by campaign. Most: %(name)s, %(hours)s h.")),
            people=people,
            query=f"weeks={ALL}" if is_whole else "",
        )

    @cached_property
    def breaks(self) -> list[Break]:
        """Of the weeks that are shown, each once."""
        return list(dict.fromkeys(column.pause for column in self.columns if column.pause))

    @property
    def inside(self) -> int:
        """How many were inside the target in the last whole week."""
        return len(self.check_in.logged) - len(self.check_in.over) - len(self.check_in.short)

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """(words, address, whether it is this one) of the spans of the map; none where both are the same."""
        words = {"": _("Last %(n)s weeks") % {"n": SHOWN_WEEKS}, f"weeks={ALL}": _("The whole term so far")}
        spans = words.items() if self.weeks > SHOWN_WEEKS else ()
        return [(label, f"{address(query, self.page.number)}#part-map", query == self.query) for query, label in spans]

    @property
    def address(self) -> str:
        """Of the page as it is shown."""
        return address(self.query, self.page.number)


def _check_in(term: Term | None, breaks: list[Break], people: list[Appointment], today: dt.date) -> check_in.CheckIn:
    """Of the last whole week; in the first week of a term that is one of the term before."""
    found = check_in.of(term, breaks, people, today=today)
    return found if term is None or term.holds(found.monday) else check_in.load(today)


def address(query: str = "", page: int = 1) -> str:
    asked = "&".join(filter(None, [query, f"page={page}" if page > 1 else ""]))
    return reverse("desk_home") + (f"?{asked}" if asked else "")


def week(now: dt.datetime) -> str:
    return weeks.label(weeks.monday_of(weeks.today(now)))
