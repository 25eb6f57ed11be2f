"""A report on paper: one PDF in the active language, tagged, made anew for each download."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns import paper as paper_of
from campaigns.paper import COLUMN, HEIGHT, LEFT, PALE, TOP, height, leading, rule, say, sheet

from .telling import Part, Row, Text, Told

FOOT_AT = HEIGHT - 17.0  # mm
NUMBER = 46.0  # mm; the column of the numbers
PAD = 1.3  # mm above and below a line


def draw(told: Told, now: datetime) -> bytes:
    report = told.report
    at = report.frozen_at or now
    paper = paper_of.opened(title=told.title, subject=told.period, language=told.code, at=at)
    page = _Page(paper, told)
    page.head()
    for part in told.parts:
        page.part(part)
    page.words(_("How to read it"), told.notes)
    page.foot()
    return bytes(paper.output())


@dataclass
class _Page:
    """The sheet that is being filled, down to `y`."""

    paper: object
    told: Told
    y: float = 0.0

    def head(self) -> None:
        sheet(self.paper)
        self.y = say(self.paper, self.told.about, TOP + 20, family="Bitter", size=24, kind="/H1") + 1
        self.y = say(self.paper, self.told.period, self.y, family="Bitter", size=14) + 1.5
        self.y = say(self.paper, self.told.state, self.y, size=10, grey=PALE) + 2
        if self.told.is_empty:
            self.y = say(self.paper, _("Nothing is on record for these days."), self.y, size=11) + 2

    def room(self, needed: float) -> None:
        """A further sheet where what is needed does not fit."""
        if self.y + needed > FOOT_AT - 4:
            self.foot()
            sheet(self.paper)
            self.y = TOP + 22

    def part(self, part: Part) -> None:
        self.room(26)  # the heading and what comes first below it
        self.y = say(self.paper, part.heading, self.y + 4, family="Bitter", size=14, kind="/H2") + 1
        for row in part.rows:
            self.row(row)
        for text in part.texts:
            self.text(text)
        if part.note:
            self.line(part.note)

    def row(self, row: Row) -> None:
        tall = height(self.paper, row.label, COLUMN - NUMBER - 4, 10.5)
        self.room(tall + 2 * PAD)
        rule(self.paper, self.y)
        top = self.y + PAD
        below = say(self.paper, row.label, top, width=COLUMN - NUMBER - 4, size=10.5)
        say(self.paper, row.said, top, x=LEFT + COLUMN - NUMBER, width=NUMBER, size=10.5, style="B")
        self.y = below + PAD

    def text(self, text: Text) -> None:
        self.room(2 * leading("Franklin", 10.5) + 2 * PAD)
        rule(self.paper, self.y)
        self.y += PAD
        self.line(text.title, style="B")
        self.line(". ".join(filter(None, [text.when, text.words])))
        for title, when, link in text.sources:
            words = ", ".join(filter(None, [title, when, link]))
            self.line(_("Source: %(source)s") % {"source": words}, size=9, link=link)
        self.y += PAD

    def line(self, words: str, *, size: float = 10.5, style: str = "", link: str = "") -> None:
        if words:
            self.room(height(self.paper, words, COLUMN, size))
            self.y = say(self.paper, words, self.y, size=size, style=style, link=link)

    def words(self, heading: str, lines: list[str]) -> None:
        self.room(30)
        self.y = say(self.paper, heading, self.y + 5, size=10, style="B", kind="/H2") + 0.6
        for words in lines:
            self.line(words, size=9)
            self.y += 0.8

    def foot(self) -> None:
        rule(self.paper, FOOT_AT - 2)
        report = self.told.report
        words = _("Checksum (SHA-256): %(sum)s") % {"sum": report.checksum} if report.is_frozen else self.told.state
        say(self.paper, words, FOOT_AT, size=7.5, grey=PALE)
        page = _("Page %(n)s") % {"n": self.paper.page_no()}
        say(self.paper, f"{self.told.about}, {self.told.period}. {page}", FOOT_AT + 4, size=7.5, grey=PALE)
