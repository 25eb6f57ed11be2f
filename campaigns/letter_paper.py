"""The printed letter: one page in English and one in Spanish that say the same, made anew for each download.

Tagged, so that it is read in order and in the right voice; black on white as all print of the portal (DESIGN 10).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordinators.models import Term

from . import durations, letter_fonts, weeks
from .letters import Facts

LEFT, TOP, WIDTH, HEIGHT = 24.0, 15.0, 215.9, 279.4  # mm; US Letter
COLUMN = WIDTH - 2 * LEFT
LABEL = 42.0  # mm; the names of the facts
BAND = 8.0  # mm; the margin of the wing, with its dots
SIGNED_AT, FOOT_AT = HEIGHT - 48.0, HEIGHT - 13.0
FRAME = 27.0  # mm; the height of the frame with the code
PAD, BETWEEN = 1.8, 0.7  # mm; above and below a fact, and between its lines
INK, PALE = 0, 87  # grey levels: 0 is black
MOST_NAMED = 8  # campaigns
POINT = 25.4 / 72  # mm


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
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    paper = FPDF(unit="mm", format="letter")
    for (family, style), file in letter_fonts.files().items():
        paper.add_font(family, style, file)
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    paper.set_title(_("Service letter: %(name)s") % {"name": facts.name})
    paper.set_author(_("Immigration and Labor Project"))
    paper.set_subject(facts.letter.code_display)
    paper.set_creator("ILP Portal")
    paper.set_lang(language)
    paper.set_creation_date(facts.letter.issued_at)
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
    return paper


def _page(paper, facts: Facts) -> None:
    _sheet(paper)
    y = _head(paper, facts, TOP + 20)
    for label, value in _rows(facts):
        y = _row(paper, label, value, _room(paper, facts, y, _row_height(paper, value), FOOT_AT - 4))
    _rule(paper, y)
    _end(paper, facts, y)
    _foot(paper, facts)


def _end(paper, facts: Facts, y: float) -> None:
    """What the project is, the code and the signature: never apart, so that no sheet carries a code alone."""
    words = [_about(facts)]
    if facts.letter.minutes:
        words.append(_("Hours are those that the person logged and somebody else approved."))
    needed = sum(_height(paper, text, COLUMN, 9.5) + 1.5 for text in words) + 3 + FRAME + 3
    first = paper.page_no()
    y = _room(paper, facts, y + 3.5, needed, SIGNED_AT)
    for text in words:
        y = _say(paper, text, y, size=9.5) + 1.5
    _check(paper, facts, y + 3)
    _signature(paper, SIGNED_AT if paper.page_no() == first else y + FRAME + 11)


def _room(paper, facts: Facts, y: float, needed: float, until: float) -> float:
    """`y`, or the top of a further sheet where what is needed does not fit before `until`."""
    if y + needed <= until:
        return y
    _foot(paper, facts)
    _sheet(paper)
    return TOP + 24


def _sheet(paper) -> None:
    """A fresh sheet with the margin of the wing, the mark and who writes."""
    paper.add_page()
    with _ornament(paper):
        paper.set_fill_color(INK)
        paper.rect(0, 0, WIDTH, BAND, style="F")
        paper.set_fill_color(255)
        for at in range(27):
            paper.circle(2.6 + at * 8, 2.8, 1.0, style="F")
            paper.circle(6.7 + at * 8, 5.2, 0.7, style="F")
        paper.image(settings.BASE_DIR / "static" / "img" / "favicon.svg", LEFT, TOP, 13)
    _say(paper, _("Immigration and Labor Project"), TOP + 0.6, x=LEFT + 17, family="Bitter", size=15)
    words = _("A student project of the Kalmanovitz Initiative, Georgetown University")
    _say(paper, words, TOP + 7.8, x=LEFT + 17, size=9, grey=PALE)


def _foot(paper, facts: Facts) -> None:
    words = _("Code %(code)s. This document says the same in English and in Spanish.")
    _rule(paper, FOOT_AT - 2)
    _say(paper, words % {"code": facts.letter.code_display}, FOOT_AT, size=8, grey=PALE)


def _head(paper, facts: Facts, y: float) -> float:
    if facts.is_sample:
        y = _sample(paper, y)
    y = _say(paper, _("Service letter"), y, family="Bitter", size=27, kind="/H1")
    day = formats.date_format(weeks.today(facts.letter.issued_at), "DATE_FORMAT")
    y = _say(paper, _("Issued on %(day)s") % {"day": day}, y + 1, size=10, grey=PALE)
    y = _say(paper, _("We confirm the service of"), y + 5)
    y = _say(paper, facts.name, y + 1, family="Bitter", size=20, kind="/H2")
    return _say(paper, _service(facts), y + 1.5) + 4


def _sample(paper, y: float) -> float:
    with _ornament(paper):
        paper.set_line_width(0.6)
        paper.set_dash_pattern(dash=2, gap=1.2)
        paper.rect(LEFT, y, COLUMN, 9)
        paper.set_dash_pattern()
    words = _("Sample of a demo. It confirms nothing, and its code is not known.")
    _say(paper, words, y + 2.4, x=LEFT + 4, style="B", size=10)
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
    _rule(paper, y)
    below = _say(paper, label, y + PAD, width=LABEL - 4, style="B", size=10)
    y += PAD
    for line in value.split("\n"):
        y = _say(paper, line, y, x=LEFT + LABEL, width=COLUMN - LABEL, size=10.5) + BETWEEN
    return max(y - BETWEEN, below) + PAD


def _row_height(paper, value: str) -> float:
    return sum(_height(paper, line, COLUMN - LABEL, 10.5) + BETWEEN for line in value.split("\n")) + 2 * PAD


def _height(paper, text: str, width: float, size: float) -> float:
    """Of a text that is not set yet."""
    paper.set_font("Franklin", "", size)
    return paper.multi_cell(width, _leading("Franklin", size), text, align="L", dry_run=True, output="HEIGHT")


def _leading(family: str, size: float) -> float:
    return size * POINT * (1.15 if family == "Bitter" else 1.4)


def _check(paper, facts: Facts, y: float) -> None:
    """The frame with the code, as large as the name, and where to check it."""
    with _ornament(paper):
        paper.set_line_width(0.8)
        paper.rect(LEFT, y, COLUMN, FRAME, round_corners=("TOP_LEFT",), corner_radius=7, style="D")
    address = settings.BASE_URL + reverse("campaigns:letter_check")
    straight = settings.BASE_URL + reverse("campaigns:letter_check", args=[facts.letter.code])
    x, width = LEFT + 6, COLUMN - 12
    below = _say(paper, _("Check this letter"), y + 3, x=x, style="B", size=10, kind="/H2")
    below = _say(paper, facts.letter.code_display, below + 0.6, x=x, family="Bitter", size=17)
    below = _say(paper, address, below + 0.6, x=x, size=10, link=straight)
    words = _("The page confirms years, role and hours and shows no name. It confirms no letter that was withdrawn.")
    _say(paper, words, below + 0.4, x=x, width=width, size=8.5, grey=PALE)


def _signature(paper, top: float) -> None:
    half = COLUMN / 2 - 5
    y = _say(paper, _("For the project"), top, width=half, style="B", size=10)
    y = _say(paper, _("Issued through its portal from its own record."), y + 0.8, width=half, size=9.5)
    if settings.HOSTED_BY:
        y = _say(paper, _("Run by %(host)s.") % {"host": settings.HOSTED_BY}, y + 0.8, width=half, size=9.5)
    if settings.PRESS_CONTACT.address:
        _say(paper, _("Questions: %(address)s") % {"address": settings.PRESS_CONTACT.address}, y + 0.8, size=9.5)
    x = LEFT + half + 10
    with _ornament(paper):
        paper.set_line_width(0.3)
        paper.line(x, top + 18, LEFT + COLUMN, top + 18)
    words = _("Staff signature, name and date, where one is asked for")
    _say(paper, words, top + 19.5, x=x, width=half, size=8.5, grey=PALE)


def _say(
    paper,
    text: str,
    y: float,
    *,
    x: float = LEFT,
    width: float = COLUMN,
    family: str = "Franklin",
    style: str = "",
    size: float = 11,
    grey: int = INK,
    kind: str = "/P",
    link: str = "",
) -> float:
    """Set a text at its place; returns where the next may begin. `size` in points, all else in mm."""
    from fpdf.syntax import PDFString

    with paper._marked_sequence() as element:  # the library tags pictures by this; it has no word of its own for text
        element.s, element.lang = kind, PDFString(paper.language)
        paper.set_font(family, style, size)
        paper.set_text_color(grey)
        paper.set_xy(x, y)
        width = min(width, LEFT + COLUMN - x)
        paper.multi_cell(width, _leading(family, size), text, align="L", link=link)
    return paper.get_y()


def _rule(paper, y: float) -> None:
    with _ornament(paper):
        paper.set_line_width(0.2)
        paper.line(LEFT, y, LEFT + COLUMN, y)


@contextmanager
def _ornament(paper) -> Iterator[None]:
    """What is drawn here is not read aloud."""
    paper.set_draw_color(INK)
    paper._out("/Artifact BMC")
    yield
    paper._out("EMC")
