"""The printed letter: one page in English and one in Spanish that say the same, made anew for each download."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordinators.models import Term

from . import durations, weeks
from . import paper as paper_of
from .letters import Facts
from .paper import COLUMN, HEIGHT, LEFT, PALE, TOP, height, ornament, rule, say, sheet

LABEL = 42.0  # mm; the names of the facts
SIGNED_AT, FOOT_AT = HEIGHT - 48.0, HEIGHT - 13.0
FRAME = 27.0  # mm; the height of the frame with the code
PAD, BETWEEN = 1.8, 0.7  # mm; above and below a fact, and between its lines
MOST_NAMED = 8  # campaigns


def draw(facts: Facts) -> bytes:
    """The PDF, the page in the active language first."""
    here = translation.get_language()
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != here)
    paper = _open(facts, codes[0])
    for code in codes:
        with translation.override(code):
            paper.language = code
            _page(paper, facts)
    return bytes(paper.output())


def _open(facts: Facts, language: str):
    return paper_of.opened(
        title=_("Service letter: %(name)s") % {"name": facts.name},
        subject=facts.letter.code_display,
        language=language,
        at=facts.letter.issued_at,
    )


def _page(paper, facts: Facts) -> None:
    sheet(paper)
    y = _head(paper, facts, TOP + 20)
    for label, value in _rows(facts):
        y = _row(paper, label, value, _room(paper, facts, y, _row_height(paper, value), FOOT_AT - 4))
    rule(paper, y)
    _end(paper, facts, y)
    _foot(paper, facts)


def _end(paper, facts: Facts, y: float) -> None:
    """What the project is, the code and the signature: never apart, so that no sheet carries a code alone."""
    words = [_about(facts)]
    if facts.letter.minutes:
        words.append(_("Hours are those that the person logged and somebody else approved."))
    needed = sum(height(paper, text, COLUMN, 9.5) + 1.5 for text in words) + 3 + FRAME + 3
    first = paper.page_no()
    y = _room(paper, facts, y + 3.5, needed, SIGNED_AT)
    for text in words:
        y = say(paper, text, y, size=9.5) + 1.5
    _check(paper, facts, y + 3)
    _signature(paper, SIGNED_AT if paper.page_no() == first else y + FRAME + 11)


def _room(paper, facts: Facts, y: float, needed: float, until: float) -> float:
    """`y`, or the top of a further sheet where what is needed does not fit before `until`."""
    if y + needed <= until:
        return y
    _foot(paper, facts)
    sheet(paper)
    return TOP + 24


def _foot(paper, facts: Facts) -> None:
    words = _("Code %(code)s. This document says the same in English and in Spanish.")
    rule(paper, FOOT_AT - 2)
    say(paper, words % {"code": facts.letter.code_display}, FOOT_AT, size=8, grey=PALE)


def _head(paper, facts: Facts, y: float) -> float:
    if facts.is_sample:
        y = _sample(paper, y)
    y = say(paper, _("Service letter"), y, family="Bitter", size=27, kind="/H1")
    day = formats.date_format(weeks.today(facts.letter.issued_at), "DATE_FORMAT")
    y = say(paper, _("Issued on %(day)s") % {"day": day}, y + 1, size=10, grey=PALE)
    y = say(paper, _("We confirm the service of"), y + 5)
    y = say(paper, facts.name, y + 1, family="Bitter", size=20, kind="/H2")
    return say(paper, _service(facts), y + 1.5) + 4


def _sample(paper, y: float) -> float:
    with ornament(paper):
        paper.set_line_width(0.6)
        paper.set_dash_pattern(dash=2, gap=1.2)
        paper.rect(LEFT, y, COLUMN, 9)
        paper.set_dash_pattern()
    words = _("Sample of a demo. It confirms nothing, and its code is not known.")
    say(paper, words, y + 2.4, x=LEFT + 4, style="B", size=10)
    return y + 12


def _service(facts: Facts) -> str:
    if facts.eras == {Term.Era.DLE}:
        return _(
            "as a student coordinator of the Day Laborer Exchange (DLE). Since fall 2015 the same project is called "
            "the Immigration and Labor Project (ILP)."
        )
    if Term.Era.DLE in facts.eras:
        return _(
            "as a student coordinator of the Day Laborer Exchange (DLE) and of the Immigration and Labor Project "
            "(ILP), as the same project is called since fall 2015."
        )
    return _("as a student coordinator of the Immigration and Labor Project (ILP).")


def _about(facts: Facts) -> str:
    if Term.Era.DLE in facts.eras:
        return _(
            "Until summer 2015 the project was the Day Laborer Exchange (DLE): students who stood with day laborers of "
            "the DC area. Since fall 2015 it is the Immigration and Labor Project (ILP), which supports grassroots "
            "efforts of community-based organizations in the DC area and nationwide."
        )
    return _(
        "The Immigration and Labor Project (ILP) supports grassroots efforts of community-based organizations in the "
        "DC area and nationwide."
    )


def _rows(facts: Facts) -> Iterator[tuple[str, str]]:
    """Name and value of each fact; several values stand on lines of their own."""
    letter = facts.letter
    yield _("Role"), _("Student coordinator")
    years = letter.terms.count(",") + 1
    yield ngettext("Academic year", "Academic years", years), letter.years
    if not facts.is_whole:
        first, last = (formats.date_format(day, "DATE_FORMAT") for day in (letter.starts_on, letter.ends_on))
        yield _("Time covered"), _("%(first)s – %(last)s") % {"first": first, "last": last}
    yield _("Hours of service"), _hours(facts)
    if facts.campaigns:
        label = ngettext("Campaign", "Campaigns", len(facts.campaigns))
        yield label, _names([campaign.title for campaign in facts.campaigns])


def _names(titles: list[str]) -> str:
    more = len(titles) - MOST_NAMED
    words = [ngettext("and one more", "and %(n)d more", more) % {"n": more}] if more > 0 else []
    return "\n".join([*titles[:MOST_NAMED], *words])


def _hours(facts: Facts) -> str:
    letter = facts.letter
    if not letter.minutes:
        return _("This letter speaks of the role alone. No hours are on record for this time.")
    hours = durations.as_hours(letter.minutes)
    counted = ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours == "1" else 2) % {"hours": hours}
    if not letter.unlogged:
        return counted
    words = _("No hours are on record for %(years)s; there the letter speaks of the role alone.")
    return f"{counted}\n{words % {'years': letter.unlogged_years}}"


def _row(paper, label: str, value: str, y: float) -> float:
    rule(paper, y)
    below = say(paper, label, y + PAD, width=LABEL - 4, style="B", size=10)
    y += PAD
    for line in value.split("\n"):
        y = say(paper, line, y, x=LEFT + LABEL, width=COLUMN - LABEL, size=10.5) + BETWEEN
    return max(y - BETWEEN, below) + PAD


def _row_height(paper, value: str) -> float:
    return sum(height(paper, line, COLUMN - LABEL, 10.5) + BETWEEN for line in value.split("\n")) + 2 * PAD


def _check(paper, facts: Facts, y: float) -> None:
    """The frame with the code, as large as the name, and where to check it."""
    with ornament(paper):
        paper.set_line_width(0.8)
        paper.rect(LEFT, y, COLUMN, FRAME, round_corners=("TOP_LEFT",), corner_radius=7, style="D")
    address = settings.BASE_URL + reverse("campaigns:letter_check")
    straight = settings.BASE_URL + reverse("campaigns:letter_check", args=[facts.letter.code])
    x, width = LEFT + 6, COLUMN - 12
    below = say(paper, _("Check this letter"), y + 3, x=x, style="B", size=10, kind="/H2")
    below = say(paper, facts.letter.code_display, below + 0.6, x=x, family="Bitter", size=17)
    below = say(paper, address, below + 0.6, x=x, size=10, link=straight)
    words = _("The page confirms years, role and hours and shows no name. It confirms no letter that was withdrawn.")
    say(paper, words, below + 0.4, x=x, width=width, size=8.5, grey=PALE)


def _signature(paper, top: float) -> None:
    half = COLUMN / 2 - 5
    y = say(paper, _("For the project"), top, width=half, style="B", size=10)
    y = say(paper, _("Issued through its portal from its own record."), y + 0.8, width=half, size=9.5)
    if settings.HOSTED_BY:
        y = say(paper, _("Run by %(host)s.") % {"host": settings.HOSTED_BY}, y + 0.8, width=half, size=9.5)
    if settings.PRESS_CONTACT.address:
        say(paper, _("Questions: %(address)s") % {"address": settings.PRESS_CONTACT.address}, y + 0.8, size=9.5)
    x = LEFT + half + 10
    with ornament(paper):
        paper.set_line_width(0.3)
        paper.line(x, top + 18, LEFT + COLUMN, top + 18)
    words = _("Staff signature, name and date, where one is asked for")
    say(paper, words, top + 19.5, x=x, width=half, size=8.5, grey=PALE)
