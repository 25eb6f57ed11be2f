"""The next academic year, opened from the newest in one form: its days, and who and what goes on."""

from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from coordinators import term_forms, terms
from coordinators.models import Appointment, Coordinator, Term
from partners import audit

from .models import Campaign, CampaignPartner, Placement


@dataclass(frozen=True)
class Before:
    """The newest term with what can be carried on. Four statements."""

    term: Term
    pauses: list[terms.Pause]
    campaigns: list[Campaign]
    people: list[Coordinator]

    @classmethod
    def load(cls) -> "Before | None":
        """None where there is no term yet."""
        term = Term.objects.order_by("-starts_on").first()
        if term is None:
            return None
        rows = Prefetch("partner_rows", CampaignPartner.objects.select_related("partner"))
        people = Coordinator.objects.filter(appointments__term=term)
        of_year = Q(terms=term) | Q(placements__appointment__term=term)
        campaigns = Campaign.objects.filter(of_year).distinct().own_first().prefetch_related(rows)
        pauses = [terms.pause_of(row) for row in term.breaks.all()]
        return cls(term, pauses, list(campaigns), list(people))


class CarryForm(forms.Form):
    """What of the term before goes on in the new one."""

    campaigns = forms.MultipleChoiceField(
        label=_("Campaigns that go on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=_("Coordinators who stay"), required=False, widget=forms.CheckboxSelectMultiple
    )
    placements = forms.BooleanField(label=_("They stay on the campaigns that go on"), required=False, initial=True)

    def __init__(self, *args, before: Before | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = before
        campaigns = {str(row.pk): row for row in before.campaigns} if before else {}
        people = {str(row.pk): row for row in before.people} if before else {}
        self.known = {"campaigns": campaigns, "people": people}
        self.fields["campaigns"].choices = [(pk, _with_partners(row)) for pk, row in campaigns.items()]
        self.fields["people"].choices = [(pk, row.name) for pk, row in people.items()]
        going = [pk for pk, row in campaigns.items() if row.status != Campaign.Status.COMPLETED]
        self.initial.setdefault("campaigns", going)

    def chosen(self, name: str) -> list:
        return [self.known[name][pk] for pk in self.cleaned_data[name]]


def _with_partners(campaign: Campaign) -> str:
    """The partners come along with their campaign, so they are named with it."""
    names = ", ".join(row.partner.name for row in campaign.partner_rows.all() if row.role == row.Role.PARTNER)
    return f"{campaign.title} ({names})" if names else campaign.title


class Opening:
    """The three parts of the one form: `term`, `breaks`, `carry`."""

    def __init__(self, data=None):
        self.before = Before.load()
        year = terms.following(self.before.term, self.before.pauses) if self.before else None
        self.term = term_forms.TermForm(data, initial=_beginning(self.before, year))
        self.breaks = term_forms.BreakRows(data, rows=year.pauses if year else [])
        self.carry = CarryForm(data, before=self.before)

    def is_valid(self) -> bool:
        """All parts are looked at, so that every fault is said at once."""
        term, carry = self.term.is_valid(), self.carry.is_valid()
        found = self.term.cleaned_data
        return self.breaks.fits(found.get("starts_on"), found.get("ends_on")) and term and carry

    @transaction.atomic
    def save(self) -> Term:
        """The term with everything that was chosen. Raises ValidationError or IntegrityError when somebody opened
        one on the same days meanwhile; then nothing has changed."""
        term, before = self.term.instance, self.before
        term.era = before.term.era if before else term.era
        term.full_clean()
        term.save()
        term_forms.keep_breaks(term, self.breaks.pauses)
        campaigns, people = self.carry.chosen("campaigns"), self.carry.chosen("people")
        term.campaigns.set(campaigns)
        served = {row.pk: Appointment.objects.create(coordinator=row, term=term) for row in people}
        if self.carry.cleaned_data["placements"] and served:
            _place(served, before.term, campaigns)
        audit.note("coordinators.open_term", record=term, count=len(campaigns) + len(people))
        return term


def _place(served: dict[int, Appointment], before: Term, campaigns: list[Campaign]) -> None:
    """Each of those who stay on the campaigns of the year before, as far as these go on."""
    rows = Placement.objects.filter(
        appointment__term=before, appointment__coordinator__in=served, campaign__in=campaigns
    )
    for row in rows.select_related("appointment"):
        appointment = served[row.appointment.coordinator_id]
        Placement.objects.create(appointment=appointment, campaign_id=row.campaign_id, is_demo=row.is_demo)


def _beginning(before: Before | None, year: terms.Year | None) -> dict:
    """What the form begins with."""
    if before is None:
        return {}
    target = {name: getattr(before.term, name) for name in ("weekly_hours_min", "weekly_hours_max")}
    days = {"label": year.label, "starts_on": year.starts_on, "ends_on": year.ends_on} if year else {}
    return target | days
