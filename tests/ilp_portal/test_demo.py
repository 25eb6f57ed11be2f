"""Demo rows: only under DEBUG, labelled, ahead of the clock, and never part of the record."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from campaigns.models import Campaign, HourEntry, Placement
from coordinators import roles
from coordinators.models import Appointment, Coordinator, User
from events.models import Event, Rsvp
from ilp_portal import demo
from outreach import engine
from outreach.models import Message
from partners.models import Contact, Partner
from tests.conftest import NOW
from tests.factories import CampaignFactory, EventFactory, HourEntryFactory, PartnerFactory, TermFactory

PASSWORDS = {
    demo.COORDINATOR: "tiza-nube-roca-sol",
    demo.STAFF: "lago-tren-hoja-pan",
    demo.ADMINISTRATOR: "faro-piedra-luz-rio",
}


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once; each test works in a savepoint. What begins without it: test_demo_command.py."""
    trial = override_settings(DEBUG=True, VAR_DIR=tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), transaction.atomic(), trial:
        TermFactory()
        demo.load(now=NOW, passwords=PASSWORDS)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(rows, trying, db):
    """The demo, in a copy that is one."""


def test_demo_gives_a_sign_in_for_each_role(loaded):
    accounts = {user.email: (roles.of(user), user.is_staff, user.is_demo) for user in User.objects.all()}
    assert accounts == {
        "coordinator@demo.example": ("coordinator", False, True),
        "staff@demo.example": ("staff", True, True),
        "administrator@demo.example": ("administrator", True, True),
    }
    assert all(User.objects.get(email=address).check_password(word) for address, word in PASSWORDS.items())
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == {
        ("coordinator@demo.example", True, True),
        ("staff@demo.example", True, True),
        ("administrator@demo.example", True, True),
    }


def test_demo_places_the_coordinator_in_the_term_of_today(loaded, term):
    placement = Placement.objects.get(appointment__coordinator__slug="demo-coordinator")
    assert (placement.appointment.term, placement.campaign.slug, placement.is_demo) == (term, "demo-campaign", True)
    assert placement.appointment.coordinator.user.email == "coordinator@demo.example"
    assert placement.campaign.partners.get().contacts.get().name == "Demo contact"


def test_demo_is_labelled_in_both_languages(loaded):
    campaign, rally, partner = Campaign.objects.get(), Event.objects.get(kind="rally"), Partner.objects.get()
    for row in (campaign, rally):
        assert (row.title_en[:6], row.title_es[:15]) == (
            "Demo: ",
            "Demostración: i" if row == campaign else "Demostración: m",
        )
    assert (partner.name, partner.description_en[:6], partner.description_es[:14]) == (
        "Demo partner",
        "Demo: ",
        "Demostración: ",
    )


def test_demo_rally_is_seven_days_ahead_and_takes_signups(loaded, now):
    rally = Event.objects.get(kind="rally")
    assert rally.starts_at == dt.datetime(2026, 11, 25, 23, 0, tzinfo=dt.UTC)  # 18:00 in New York
    assert rally.ends_at - rally.starts_at == dt.timedelta(minutes=90)
    assert (rally.held_on, rally.takes_signups(now)) == (dt.date(2026, 11, 25), True)


def test_demo_fills_the_ledger_with_what_the_engine_did(loaded, frozen, now):
    engine.run_once()
    states = Counter(Message.objects.values_list("kind", "state"))
    assert states == {
        ("coordinators.application_confirm", "sent"): 1,
        ("coordinators.application_received", "sent"): 1,
        ("events.confirmation", "sent"): 4,
        ("events.confirmation", "suppressed"): 1,
        ("events.reminder", "queued"): 9,
        ("events.reminder", "suppressed"): 3,
    }
    assert Message.objects.filter(state="queued", next_at__lte=now + dt.timedelta(hours=48)).count() == 3
    assert Message.objects.filter(state="sent", tries=None).count() == 0


def test_demo_removed_leaves_no_message(loaded):
    assert Message.objects.count() == 19
    demo.remove()
    assert (Message.objects.count(), Rsvp.objects.count()) == (0, 0)


