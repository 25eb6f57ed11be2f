"""The paper of the project: a sheet with the margin of the wing, and text that is tagged as it is set.

Tagged, so that it is read in order and in the right voice; black on white as all print of the portal (DESIGN 10).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from . import letter_fonts

LEFT, TOP, WIDTH, HEIGHT = 24.0, 15.0, 215.9, 279.4  # mm; US Letter
COLUMN = WIDTH - 2 * LEFT
BAND = 8.0  # mm; the margin of the wing, with its dots
INK, PALE = 0, 87  # grey levels: 0 is black
POINT = 25.4 / 72  # mm


def opened(*, title: str, subject: str, language: str, at: dt.datetime):
    """A document without a sheet. `language` is that of its title; set `paper.language` before text in another."""
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    paper = FPDF(unit="mm", format="letter")
    for (family, style), file in letter_fonts.files().items():
        paper.add_font(family, style, file)
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    paper.set_title(title)
    paper.set_author(_("Immigration and Labor Project"))
    paper.set_subject(subject)
    paper.set_creator("ILP Portal")
    paper.set_lang(language)
    paper.set_creation_date(at)
    paper.viewer_preferences = ViewerPreferences(display_doc_title=True)
    paper.language = language
    return paper


def sheet(paper) -> None:
    """A fresh sheet with the margin of the wing, the mark and who writes."""
    paper.add_page()
    with ornament(paper):
        paper.set_fill_color(INK)
        paper.rect(0, 0, WIDTH, BAND, style="F")
        paper.set_fill_color(255)
        for at in range(27):
            paper.circle(2.6 + at * 8, 2.8, 1.0, style="F")
            paper.circle(6.7 + at * 8, 5.2, 0.7, style="F")
        paper.image(settings.BASE_DIR / "static" / "img" / "favicon.svg", LEFT, TOP, 13)
    say(paper, _("Immigration and Labor Project"), TOP + 0.6, x=LEFT + 17, family="Bitter", size=15)
    words = _("A student project of the Kalmanovitz Initiative, Georgetown University")
    say(paper, words, TOP + 7.8, x=LEFT + 17, size=9, grey=PALE)


def height(paper, text: str, width: float, size: float) -> float:
    """Of a text that is not set yet."""
    paper.set_font("Franklin", "", size)
    return paper.multi_cell(width, leading("Franklin", size), text, align="L", dry_run=True, output="HEIGHT")


def leading(family: str, size: float) -> float:
    return size * POINT * (1.15 if family == "Bitter" else 1.4)


def say(
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
        paper.multi_cell(width, leading(family, size), text, align="L", link=link)
    return paper.get_y()


def rule(paper, y: float) -> None:
    with ornament(paper):
        paper.set_line_width(0.2)
        paper.line(LEFT, y, LEFT + COLUMN, y)


@contextmanager
def ornament(paper) -> Iterator[None]:
    """What is drawn here is not read aloud."""
    paper.set_draw_color(INK)
    paper._out("/Artifact BMC")
    yield
    paper._out("EMC")
