"""Two rows of one person become one: every minute, letter, sentence and yes of both is there afterwards."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns import merging
from campaigns.models import (
    HandOver,
    HandOverRead,
    HourChange,
    HourEntry,
    HourProposal,
    HoursFeed,
    Placement,
    ServiceLetter,
    WeekNote,
)
from coordinators import accounts, names
from coordinators.models import Appointment, Coordinator, NameClaim, NameConsent, User
from ilp_portal import audit_log
from partners.models import AuditEntry, ImportedRecord
from tests.factories import (
    AppointmentFactory,
    CoordinatorFactory,
    HourEntryFactory,
    PlacementFactory,
    TermFactory,
    UserFactory,
)
from tests.factories.record import CitationFactory

pytestmark = pytest.mark.django_db
DAY, MONDAY = dt.date(2026, 11, 16), dt.date(2026, 11, 9)
MOVED = {"en": {"appointments": 1, "placements": 1, "hour entries": 3}}
MOVED["es"] = {"cargos": 1, "asignaciones": 1, "registros de horas": 3}


@pytest.fixture
def two(coordinator, other_coordinator, campaign, now):
    """Two accounts, both on one campaign this term, the second also on another one and in the year before."""
    before = TermFactory(slug="2025-2026", label="2025-26", starts_on="2025-08-01", ends_on="2026-07-31")
    AppointmentFactory(coordinator=other_coordinator, term=before)
    PlacementFactory(appointment=other_coordinator.appointments.get(term__slug="2026-2027"))
    for person, minutes in ((coordinator, 60), (other_coordinator, 90)):
        for place in Placement.objects.filter(appointment__coordinator=person):
            HourEntryFactory(placement=place, worked_on=DAY, minutes=minutes)
    return coordinator, other_coordinator


def merge(kept, gone, by, now, account=None):
    return merging.merge(kept=kept, gone=gone, account=account or kept.user, by=by, now=now)


def test_all_minutes_and_years_are_there_and_one_campaign_once(two, administrator, now):
    kept, gone = two
    before = HourEntry.objects.total_minutes()
    moved = merge(kept, gone, administrator, now)
    assert HourEntry.objects.of_coordinator(kept).total_minutes() == before == 240
    assert not Coordinator.objects.filter(pk=gone.pk).exists()
    assert [row.term.label for row in kept.appointments.order_by("term__starts_on")] == ["2025-26", "2026-27"]
    assert Placement.objects.filter(appointment__coordinator=kept).count() == 2
    # the year before, a campaign, the lines of the campaign that both have
    assert moved == {"coordinators.appointment": 1, "campaigns.placement": 1, "campaigns.hourentry": 1}


def test_the_other_account_is_closed_and_may_be_the_one_that_stays(two, administrator, now):
    kept, gone = two
    first, second = kept.user, gone.user
    HoursFeed.objects.create(user=first, key="k" * 43)
    merge(kept, gone, administrator, now, account=second)
    kept.refresh_from_db()
    assert kept.user == second
    assert User.objects.get(pk=first.pk).is_active is False
    assert HoursFeed.objects.get().user == second


def test_letters_keep_their_codes_and_still_verify(two, client, administrator, now):
    kept, gone = two
    letter = ServiceLetter.objects.create(
        coordinator=gone, starts_on=DAY, ends_on=DAY, terms="2026-27", minutes=90, issued_at=now
    )
    merge(kept, gone, administrator, now)
    found = ServiceLetter.objects.confirmed_by(letter.code).get()
    assert (found.coordinator, found.minutes) == (kept, 90)
    assert client.get(f"/check/{letter.code}/").status_code == 200


def test_words_offers_and_ticks_of_one_year_are_joined(two, campaign, administrator, now):
    kept, gone = two
    mine, theirs = (person.appointments.get(term__slug="2026-2027") for person in two)
    WeekNote.objects.create(appointment=mine, monday=MONDAY, quiet=True, reflection="One.", shared=True)
    WeekNote.objects.create(appointment=theirs, monday=MONDAY, reflection="Two.")
    WeekNote.objects.create(appointment=theirs, monday=DAY, reflection="Three.", shared=True)
    for place in Placement.objects.filter(campaign=campaign):
        answered = now if place.appointment == theirs else None
        offer = {"worked_on": DAY, "minutes": 30, "activity": "rally", "origin": "x:1", "answered_at": answered}
        HourProposal.objects.create(placement=place, **offer)
    page = HandOver.objects.create(campaign=campaign, term=mine.term, written_at=now)
    for ago, row in enumerate((mine, theirs)):
        HandOverRead.objects.create(hand_over=page, appointment=row, read_at=now - dt.timedelta(days=ago))
    HourChange.objects.create(appointment=theirs, action="changed", at=now)
    merge(kept, gone, administrator, now)
    notes = WeekNote.objects.filter(appointment=mine).values_list("reflection", "shared", "quiet")
    assert list(notes) == [("One.\nTwo.", False, False), ("Three.", True, False)]
    assert HourProposal.objects.get().answered_at == now
    assert HandOverRead.objects.get().read_at == now - dt.timedelta(days=1)
    assert HourChange.objects.get().appointment == mine


def test_newest_word_about_the_name_counts_and_a_name_that_is_down_stays_down(two, administrator, now):
    kept, gone = two
    own = {"way": "account", "wording": names.OWN_WORDING}
    names.choose(person=kept, shown_as="full", now=now - dt.timedelta(days=9), **own)
    names.choose(person=gone, shown_as="initials", now=now, **own)
    Coordinator.objects.filter(pk=gone.pk).update(taken_down_at=now)
    merge(kept, gone, administrator, now)
    kept.refresh_from_db()
    assert (kept.shown_as, kept.name_basis, kept.taken_down_at) == ("initials", "consent", now)
    assert [row.shown_as for row in NameConsent.objects.standing()] == ["initials"]
    assert kept.consents.count() == 2


def test_published_person_stays_published_under_the_own_address(coordinator, administrator, now, term):
    alumni = AppointmentFactory(
        coordinator__user=None, coordinator__name_basis="project-page", coordinator__shown_as="full", term=term
    ).coordinator
    ImportedRecord.objects.create(kind="coordinators", slug=alumni.slug, values={})
    CitationFactory(record=alumni)
    claim = NameClaim(person=alumni, shown_as="full", wording="name-1", language="en", requested_at=now)
    claim.name = claim.contact = "x"
    claim.save()
    merge(coordinator, alumni, administrator, now)
    coordinator.refresh_from_db()
    assert (coordinator.shown_as, coordinator.name_basis, coordinator.slug) == ("full", "project-page", alumni.slug)
    assert coordinator.citations.count() == 1
    assert NameClaim.objects.get().person == coordinator


def test_day_of_more_than_24_hours_is_refused_and_nothing_changed(two, administrator, now):
    kept, gone = two
    HourEntryFactory(
        placement=Placement.objects.filter(appointment__coordinator=gone).first(), worked_on=DAY, minutes=1215
    )
    with pytest.raises(merging.Unmergeable) as refused:
        merge(kept, gone, administrator, now)
    assert "24.25 hours on November 16, 2026" in refused.value.words
    assert Coordinator.objects.filter(pk=gone.pk, user__is_active=True).exists()
    assert HourEntry.objects.of_coordinator(gone).count() == 3


def test_long_sentences_of_one_week_are_refused(two, administrator, now):
    for person in two:
        row = person.appointments.get(term__slug="2026-2027")
        WeekNote.objects.create(appointment=row, monday=MONDAY, reflection=str(person.pk)[0] * 300)
    WeekNote.objects.filter(appointment__coordinator=two[1]).update(reflection="b" * 300)
    with pytest.raises(merging.Unmergeable):
        merge(*two, administrator, now)
    assert WeekNote.objects.count() == 2


def test_merges_that_are_refused(two, staff, administrator, now):
    kept, gone = two
    with pytest.raises(merging.Unmergeable):
        merge(kept, kept, administrator, now)
    with pytest.raises(merging.Unmergeable):
        merging.merge(kept=kept, gone=gone, account=None, by=administrator, now=now)
    Coordinator.objects.filter(pk=gone.pk).update(user=administrator)
    with pytest.raises(accounts.Refused):  # staff would close an administrator's account
        merge(kept, gone, staff, now)
    Coordinator.objects.filter(pk=gone.pk).update(is_demo=True)
    with pytest.raises(merging.Unmergeable):
        merge(kept, gone, administrator, now)
    assert Coordinator.objects.count() == 2


def test_log_says_who_merged_whom_and_how_many_of_each_kind_moved(two, administrator, now, language):
    kept, gone = two
    number, mine = gone.pk, kept.appointments.get().placements.get()
    theirs = Placement.objects.get(campaign=mine.campaign, appointment__coordinator=gone)
    HourEntryFactory.create_batch(2, placement=theirs, minutes=15)
    merge(kept, gone, administrator, now)
    entries = AuditEntry.objects.filter(action="coordinators.merge", actor=administrator)
    assert entries.get(record_id=str(number)).count == 5
    with translation.override(language):
        lines = audit_log.lines(entries.filter(record_id=str(kept.pk)), administrator)
    assert {line.fields[0]: line.count for line in lines} == MOVED[language]


def test_a_row_that_the_merge_does_not_know_is_never_lost(term):
    row = AppointmentFactory(term=term)
    ServiceLetter.objects.create(coordinator=row.coordinator, starts_on=DAY, ends_on=DAY, issued_at="2026-11-18T00:00Z")
    with pytest.raises(RuntimeError):
        merging.delete_alone(row.coordinator)
    assert (Appointment.objects.count(), ServiceLetter.objects.count()) == (1, 1)
    user = UserFactory()
    merging.delete_alone(user)
    assert not User.objects.filter(pk=user.pk).exists()


def test_page_shows_both_and_merges_with_a_tick(two, client, administrator, language):
    kept, gone = two
    client.force_login(administrator)
    with translation.override(language):
        search, path = (reverse("campaigns:person_desk_merge", args=pks) for pks in ([kept.pk], [kept.pk, gone.pk]))
    found = client.get(search).content.decode()
    assert (gone.name in found, gone.user.email in found) == (True, True)
    answer = client.get(path)
    page, radios = answer.content.decode(), answer.context["form"].fields["kept"].choices
    assert [label for _pk, label in radios] == [
        f"{letter}: {row.name} ({row.user.email})" for letter, row in zip("AB", two, strict=True)
    ]
    assert {"en": "3 h in 2 lines, 0 h approved", "es": "3 h en 2 líneas, 0 h aprobadas"}[language] in page
    typed = {"kept": gone.pk, "account": gone.user_id}
    assert client.post(path, typed).context["form"].errors.keys() == {"sure"}
    assert client.post(path, typed | {"sure": "on"})["Location"].endswith(f"/{gone.pk}/")
    assert HourEntry.objects.of_coordinator(gone).total_minutes() == 240
    assert client.get(path).status_code == 404


def test_demo_and_real_people_are_not_offered_to_each_other(client, staff, settings):
    settings.DEBUG = True  # else nobody of the demo is in any list
    rows = [CoordinatorFactory(name="Alpha Beta", user=None, is_demo=is_demo) for is_demo in (True, True, False, False)]
    client.force_login(staff)
    found = [client.get(f"/desk/people/{row.pk}/merge/").context["rows"] for row in rows]
    assert [[row.person for row in offered] for offered in found] == [[rows[other]] for other in (1, 0, 3, 2)]


def test_page_says_that_nothing_moved(client, staff):
    kept, gone = CoordinatorFactory.create_batch(2, user=None)
    client.force_login(staff)
    page = client.post(f"/desk/people/{kept.pk}/merge/{gone.pk}/", {"kept": kept.pk, "sure": "on"}, follow=True)
    nothing = "Merged. The other entry had no hours, letters or years of its own to move."
    assert [str(message) for message in page.context["messages"]] == [nothing]


def test_page_says_why_a_merge_is_refused_and_changes_nothing(two, client, staff, administrator):
    kept, gone = two
    User.objects.filter(pk=gone.user_id).update(is_staff=True)
    client.force_login(staff)
    typed = {"kept": kept.pk, "account": kept.user_id, "sure": "on"}
    page = client.post(f"/desk/people/{kept.pk}/merge/{gone.pk}/", typed).content.decode()
    assert "Only an administrator changes accounts of staff" in page
    page = client.post(f"/desk/people/{kept.pk}/merge/{kept.pk}/", typed).content.decode()
    assert "Choose two different people." in page
    assert Coordinator.objects.count() == 2
