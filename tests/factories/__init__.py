"""Rows for tests. People are named by role and number, never invented."""

import datetime as dt

import factory
from django.contrib.auth.models import Group
from factory import django

from campaigns.models import Campaign, CampaignPartner, HourEntry, Placement, Resource
from coordinators import roles
from coordinators.models import Appointment, Coordinator, Term, User
from events.models import Event, Shift
from partners.models import Contact, Partner, Source

JOINED = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)  # of accounts, before any week that a test asks about


class UserFactory(django.DjangoModelFactory):
    """`role` puts the user into that group (administrator, staff, coordinator)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@tests.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    date_joined = JOINED

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if create and extracted:  # as roles.give, which first looks for what a new user does not have
            self.groups.add(Group.objects.get(name=extracted))
            if self.is_staff != (extracted in roles.OPENS_ADMIN):
                self.is_staff = not self.is_staff
                self.save(update_fields=["is_staff"])


class TermFactory(django.DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ("slug",)

    slug, label = "2026-2027", "2026-27"
    starts_on, ends_on = dt.date(2026, 8, 1), dt.date(2027, 7, 31)
    weekly_hours_min, weekly_hours_max, hours_basis = 5, 10, "standing-page"
    focus_en, focus_es = "To be announced by the project.", "Por anunciar por el proyecto."


class PartnerFactory(django.DjangoModelFactory):
    class Meta:
        model = Partner

    slug = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Partner {n}")
    kind, relationship, region = "community-organization", "campaign-partner", "dc-area"
    documented_with_ilp = True
    description_en, description_es = "Organizes with tenants.", "Organiza junto a inquilinas e inquilinos."


class ContactFactory(django.DjangoModelFactory):
    class Meta:
        model = Contact

    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    email = factory.Sequence(lambda n: f"contact{n}@tests.example")


class SourceFactory(django.DjangoModelFactory):
    class Meta:
        model = Source

    ref = factory.Sequence(lambda n: f"https://source{n}.example/page")
    title = factory.Sequence(lambda n: f"Source {n}")
    publisher = "Publisher"
    public_link = "yes"


class CoordinatorFactory(django.DjangoModelFactory):
    class Meta:
        model = Coordinator

    name = factory.Sequence(lambda n: f"Coordinator {n}")
    slug = factory.Sequence(lambda n: f"coordinator-{n}")
    user = factory.SubFactory(UserFactory, role="coordinator")


class AppointmentFactory(django.DjangoModelFactory):
    class Meta:
        model = Appointment

    coordinator = factory.SubFactory(CoordinatorFactory)
    term = factory.SubFactory(TermFactory)


class CampaignFactory(django.DjangoModelFactory):
    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"campaign-{n}")
    title_en = factory.Sequence(lambda n: f"Campaign {n}")
    title_es = factory.Sequence(lambda n: f"Campaña {n}")
    scope, kinds, emblem = "ilp", ["tenant"], "home"
    summary_en, summary_es = "Tenants organize.", "Inquilinas e inquilinos se organizan."

    @factory.post_generation
    def partner(self, create, extracted, **kwargs):
        if create and extracted:
            CampaignPartner.objects.create(campaign=self, partner=extracted)


class PlacementFactory(django.DjangoModelFactory):
    class Meta:
        model = Placement

    appointment = factory.SubFactory(AppointmentFactory)
    campaign = factory.SubFactory(CampaignFactory)


class HourEntryFactory(django.DjangoModelFactory):
    class Meta:
        model = HourEntry

    placement = factory.SubFactory(PlacementFactory)
    worked_on = dt.date(2026, 11, 16)
    minutes = 60


class ResourceFactory(django.DjangoModelFactory):
    class Meta:
        model = Resource

    slug = factory.Sequence(lambda n: f"resource-{n}")
    title_en = factory.Sequence(lambda n: f"Report {n}")
    title_es = factory.Sequence(lambda n: f"Informe {n}")
    summary_en, summary_es = "What the report says.", "Lo que dice el informe."
    kind, languages = "report", ["en"]
    publisher = factory.SubFactory(PartnerFactory)


class EventFactory(django.DjangoModelFactory):
    """A published rally on Saturday, December 5, 2026, 11:00 am to 12:30 pm in New York, open for sign-up."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    title_en = factory.Sequence(lambda n: f"Rally {n}")
    title_es = factory.Sequence(lambda n: f"Manifestación {n}")
    summary_en, summary_es = "Stand with tenants.", "Acompañe a inquilinas e inquilinos."
    kind, status, mode = "rally", "published", "in-person"
    starts_at = dt.datetime(2026, 12, 5, 16, 0, tzinfo=dt.UTC)
    ends_at = dt.datetime(2026, 12, 5, 17, 30, tzinfo=dt.UTC)
    held_on = dt.date(2026, 12, 5)
    place, neighborhood = "100 Example Street NW, Washington, DC", "Columbia Heights"
    languages = ["es", "en"]
    signup_open = True


class ShiftFactory(django.DjangoModelFactory):
    """The first hour of an event, for two people."""

    class Meta:
        model = Shift

    event = factory.SubFactory(EventFactory)
    role_en, role_es = "Welcome people", "Recibir a la gente"
    starts_at = factory.SelfAttribute("event.starts_at")
    ends_at = factory.LazyAttribute(lambda shift: shift.starts_at + dt.timedelta(hours=1))
    capacity = 2
