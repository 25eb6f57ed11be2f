"""The forms of the desk as a row of a table fills them in: with the address, and without what no file may do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from campaigns.models import Quote
from campaigns.quotes import QuoteForm
from campaigns.record_desk.forms import SLUG, SLUG_FAULT
from campaigns.record_desk.parts import CoalitionForm
from coordinators.call_forms import CallForm
from events.desk_forms import DeskForm
from events.models import Event
from events.training_forms import TrainingForm

ONE_WORD = _("Write several words with a hyphen between them, like “rally-2026-12-05”: one word may be another page.")
NO_CASE = _("Accompaniments are planned at the desk alone, so that no file tells of one.")
HAS_SHIFTS = _("It has shifts, which go along when it is moved. Move it at its own page.")
TAKEN_BACK = _(
    "Somebody of this campaign took back a quote of that day, after this one was agreed to. If this is another one, "
    "write it down at the page of quotes."
)


class Addressed:
    """The address of a record stands in the file and is not made from its title."""

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug != self.instance.slug and not SLUG.match(slug):
            raise ValidationError(SLUG_FAULT)
        if slug != self.instance.slug and "-" not in slug:
            raise ValidationError(ONE_WORD)
        return slug


class EventRow(Addressed, DeskForm):
    """A draft. It is published at the desk, never by a file."""

    class Meta(DeskForm.Meta):
        fields = ("slug", *DeskForm.Meta.fields)

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind == Event.Kind.ACCOMPANIMENT:
            raise ValidationError(NO_CASE)
        return kind

    def clean(self) -> dict:
        data = super().clean()
        event = self.instance
        if event.pk and event.starts_at != self.known_start and event.shifts.exists():
            self.add_error("held_on", HAS_SHIFTS)
        return data


class CallRow(Addressed, CallForm):
    """A draft without its questions, which are written at its page."""

    class Meta(CallForm.Meta):
        fields = ("slug", *CallForm.Meta.fields)


class TrainingRow(TrainingForm):
    class Meta(TrainingForm.Meta):
        fields = ("slug", *TrainingForm.Meta.fields)

    def clean_name_en(self) -> str:
        return self.cleaned_data["name_en"]


class QuoteRow(QuoteForm):
    """Words that were taken back do not return with an older file."""

    def clean(self) -> dict:
        data = super().clean()
        campaign, said, agreed = (data.get(name) for name in ("campaign", "said_on", "agreed_on"))
        if campaign and said and agreed:
            gone = Quote.objects.filter(campaign=campaign, said_on=said, withdrawn_on__gte=agreed)
            if gone.exists():
                self.add_error("agreed_on", TAKEN_BACK)
        return data


class CoalitionRow(CoalitionForm):
    class Meta(CoalitionForm.Meta):
        fields = ("member", *CoalitionForm.Meta.fields)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("coalition") and data["coalition"] == data.get("member"):
            self.add_error("coalition", _("An organization is no member of itself."))
        return data
