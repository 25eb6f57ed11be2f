"""The facts of a report in the words of one language: what its page, its paper and its tables all show."""

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from campaigns import flat_bars
from campaigns.durations import HOUR
from campaigns.models import Quote, Report
from campaigns.totals import Total
from campaigns.weeks import HOME_ZONE

from . import facts as facts_of

WHY = {"few": gettext_lazy("fewer than 3"), "withheld": gettext_lazy("not shown")}
HEADINGS = {
    "hours": gettext_lazy("Hours and people"),
    "months": gettext_lazy("Hours by month"),
    "campaigns": gettext_lazy("Hours by campaign"),
    "activities": gettext_lazy("Hours by activity"),
    "events": gettext_lazy("Events"),
    "headcounts": gettext_lazy("People at these events"),
    "trainings": gettext_lazy("Trainings"),
    "outcomes": gettext_lazy("Outcomes"),
    "milestones": gettext_lazy("Milestones"),
    "quotes": gettext_lazy("Quotes"),
}
CHARTS = {  # with room for the part that has most
    "months": gettext_lazy("Hours by month. Most: %(name)s, %(hours)s h."),
    "campaigns": gettext_lazy("Hours by campaign. Most: %(name)s, %(hours)s h."),
    "activities": gettext_lazy("Hours by activity. Most: %(name)s, %(hours)s h."),
}


class Row(NamedTuple):
    """One number; `value` is None where `said` tells why there is none."""

    label: str
    value: int | float | None
    said: str


class Text(NamedTuple):
    """`sources` are (title, when, link); the last two may be empty."""

    title: str
    when: str
    words: str
    sources: list[tuple[str, str, str]]


class Part(NamedTuple):
    """One section. `note` says what is not in it, and why."""

    key: str
    heading: str
    rows: list[Row]
    texts: list[Text]
    chart: flat_bars.Chart | None
    note: str


class Told:
    """One report in the active language. Two queries at most: those for the quotes."""

    def __init__(self, report: Report, facts: dict):
        self.report, self.facts, self.code = report, facts, get_language()

    @property
    def about(self) -> str:
        return self.facts["about"][self.code]

    @property
    def title(self) -> str:
        return _("Report: %(about)s") % {"about": self.about}

    @property
    def period(self) -> str:
        first, last = (day(text) for text in self.facts["period"])
        return _("%(first)s – %(last)s") % {"first": first, "last": last}

    @property
    def as_of(self) -> str:
        return day(self.facts["as_of"])

    @property
    def state(self) -> str:
        if not self.report.is_frozen:
            return _("Open: the numbers are those of %(day)s and may still change.") % {"day": self.as_of}
        at = timezone.localtime(self.report.frozen_at, HOME_ZONE)
        words = {"at": formats.date_format(at, "DATETIME_FORMAT")}
        return _("Frozen on %(at)s (ET). The numbers stay as they were then.") % words

    @property
    def notes(self) -> list[str]:
        """What a reader has to know of all the numbers."""
        found = [
            _("Hours are those that student coordinators logged and somebody else approved."),
            _(
                "Numbers of fewer than 3 people are not shown, because they would point at one person. Hours of fewer "
                "than 3 people, or of which one person gave more than two thirds, are put together with others or "
                "left out, so that nobody can work them out from the rest. Of accompaniments there is a number alone, "
                "from 3 on, never a day or a place."
            ),
        ]
        if self.report.about == Report.About.PARTNER:
            found.append(_("Hours of a campaign with two partners stand in the reports of both."))
        return found

    @cached_property
    def is_empty(self) -> bool:
        """Nothing but zeros. What is not shown is something, but for accompaniments, of which zero is not told."""
        told = [row for row in self.facts["numbers"] if row["key"] != "accompaniments"]
        return all(row["value"] == 0 for row in told)

    @cached_property
    def parts(self) -> list[Part]:
        found = [self._part(key, str(heading)) for key, heading in HEADINGS.items()]
        return [part for part in found if part.rows or part.texts or part.note]

    def _part(self, key: str, heading: str) -> Part:
        numbers = [row for row in self.facts["numbers"] if row["part"] == key]
        rows = [Row(row["label"][self.code], row["value"], said(row)) for row in numbers]
        texts, note = [self._text(text) for text in self.facts["texts"] if text["part"] == key], ""
        if key == "quotes":
            texts, note = self._quotes()
        elif key in CHARTS and not rows and self._divides(key):
            note = _("Told apart, these hours would point at one person.")
        return Part(key, heading, rows, texts, self._chart(key, rows), note)

    def _divides(self, key: str) -> bool:
        """Whether there are hours that this part could have divided."""
        total = next(row for row in self.facts["numbers"] if row["key"] == "total")
        is_own = key == "campaigns" and self.report.about == Report.About.CAMPAIGN
        return bool(total["value"]) and not is_own

    def _text(self, text: dict) -> Text:
        sources = [(source["title"], source["when"][self.code], source["link"]) for source in text["sources"]]
        return Text(text["title"][self.code], text["when"][self.code], text["words"][self.code], sources)

    def _quotes(self) -> tuple[list[Text], str]:
        """Those whose people still agree, in the words that were told, and how many are not shown any more."""
        told = {quote["id"]: quote["digest"] for quote in self.facts["quotes"]}
        rows = Quote.objects.agreed().filter(pk__in=told).order_by("said_on", "pk")
        kept = [quote for quote in rows if facts_of.digest(quote) == told[quote.pk]]
        texts = [Text(_("“%(words)s”") % {"words": quote.text}, "", quote.said_by, []) for quote in kept]
        gone = len(told) - len(kept)
        words = ngettext("One quote was withdrawn.", "%(n)d quotes were withdrawn.", gone) % {"n": gone}
        return texts, words if gone else ""

    @staticmethod
    def _chart(key: str, rows: list[Row]) -> flat_bars.Chart | None:
        if key not in CHARTS or len(rows) < 2:
            return None
        most = max(rows, key=lambda row: row.value)
        title = CHARTS[key] % {"name": most.label, "hours": most.said}
        minutes = [(row.label, round(row.value * HOUR)) for row in rows]
        totals = [(label, Total(count, count)) for label, count in minutes]
        return flat_bars.of_parts(totals, title=title.replace("%", "%%")).chart


def said(row: dict) -> str:
    """A number as people read it, 1,234.5 in both languages; without one, why."""
    if row["value"] is None:
        return str(WHY[row["why"]])
    places = len(f"{row['value'] % 1:.2f}".rstrip("0").rstrip(".")) - 2 if row["value"] % 1 else 0
    return formats.number_format(row["value"], decimal_pos=places, force_grouping=True)


def day(text: str) -> str:
    return formats.date_format(dt.date.fromisoformat(text), "DATE_FORMAT")