def test_demo_loaded_again_changes_nothing(loaded, now):
    models = (User, Coordinator, Appointment, Placement, HourEntry, Partner, Contact, Campaign, Event, Rsvp, Message)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    demo.load(now=now + dt.timedelta(days=4), passwords=PASSWORDS)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


@pytest.mark.parametrize(("days", "rallies"), [(5, 1), (6, 2), (30, 2)])
def test_demo_keeps_a_rally_ahead(loaded, now, days, rallies):
    later = now + dt.timedelta(days=days)
    demo.load(now=later, passwords=PASSWORDS)
    assert Event.objects.filter(kind="rally").count() == rallies
    assert Event.objects.public().upcoming(later + dt.timedelta(days=2)).count() == 1


def test_demo_replaces_a_rally_that_was_cancelled(loaded, now):
    rallies = Event.objects.filter(kind="rally")
    rallies.update(status="cancelled")
    demo.load(now=now + dt.timedelta(days=1), passwords=PASSWORDS)
    assert list(rallies.order_by("starts_at").values_list("status", flat=True)) == ["cancelled", "published"]


def test_demo_stays_out_of_the_record(loaded):
    own = CampaignFactory(), EventFactory(), PartnerFactory()
    rows = [model.objects.on_record() for model in (Campaign, Event, Partner)]
    assert [list(found) for found in rows] == [[row] for row in own]
    assert Coordinator.objects.count() == 5
    assert list(Coordinator.objects.named_in_public()) == []
    assert {person.public_name for person in Coordinator.objects.all()} == {""}
    assert list(Appointment.objects.on_record()) == []
    assert HourEntry.objects.approved().count() > 20
    assert HourEntry.objects.on_record().total_minutes() == 0


@pytest.mark.parametrize(("days", "ahead"), [(0, 1), (3, 1), (5, 2)])
def test_demo_coordinator_finds_an_accompaniment_on_the_desk(loaded, client, frozen, now, days, ahead):
    frozen.move_to(now + dt.timedelta(days=days))
    demo.load(now=now + dt.timedelta(days=days), passwords=PASSWORDS)
    assert Event.objects.filter(kind="accompaniment", is_demo=True).count() == ahead
    client.force_login(User.objects.get(email=demo.COORDINATOR))
    html = client.get(reverse("events:accompaniment_list")).content.decode()
    assert ("Take this shift" in html, "Demo: by the fountain" in html) == (True, False)


def test_demo_is_public_only_under_debug(loaded, settings):
    assert [model.objects.public().count() for model in (Campaign, Event, Partner)] == [1, 1, 1]
    settings.DEBUG = False
    assert [model.objects.public().count() for model in (Campaign, Event, Partner)] == [0, 0, 0]


def test_remove_deletes_every_demo_row_and_nothing_else(loaded, trying, coordinator, campaign):
    trying.DEBUG = False
    demo_placement = Placement.objects.get(is_demo=True, appointment__coordinator__slug="demo-coordinator")
    HourEntryFactory(placement=demo_placement)
    real = Placement.objects.create(appointment=demo_placement.appointment, campaign=campaign)  # by staff who tried it
    HourEntryFactory(placement=real)
    kept = HourEntryFactory(placement=Placement.objects.get(appointment__coordinator=coordinator))
    Rsvp.objects.create(event=Event.objects.get(kind="rally"), contact_ct=b"c", contact_bi=b"i", language="es")
    call_command("load_demo", remove=True, stdout=StringIO())
    for model in (User, Coordinator, Campaign, Partner, Event, Contact):
        assert not model.objects.filter(is_demo=True).exists(), model
    assert (list(HourEntry.objects.all()), list(Coordinator.objects.all())) == ([kept], [coordinator])
    assert Rsvp.objects.count() == EmailAddress.objects.count() == 0


def test_remove_names_the_row_that_stands_in_the_way(loaded, trying):
    from tests.factories import ResourceFactory

    report = ResourceFactory(publisher=Partner.objects.get())
    with pytest.raises(CommandError, match=f"resource {report.pk}"):
        call_command("load_demo", remove=True)
    assert Event.objects.filter(is_demo=True).exists()
