"""The kinds of records, in the order in which they can be loaded: nobody refers to what comes later."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

from campaigns.models import Campaign, Fact, Milestone, Opportunity, Resource, ResourceSection
from coordinators.models import Appointment, Coordinator, Term
from events.models import Event
from partners.models import Partner, Source


@dataclass(frozen=True)
class Kind:
    """One kind: its file, its table, and what a new row gets beside the record (`initial`), which loads never touch."""

    name: str
    file: str
    model: type[Model]
    initial: Callable[[dict], dict] = field(default=lambda values: {})


KINDS = (
    Kind("sources", "sources.yaml", Source),
    Kind("terms", "terms.yaml", Term),
    Kind("coordinators", "terms.yaml", Coordinator),
    Kind("appointments", "terms.yaml", Appointment),
    Kind("partners", "partners.yaml", Partner),
    Kind("campaigns", "campaigns.yaml", Campaign),
    Kind("milestones", "milestones.yaml", Milestone),
    # a template is for staff, it is no history
    Kind("opportunities", "opportunities.yaml", Opportunity, lambda v: {"is_public": v["status"] != "template"}),
    Kind("resources", "resources.yaml", Resource),
    Kind("sections", "newsletter_2023_12.yaml", ResourceSection),
    Kind("facts", "issues_facts.yaml", Fact),
    Kind("events", "events.yaml", Event, lambda v: {"status": Event.Status.PUBLISHED}),
)


def key_of(row: Model) -> str:
    """What a record is called in content/: its slug, or the address of a source."""
    if isinstance(row, Source):
        return row.ref
    if isinstance(row, ResourceSection):
        return f"{row.resource.slug}/{row.slug}"
    if isinstance(row, Appointment):
        return f"{row.coordinator.slug}/{row.term.slug}"
    return row.slug
