"""Rows of the record for tests: what is cited, dated, claimed and offered."""

import datetime as dt

import factory
from factory import django

from campaigns.models import Fact, Milestone, Opportunity, Outcome, ResourceSection
from partners.models import Citation, CoalitionMembership
from tests.factories import CampaignFactory, PartnerFactory, ResourceFactory, SourceFactory


class CitationFactory(django.DjangoModelFactory):
    """Pass `record`, the row that cites."""

    class Meta:
        model = Citation

    source = factory.SubFactory(SourceFactory)


class CoalitionMembershipFactory(django.DjangoModelFactory):
    class Meta:
        model = CoalitionMembership

    member = factory.SubFactory(PartnerFactory)
    coalition = factory.SubFactory(PartnerFactory, kind="coalition")


class OutcomeFactory(django.DjangoModelFactory):
    class Meta:
        model = Outcome

    campaign = factory.SubFactory(CampaignFactory)
    order = factory.Sequence(lambda n: n)
    happened_on, precision = dt.date(2019, 3, 18), "day"
    figure, unit_en, unit_es = 40, "apartments", "apartamentos"
    text_en = factory.Sequence(lambda n: f"Outcome {n}.")
    text_es = factory.Sequence(lambda n: f"Resultado {n}.")


class MilestoneFactory(django.DjangoModelFactory):
    class Meta:
        model = Milestone

    slug = factory.Sequence(lambda n: f"milestone-{n}")
    title_en = factory.Sequence(lambda n: f"Milestone {n}")
    title_es = factory.Sequence(lambda n: f"Hito {n}")
    text_en, text_es = "It happened.", "Sucedió."
    scope, happened_on, precision = "project", dt.date(2019, 3, 18), "day"


class FactFactory(django.DjangoModelFactory):
    class Meta:
        model = Fact

    slug = factory.Sequence(lambda n: f"fact-{n}")
    issue, claim_type = "wage-theft", "organization"
    claimed_by_en, claimed_by_es = "A worker center", "Un centro de trabajadores"
    text_en = factory.Sequence(lambda n: f"Fact {n}.")
    text_es = factory.Sequence(lambda n: f"Cifra {n}.")


class OpportunityFactory(django.DjangoModelFactory):
    class Meta:
        model = Opportunity

    slug = factory.Sequence(lambda n: f"opportunity-{n}")
    title_en = factory.Sequence(lambda n: f"Opportunity {n}")
    title_es = factory.Sequence(lambda n: f"Oportunidad {n}")
    summary_en, summary_es = "Take part.", "Participe."
    kind, status = "student-role", "standing"
    organization = factory.SubFactory(PartnerFactory)


class ResourceSectionFactory(django.DjangoModelFactory):
    class Meta:
        model = ResourceSection

    resource = factory.SubFactory(ResourceFactory, kind="newsletter")
    slug = factory.Sequence(lambda n: f"section-{n}")
    order = factory.Sequence(lambda n: n)
    kind, cta_kind = "report", "read"
    headline_en = factory.Sequence(lambda n: f"Headline {n}")
    headline_es = factory.Sequence(lambda n: f"Titular {n}")
    summary_en, summary_es = "What it says.", "Lo que dice."
    cta_en, cta_es = "Read the report", "Lea el informe"
