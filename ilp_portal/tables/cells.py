"""What one cell of a spreadsheet says of one column, and how a column is written into a cell.

A cell that says nothing changes nothing; NOTHING, in either language, empties the column. What cannot be read raises
ValueError with a sentence in the active language.
"""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import widgets

from campaigns.imports import days
from campaigns.imports.folding import fold
from campaigns.imports.table import text_of
from campaigns.models import Campaign
from campaigns.spreadsheets import plain
from coordinators.models import Coordinator, Term
from events import access
from events.models import Training
from partners import languages
from partners.models import Partner, Source

NOTHING = ("(empty)", "(vacío)", "(vacio)")
BETWEEN = ";"  # of several in one cell
YES, NO = ("yes", "si", "true", "verdadero", "1"), ("no", "false", "falso", "0")
KEYS = {Partner: "slug", Campaign: "slug", Term: "slug", Coordinator: "slug", Training: "slug", Source: "ref"}
KNOWN = {
    **dict.fromkeys(("languages", "interpretation"), languages.NAMES),
    "kinds": dict(Campaign.Kind.choices),
    "access": access.NAMES,
}
SMALL, LARGEST = 32_767, 2_147_483_647  # of whole numbers, as columns of PostgreSQL hold them
HOUR = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d)(?::00)?)?(?:\s?([ap])\.?\s?m\.?)?", re.I | re.ASCII)
LONGEST = 60  # characters of a cell in a sentence about it


def rows_of(model: type[models.Model]) -> models.QuerySet:
    """Those that there are here: rows of the demo exist only in a demo."""
    rows = model._default_manager.all()
    known = any(field.name == "is_demo" for field in model._meta.concrete_fields)
    return rows.filter(is_demo__in=(False, settings.DEBUG)) if known else rows


def is_blank(cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def empties(cell) -> bool:
    return isinstance(cell, str) and cell.strip().lower() in NOTHING


def short(cell) -> str:
    text = text_of(cell)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class Text(widgets.Widget):
    nothing: object = ""

    def clean(self, value, row=None, **kwargs):
        return text_of(value).strip()

    def render(self, value, obj=None, **kwargs):
        return plain(text_of(value).replace("\r\n", "\n"))  # a browser sends the first, a spreadsheet the second


class OptionalText(Text):
    """Of a language that may have no words: no words are NULL there, as modeltranslation writes them."""

    nothing = None


class Choice(Text):
    """A code, or its label in any language."""

    def __init__(self, choices):
        super().__init__()
        self.codes = {}
        for code, label in choices:
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    self.codes[fold(str(label))] = code
        self.codes |= {fold(str(code)): code for code, _label in choices}
        self.labels = [label for _code, label in choices]

    def clean(self, value, row=None, **kwargs):
        code = self.codes.get(fold(text_of(value)))
        if code is None:
            all_ = ", ".join(map(str, self.labels))
            raise ValueError(_("“%(value)s” is none of these: %(all)s.") % {"value": short(value), "all": all_})
        return code


class YesOrNo(Text):
    nothing = False

    def clean(self, value, row=None, **kwargs):
        word = fold(text_of(value))
        if word not in YES + NO:
            raise ValueError(_("Write yes or no."))
        return word in YES

    def render(self, value, obj=None, **kwargs):
        return "yes" if value else "no"


class Day(Text):
    nothing = None

    def clean(self, value, row=None, **kwargs):
        day = None if days.is_doubtful(value) else days.parse(value, day_first=None)
        if day is None:
            raise ValueError(_("We could not read that day. Write it like 2026-11-22."))
        return day

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if isinstance(value, dt.date) else ""


class Hour(Text):
    """An hour on the wall: 18:30, 6:30 pm, 6 p. m., or a cell that a spreadsheet program shows as a time.

    A bare figure of such a program is none: its 0.25 is a quarter of a day, and its 18.3 may be 18:30 or 18:18.
    """

    nothing = None

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, dt.datetime | dt.time):
            return dt.time(value.hour, value.minute)
        match = None if isinstance(value, int | float) else HOUR.fullmatch(text_of(value).strip())
        hour, minute, half = match.groups() if match else ("", "", "")
        if not match or not (minute or half) or (half and not 1 <= int(hour) <= 12) or int(hour) > 23:
            raise ValueError(_("We could not read that hour. Write it like 18:30 or 6:30 pm."))
        shift = 0 if not half else 12 * (half.lower() == "p") - 12 * (int(hour) == 12)
        return dt.time(int(hour) + shift, int(minute or 0))

    def render(self, value, obj=None, **kwargs):
        return f"{value:%H:%M}" if value else ""


