"""The columns of what is written at a desk of its own: events, calls, quotes, trainings, ties between organizations.

Events and calls come in as drafts; nothing that readers see already is changed by a file.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.fields import Field

from campaigns import weeks
from campaigns.imports.table import text_of
from campaigns.models import Quote, Report
from campaigns.spreadsheets import plain
from coordinators import calls
from coordinators.models import Call
from events import kinds, plans
from events.forms import on_the_wall
from events.models import Event, Training
from partners.models import CoalitionMembership

from . import cells, row_forms
from .formed import FormResource
from .resources import both


class _Wall(Field):
    """A field of the form of events that is no column: what the clock on the wall shows, in the event's own zone."""

    def get_value(self, instance):
        return on_the_wall(instance).get(self.attribute)


class EventResource(FormResource):
    form_class = row_forms.EventRow
    told = ("status", "precision", "term", "ilp_role")
    start_time = _Wall("start_time", "start_time", cells.Hour())
    end_time = _Wall("end_time", "end_time", cells.Hour())
    end_day = _Wall("end_day", "end_day", cells.Day())
    which_of_two = _Wall("fold", "which_of_two", cells.WhichOfTwo())

    class Meta:
        model = Event
        import_id_fields = ("slug",)
        fields = (
            *("slug", *both("title", "summary"), "kind", "status", "held_on", "precision", "start_time", "end_time"),
            *("end_day", "which_of_two", "time_zone", *both("recurrence"), "mode", "place", "place_public"),
            *("neighborhood", "exact_hours_before", "signup_open", "capacity", "guests_most", "training", "languages"),
            *("interpretation", "access", *both("access_note", "bring"), "partners", "campaign", "one_language"),
            *("term", "ilp_role"),
        )

    def get_queryset(self):
        """Nothing of an accompaniment, neither out nor beside a row that comes in."""
        return super().get_queryset().exclude(kind=Event.Kind.ACCOMPANIMENT)

    def refusal(self, record: Event) -> str:
        if record.status == Event.Status.DRAFT:
            return ""
        return _("It is no draft any more. Change it at its own page, which tells the people who signed up.")

    def arguments(self, record: Event, typed: dict) -> dict:
        """A new one begins with what is usual for its kind, as at the desk, but for its day and hour."""
        usual = {"mode": Event.Mode.IN_PERSON}
        if record.pk is not None:
            return {}
        if typed.get("kind") in kinds.TABLE:
            usual |= kinds.defaults(typed["kind"], timezone.now()) | {"held_on": None, "start_time": None}
        return {"initial": usual}

    def save_form(self, form, *, is_new: bool) -> None:
        (plans.add if is_new else plans.change)(form, timezone.now())

    def put_back(self, row: Event, values: dict) -> None:
        """Shifts that were planned since would stay where they are."""
        hours = row.starts_at, row.ends_at
        super().put_back(row, values)
        if (row.starts_at, row.ends_at) != hours and row.shifts.exists():
            raise ValidationError(row_forms.HAS_SHIFTS)


class CallResource(FormResource):
    form_class = row_forms.CallRow
    told = ("published_at", "closed_at")

    class Meta:
        model = Call
        import_id_fields = ("slug",)
        fields = ("slug", "term", *both("title", "text"), "opens_on", "closes_on", "published_at", "closed_at")

    def refusal(self, record: Call) -> str:
        return _("It is no draft any more. Change it at its own page.") if record.published_at else ""

    def arguments(self, record: Call, typed: dict) -> dict:
        return {"today": calls.today_of(timezone.now())}

    def save_form(self, form, *, is_new: bool) -> None:
        calls.save(form=form, questions=None)


class QuoteResource(FormResource):
    """Known again by its campaign and its words: other words are another quote, and need a consent of their own."""

    form_class = row_forms.QuoteRow

    class Meta:
        model = Quote
        import_id_fields = ("campaign", "text_en")
        fields = ("campaign", "partner", *both("text", "said_by"), "said_on", "agreed_on", "agreed_how")

    def get_queryset(self):
        """Of what was taken back there are no words any more."""
        return super().get_queryset().agreed()

    def refusal(self, record: Quote) -> str:
        return _("The person agreed to this quote as it stands here. Withdraw it and write a new one.")

    def needed(self, keys: list[int]) -> set[int]:
        """A frozen report would say that somebody took the quote back."""
        return Report.objects.frozen().quoted() & set(keys)

    def arguments(self, record: Quote, typed: dict) -> dict:
        return {"today": weeks.today(timezone.now())}


class TrainingResource(FormResource):
    form_class = row_forms.TrainingRow

    class Meta:
        model = Training
        import_id_fields = ("slug",)
        fields = ("slug", *both("name"), "months_valid")


class CoalitionResource(FormResource):
    """A tie is known again by both organizations; to a coalition that has no page here, by its English name."""

    form_class = row_forms.CoalitionRow

    class Meta:
        model = CoalitionMembership
        import_id_fields = ("member", "coalition", "name_en")
        fields = ("member", "coalition", *both("name"), "order")

    def before_import_row(self, row, **kwargs):
        """A file of ties to pages alone needs no column of names."""
        row.setdefault("name_en", "")
        super().before_import_row(row, **kwargs)

    def key_of(self, row: CoalitionMembership) -> tuple[str, ...]:
        member, coalition, name = super().key_of(row)
        return member, coalition, "" if coalition else name

    def key_in(self, row: dict) -> tuple[str, ...]:
        said = (row.get(key) for key in self.get_import_id_fields())
        member, coalition, name = ("" if cells.empties(cell) else plain(text_of(cell).strip()) for cell in said)
        return member, coalition, "" if coalition else name
