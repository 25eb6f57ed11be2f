"""What a person says about a sheet: the file or its rows; which column is which."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from . import columns, days
from .kept_rows import MARK
from .reading import MAX_BYTES, Cell, Refused
from .reasons import REFUSALS
from .table import Table, text_of

LONGEST_CHOICE = 40  # characters of a head in a list of columns


class _File(forms.FileField):
    """Needed unless there is something else, which the form sees; so it is not marked as optional."""

    def clean(self, data, initial=None):
        return super().clean(data, initial) if data else None


class _Rows(forms.CharField):
    """As _File."""

    def validate(self, value) -> None:
        pass


class SheetForm(forms.Form):
    """A file or pasted rows. Once valid there are `content`, `table` and `name`."""

    use_required_attribute = False

    file = _File(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("XLSX or CSV, up to 10 MB and 100,000 rows. Of an XLSX we read the first sheet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"max_length": _("The name of this file is too long. Give it a shorter one.")},
    )
    text = _Rows(
        label=_("Or paste rows"),
        strip=False,
        help_text=_("Mark the cells in your spreadsheet with their headings, copy them and paste them here."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    content: bytes
    table: Table
    name: str

    def clean(self) -> dict:
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if file and text.strip():
            self.add_error("file", REFUSALS["both"])
        elif file and file.size > MAX_BYTES:
            self.add_error("file", REFUSALS["too_large"])
        else:
            self.name = file.name if file else ""
            self.content = file.read() if file else text.encode("utf-8", "replace")
            self._open("text" if text.strip() else "file")
        return cleaned

    def _open(self, name: str) -> None:
        try:
            if self.content.startswith(MARK):  # only we write these
                raise Refused("no_table")
            self.table = Table.open(self.content)
        except Refused as error:
            self.add_error(name, REFUSALS[error.code])


class ColumnsForm(forms.Form):
    """Which column is which. Once valid there is `mapping`; `asks_order` says whether the order has to be told."""

    use_required_attribute = False

    def __init__(self, *args, table: Table, asks_order: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this sheet")), *((str(n), choice(table, n)) for n in range(table.width))]
        for name, label in columns.LABELS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=choices, coerce=int, empty_value=None, required=name == "day"
            )
            self.fields[name].error_messages |= {
                "required": _("Say which column has the day."),
                "invalid_choice": _("Choose one of these columns."),
            }
        if asks_order:
            self.fields["order"] = self._order(doubtful_of(table, self._value("day")))

    def _value(self, name: str) -> object:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    @staticmethod
    def _order(cell: Cell) -> forms.ChoiceField:
        readings = [(word, days.parse(cell, day_first=word == "day")) for word in ("month", "day")]
        choices = [(word, formats.date_format(day, "DATE_FORMAT")) for word, day in readings if day]
        if not choices:
            choices = [("month", _("First the month, then the day")), ("day", _("First the day, then the month"))]
        return forms.ChoiceField(
            label=_("Which day is %(value)s?") % {"value": text_of(cell)} if cell else _("How are the days written?"),
            choices=choices,
            widget=forms.RadioSelect,
            help_text=_("The days of this sheet can be read in two ways. Your answer counts for all of them."),
            error_messages={"required": REFUSALS["order"], "invalid_choice": REFUSALS["order"]},
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        told = "time" in self.errors or "minutes" in self.errors
        if not told and cleaned.get("time") is None and cleaned.get("minutes") is None:
            self.add_error("time", _("Say which column has the hours, or the minutes."))
        taken: dict[int, str] = {}
        for name in columns.LABELS:
            column = cleaned.get(name)
            if column is not None and column in taken:
                text = _("This column is “%(label)s” already.") % {"label": columns.LABELS[taken[column]]}
                self.add_error(name, ValidationError(text))
            elif column is not None:
                taken[column] = name
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in columns.LABELS if self.cleaned_data.get(name) is not None}

    @property
    def day_first(self) -> bool | None:
        order = self.cleaned_data.get("order")
        return order == "day" if order else None


def letter(column: int) -> str:
    """A, B, ... Z, AA, as spreadsheet programs name columns."""
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def choice(table: Table, column: int) -> str:
    """How a column is named in a list: by its letter and its head, else by what stands in it first."""
    name = table.head[column] if column < len(table.head) else ""
    if not name:
        name = next((text_of(row[column]) for row in table.samples if column < len(row) and row[column]), "")
    return f"{letter(column)}: {name[:LONGEST_CHOICE]}" if name else letter(column)


def doubtful_of(table: Table, column: object) -> Cell:
    """A value of the column that could be two days, out of the first rows; None without one."""
    if not str(column).isdecimal() or int(column) >= table.width:
        return None
    return next(filter(days.is_doubtful, table.column(int(column))), None)
