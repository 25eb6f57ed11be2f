"""What staff type at the desk to plan an event."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners.bilingual import BilingualForm
from partners.languages import NAMES as LANGUAGES_SPOKEN
from partners.models import Partner

from . import access, differences, gate, kinds
from .forms import HoursForm
from .models import Event
from .models.shift import validate_no_case

MOVED = _(
    "Somebody signed up meanwhile, so the time and place you typed were not taken. Everything else is still here."
)
OVERTAKEN = _(
    "Somebody else changed time or place meanwhile. It stands now: %(facts)s. What you typed is still here: look at it "
    "once more, then save."
)
PAST = _("This day or hour has passed: choose one to come. What took place is entered in record keeping.")
WHEN_AND_WHERE = (
    *("held_on", "start_time", "end_time", "end_day", "time_zone", "fold"),
    *("mode", "place", "neighborhood", "place_public", "online_url"),
)
ROWS = (  # heading, folded away, fields a row
    (_("What"), False, ["kind", ("title_en", "title_es"), ("summary_en", "summary_es")]),
    (_("When"), False, ["held_on", ("start_time", "end_time")]),
    (
        _("Another day, another time zone, repeats"),
        True,
        ["end_day", "time_zone", "fold", ("recurrence_en", "recurrence_es")],
    ),
    (_("Where"), False, ["mode", "place", "neighborhood", "place_public", "exact_hours_before", "online_url"]),
    (_("Sign-up"), False, ["signup_open", ("capacity", "guests_most")]),
    (_("The training it gives"), True, ["training"]),
    (
        _("Languages, access, what to bring"),
        True,
        ["languages", "interpretation", "access", ("access_note_en", "access_note_es"), ("bring_en", "bring_es")],
    ),
    (_("With whom"), True, ["partners", "campaign"]),
    (_("When a language is missing"), True, ["one_language"]),
)


class PartnersField(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        """A number that no row can have is no choice, before a database is asked for it."""
        known = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}
        if odd := [pk for pk in value if str(pk) not in known]:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": odd[0]})
        return super()._check_values(value)


class DeskForm(BilingualForm, HoursForm):
    """An event as staff plan it: both languages beside each other, the rest as is usual for its kind.

    Where people have signed up, when and where are not in it: they change on a page that tells them.
    """

    texts = gate.TEXTS

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    interpretation = forms.MultipleChoiceField(
        label=capfirst(_("interpreted into")),
        choices=list(LANGUAGES_SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access = forms.MultipleChoiceField(
        label=capfirst(_("access")),
        choices=[(code, capfirst(name)) for code, name in access.NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    partners = PartnersField(
        label=capfirst(_("partners")),
        queryset=Partner.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Event
        fields = (
            "kind",
            *(f"{name}_{code}" for name in gate.TEXTS for code in gate.CODES),
            *(
                "held_on",
                "time_zone",
                "mode",
                "place",
                "neighborhood",
                "place_public",
                "exact_hours_before",
                "online_url",
            ),
            *("signup_open", "capacity", "guests_most", "languages", "interpretation", "access"),
            *("partners", "campaign", "training", "one_language"),
        )
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
            "summary_es": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, publish: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        event, self.publish = self.instance, publish
        self.fields["mode"].required = True
        self.fields["mode"].choices = Event.Mode.choices
        self.fields["end_time"].help_text = _("Empty: as long as is usual for its kind.")
        self.fields["held_on"].help_text = ""
        self.initial["seen"], self.moved = event.revision, False
        self.is_fixed = event.pk is not None and event.rsvps.exists()
        if self.is_fixed:
            self._fix()
        if event.pk and event.status != Event.Status.DRAFT:
            del self.fields["kind"]

    def _fix(self) -> None:
        """Somebody may sign up while the form is open: what was typed then is no longer taken, and not in silence."""
        typed = (name for name in WHEN_AND_WHERE if self.add_prefix(name) in self.data)
        self.moved = any(self.fields[name].has_changed(self[name].initial, self[name].data) for name in typed)
        for name in ("seen", *WHEN_AND_WHERE, *(["exact_hours_before"] if self.instance.place_public else [])):
            del self.fields[name]

    @classmethod
    def as_typed(cls, data, now: dt.datetime) -> "DeskForm":
        """The form with what was typed so far, unchecked; what was only usual for the kind before is now what is
        usual for the kind chosen."""
        fields = cls.base_fields
        typed = {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}
        before, kind = data.get("usual_of", ""), data.get("kind", "")
        if before in kinds.TABLE and kind in kinds.TABLE:
            old, new = kinds.defaults(before, now), kinds.defaults(kind, now)
            typed |= {
                name: value for name, value in new.items() if not fields[name].has_changed(old[name], typed[name])
            }
        return cls(initial=typed)

    @property
    def usual_of(self) -> str:
        """The kind whose usual values the form began with; empty where the kind stays as it is."""
        return self.data.get("usual_of") or self.initial.get("kind", "") if "kind" in self.fields else ""

    @property
    def layout(self) -> list[tuple]:
        return [
            (heading, folded and not (self.trains and names == ["training"]), names) for heading, folded, names in ROWS
        ]

    @property
    def trains(self) -> bool:
        """Whether the kind chosen is a training: which one it gives is then asked at once."""
        return (self["kind"].value() if "kind" in self.fields else self.instance.kind) == Event.Kind.TRAINING

    def clean(self) -> dict:
        if self.moved:
            self.add_error(None, MOVED)
        if self.instance.pk and self.cleaned_data.get("seen") not in (None, self.instance.revision):
            self._say_overtaken()
        data = forms.ModelForm.clean(self) if self.is_fixed else super().clean()
        if self.is_fixed:
            self._keep_places(data)
        if not (data.get("title_en") or data.get("title_es")):
            self.add_error("title_en", _("Give it a title, in one language at least."))
        if not self.is_fixed:
            self._check_where(data)
            self._keep_out_of_the_past(data)
        if (data.get("kind") or self.instance.kind) == Event.Kind.ACCOMPANIMENT:
            self._refuse_cases(data)
        return data

    def _say_overtaken(self) -> None:
        """A page that was open before is not to put back an hour or a place that is no longer true."""
        stands = ", ".join(filter(None, (text for _label, text in differences.facts(self.instance)[:2])))
        self.add_error(None, ValidationError(OVERTAKEN, params={"facts": stands}))
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(self.instance.revision)

    def _usual_end(self, start: dt.datetime | None) -> dt.datetime | None:
        kind = self.cleaned_data.get("kind") or self.instance.kind
        typed = self.cleaned_data.get("end_time") or self.cleaned_data.get("end_day") or "end_time" in self.errors
        return kinds.usual_end(kind, start) if start and kind in kinds.TABLE and not typed else None

    def _check_where(self, data: dict) -> None:
        if data.get("place_public") and data.get("exact_hours_before"):
            self.add_error("exact_hours_before", _("Only for a place that is not public: take the tick away above."))
        if data.get("place") and not (data.get("place_public") or data.get("neighborhood")):
            self.add_error("neighborhood", _("Name the neighborhood, so that readers know whether they can come."))

    def _keep_out_of_the_past(self, data: dict) -> None:
        start, day, zone = self.instance.starts_at, data.get("held_on"), data.get("time_zone")
        is_new = self.instance.pk is None or start != self.known_start or "held_on" in self.changed_data
        if not (day and zone and is_new):
            return
        now = timezone.now()
        if start <= now if start else day < now.astimezone(ZoneInfo(zone)).date():
            self.add_error("held_on", PAST)

    def _refuse_cases(self, data: dict) -> None:
        for name in (f"{text}_{code}" for text in gate.TEXTS for code in gate.CODES):
            try:
                validate_no_case(data.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.starts_at:
            self.instance.precision = "day"
        shown = self.publish or self.instance.status == Event.Status.PUBLISHED
        if self.errors or not shown:
            return
        for column, fault in self.instance.publishing_faults(timezone.now()).items():
            name = "start_time" if column == "starts_at" else column
            self.add_error(name if name in self.fields else None, fault)
        if not self.errors:
            self.instance.status = Event.Status.PUBLISHED
