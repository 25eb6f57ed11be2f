"""Search: what is found, in which order, by whom it must not be; the same on SQLite and PostgreSQL."""

import datetime as dt

import pytest
from django.db import connection

from ilp_portal import privacy
from ilp_portal.models import IndexState, PublicEntry
from ilp_portal.search import find, index
from ilp_portal.search.words import question
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    EventFactory,
    PartnerFactory,
    ResourceFactory,
    TermFactory,
)
from tests.factories.record import (
    FactFactory,
    MilestoneFactory,
    OpportunityFactory,
    OutcomeFactory,
    ResourceSectionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(now):
    """The titles that a question finds, in their order."""
    return lambda asked: [entry.title_en or entry.title_es for entry in find(question(asked), now=now)]


@pytest.fixture
def strike(db):
    return CampaignFactory(
        title_en="Stove strike",
        title_es="Huelga de estufas",
        summary_en="Tenants of Georgetown’s neighbors withheld wages; driver’s licenses were won.",
        summary_es="Inquilinas e inquilinos organizan la migración. Educación y organización en el año 2019.",
    )


@pytest.mark.parametrize(
    "asked",
    [
        *("stove", "STOVE", "stoves", "tenant", "tenants", "wage", "drivers licenses", "driver's license"),
        *("huelga", "huelgas", "HUELGAS", "inquilino", "inquilinos", "migracion", "Migración", "ano 2019", "año"),
        *("organización", "organizacion", "educacion", '"stove strike"', '"huelga de estufas"', "the strike"),
        *(
            "stove -casa",
            "casa OR strike",
            "casa O huelga",
            "tenants inquilinos",
            "¿huelga?",
            "la huelga de las estufas",
        ),
    ],
)
def test_forms_of_words_are_found_in_both_languages(found, strike, asked):
    MilestoneFactory(title_en="Another", title_es="Otro")
    assert found(asked) == ["Stove strike"]


@pytest.mark.parametrize("asked", ["stove -tenants", "stove casa", '"strike stove"', "-casa", "toves", "the of la de"])
def test_what_does_not_fit_is_not_found(found, strike, asked):
    assert found(asked) == []


def test_what_it_is_called_counts_more_than_what_is_said_of_it(found):
    MilestoneFactory(title_en="A year", title_es="Un año", text_en="A stove.", happened_on=dt.date(2020, 1, 1))
    CampaignFactory(title_en="The stove", title_es="La estufa")
    assert found("stove") == ["The stove", "A year"]


def test_equals_are_found_newest_first(found):
    for year in (2012, 2020, 2016):
        MilestoneFactory(title_en=f"Stove {year}", title_es=f"Estufa {year}", happened_on=dt.date(year, 1, 1))
    assert found("stove") == ["Stove 2020", "Stove 2016", "Stove 2012"]


def test_every_kind_of_the_record_is_found(now):
    resource = ResourceFactory(title_en="Quokka report", title_es="Informe quokka")
    ResourceSectionFactory(resource=resource, headline_en="Quokka", headline_es="Quokka")
    AppointmentFactory(
        term=TermFactory(focus_en="Quokka", focus_es="Quokka"),
        coordinator=CoordinatorFactory(name="Quokka One", name_basis="consent", shown_as="full"),
    )
    OutcomeFactory(text_en="Quokka won.", text_es="Ganó.", campaign=CampaignFactory(slug="won"))
    PartnerFactory(name="Quokka House")
    EventFactory(title_en="Quokka rally")
    MilestoneFactory(text_en="Quokka.")
    FactFactory(text_en="Quokka.")
    OpportunityFactory(title_en="Quokka")
    assert {entry.kind for entry in find(question("quokka"), now=now)} == set(PublicEntry.Kind.values)


HIDDEN = {
    "campaign": lambda: CampaignFactory(title_en="Quokka", is_public=False),
    "demo-campaign": lambda: CampaignFactory(title_en="Quokka", is_demo=True),
    "partner": lambda: CampaignFactory(partner=PartnerFactory(name="Quokka", is_public=False)),
    "demo-partner": lambda: EventFactory().partners.add(PartnerFactory(name="Quokka", is_demo=True)),
    "draft": lambda: EventFactory(title_en="Quokka", status="draft"),
    "demo-event": lambda: EventFactory(title_en="Quokka", is_demo=True),
    "place": lambda: EventFactory(place="Quokka", place_public=False),
    "online": lambda: EventFactory(online_url="https://meet.example/quokka", mode="online"),
    "note": lambda: EventFactory(record_note="Quokka"),
    "resource": lambda: ResourceFactory(title_en="Quokka", is_public=False),
    "section": lambda: ResourceSectionFactory(headline_en="Quokka", resource=ResourceFactory(is_public=False)),
    "publisher": lambda: ResourceFactory(publisher=PartnerFactory(name="Quokka", is_public=False)),
    "organization": lambda: OpportunityFactory(organization=PartnerFactory(name="Quokka", is_public=False)),
    "template": lambda: OpportunityFactory(title_en="Quokka", status="template"),
    "milestone": lambda: MilestoneFactory(title_en="Quokka", is_public=False),
    "fact": lambda: FactFactory(text_en="Quokka", is_public=False),
    "person": lambda: AppointmentFactory(coordinator=CoordinatorFactory(name="Quokka", shown_as="hidden")),
    "no-basis": lambda: AppointmentFactory(coordinator=CoordinatorFactory(name="Quokka", shown_as="full")),
    "initials": lambda: AppointmentFactory(
        coordinator=CoordinatorFactory(name="Q Quokka", slug="quokka", name_basis="consent", shown_as="initials")
    ),
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_public_is_neither_found_nor_kept(settings, found, now, hide):
    settings.DEBUG = True  # where demo rows have pages
    hide()
    assert found("quokka") == []
    index.refresh(now)
    assert "quokka" not in str(list(PublicEntry.objects.values())).lower()


def test_a_name_taken_down_is_not_found_at_the_next_question(found):
    person = CoordinatorFactory(name="Quokka One", name_basis="consent", shown_as="full")
    AppointmentFactory(coordinator=person)
    assert "Quokka One" in found("quokka")
    type(person).objects.filter(pk=person.pk).update(shown_as="hidden")
    assert found("quokka") == []


def test_entries_are_written_only_when_the_content_changed(now, strike, django_assert_num_queries):
    index.refresh(now)
    with django_assert_num_queries(2):  # the version, and whose the entries are
        index.refresh(now)


def test_only_what_changed_is_new(now, strike):
    partner = PartnerFactory()
    index.refresh(now)
    later = now + dt.timedelta(hours=1)
    partner.description_en = "Sings."
    partner.save()
    index.refresh(later)
    changed = PublicEntry.objects.filter(changed_at=later)
    assert [(entry.kind, entry.key) for entry in changed] == [("partner", partner.pk)]
    assert PublicEntry.objects.count() == 2


def test_a_new_release_writes_the_entries_anew(now, strike):
    index.refresh(now)
    index.forget_version()
    assert IndexState.objects.get().version == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_writing_the_entries_needs_the_same_queries_for_any_number_of_rows(now, rows, django_assert_num_queries):
    for _ in range(rows):
        EventFactory().partners.add(PartnerFactory())
        OutcomeFactory()
        ResourceSectionFactory()
        AppointmentFactory(coordinator__name_basis="consent", coordinator__shown_as="full")
    with django_assert_num_queries(29 if connection.vendor == "postgresql" else 28):
        index.refresh(now)


def test_the_hourly_erasure_forgets_a_name_that_nobody_looked_for(now):
    person = CoordinatorFactory(name="Quokka One", name_basis="consent", shown_as="full")
    AppointmentFactory(coordinator=person)
    index.refresh(now)
    type(person).objects.update(shown_as="hidden")
    assert privacy.purge(now=now)["entries of the search"] == 1
    assert "Quokka" not in str(list(PublicEntry.objects.values()))