class WhichOfTwo(Choice):
    """The first or the second of an hour that comes twice, as the form of events has it: 0 or 1."""

    def __init__(self):
        super().__init__([("first", gettext_lazy("the first")), ("second", gettext_lazy("the second"))])

    def clean(self, value, row=None, **kwargs):
        return int(super().clean(value) == "second")

    def render(self, value, obj=None, **kwargs):
        return "" if value in (None, "") else ("first", "second")[value]


class Number(Text):
    nothing = None

    def __init__(self, *, whole: bool, most: int = LARGEST):
        super().__init__()
        self.whole, self.most = whole, most

    def clean(self, value, row=None, **kwargs):
        try:
            number = Decimal(text_of(value))
            if not number.is_finite() or (self.whole and not (0 <= number <= self.most and number == int(number))):
                raise ValueError  # in this order: 1e999999999 as a whole number fills the memory
        except (InvalidOperation, ValueError) as error:
            example = "3" if self.whole else "2500.50"
            raise ValueError(_("Write a number, like %(example)s.") % {"example": example}) from error
        return int(number) if self.whole else number

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else f"{value}"


class Several(Text):
    """A list of codes, or of names where no codes are known."""

    def __init__(self, known: dict[str, str | Promise] | None = None):
        super().__init__()
        self.known = known

    @property
    def nothing(self):
        return []

    def clean(self, value, row=None, **kwargs):
        words = [word for part in text_of(value).split(BETWEEN) if (word := part.strip())]
        unknown = [word for word in words if self.known is not None and word not in self.known]
        if unknown:
            values = {"value": short(unknown[0]), "all": ", ".join(self.known)}
            raise ValueError(_("“%(value)s” is none of these: %(all)s.") % values)
        return words

    def render(self, value, obj=None, **kwargs):
        return plain(f"{BETWEEN} ".join(value or ()))


class Ref(Text):
    """Another record, by the key that people know. All there are come along in one query."""

    nothing = None

    def __init__(self, model: type[models.Model]):
        super().__init__()
        self.model, self.rows = model, None

    def key(self, row: models.Model) -> str:
        return str(getattr(row, KEYS[self.model]))

    def found(self, key: str) -> models.Model:
        if self.rows is None:
            rows = rows_of(self.model).select_related()  # an appointment's key is of its person and term
            self.rows = {self.key(row): row for row in rows}
        if key not in self.rows:
            name = str(self.model._meta.verbose_name)
            raise ValueError(_("We know no %(name)s “%(value)s”.") % {"name": name, "value": short(key)})
        return self.rows[key]

    def clean(self, value, row=None, **kwargs):
        return self.found(text_of(value).strip())

    def render(self, value, obj=None, **kwargs):
        return plain(self.key(value)) if value else ""


class Refs(widgets.ManyToManyWidget):
    """Several other records."""

    def __init__(self, model: type[models.Model]):
        super().__init__(model)
        self.one = Ref(model)

    def clean(self, value, row=None, **kwargs):
        return [self.one.found(key) for part in text_of(value).split(BETWEEN) if (key := part.strip())]

    def render(self, value, obj=None, **kwargs):
        return self.said(value.all()) if value else ""

    def said(self, rows) -> str:
        return plain(f"{BETWEEN} ".join(sorted(self.one.key(row) for row in rows)))


def of(field: models.Field):
    """The cell of a model's column."""
    if field.many_to_many:
        return Refs(field.related_model)
    if field.is_relation:
        return Ref(field.related_model)
    if field.choices:
        return Choice(field.flatchoices)
    kinds = (
        (models.JSONField, lambda: Several(KNOWN.get(field.name))),
        (models.BooleanField, YesOrNo),
        (models.DateField, Day),
        (models.DecimalField, lambda: Number(whole=False)),
        (models.SmallIntegerField | models.PositiveSmallIntegerField, lambda: Number(whole=True, most=SMALL)),
        (models.IntegerField, lambda: Number(whole=True)),
    )
    make = next((make for kind, make in kinds if isinstance(field, kind)), None)
    return make() if make else (OptionalText() if field.null else Text())
