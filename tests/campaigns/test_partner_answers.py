"""What a partner says of hours: approved through its link, or not right; staff have the last word."""

import datetime as dt

import pytest

from campaigns import actions, approval, partner_answers, trail
from campaigns.models import CampaignPartner, HourChange, HourEntry, PartnerLink, PartnerWord
from campaigns.partner_forms import PartnerWordForm
from tests.factories import AppointmentFactory, CampaignFactory, HourEntryFactory, PartnerFactory, PlacementFactory

SEEN = {"minutes": 60, "activity": "meeting"}


@pytest.fixture
def partner(campaign):
    partner = PartnerFactory(name="CARECEN")
    CampaignPartner.objects.create(campaign=campaign, partner=partner)
    return partner


@pytest.fixture
def link(partner, now):
    return PartnerLink.objects.create(partner=partner, language="es", made_at=now, expires_on=dt.date(2027, 8, 30))


@pytest.fixture
def line(coordinator):
    return HourEntryFactory(placement=coordinator.appointments.get().placements.get())


@pytest.fixture
def foreign(coordinator):
    """The same person's hours for somebody else: another partner's, and the campaign that only addresses this one."""
    placement = PlacementFactory(appointment=coordinator.appointments.get(), campaign=CampaignFactory())
    return HourEntryFactory(placement=placement)


def said(line, link, now, text="") -> PartnerWord:
    return partner_answers.say_wrong(link=link, entry_id=line.pk, revision=line.revision, text=text, at=now)


def test_approval_takes_what_was_seen_and_is_theirs(link, line, foreign, partner, now):
    addressed = CampaignFactory()
    CampaignPartner.objects.create(campaign=addressed, partner=partner, role="institution")
    third = HourEntryFactory(placement=PlacementFactory(campaign=addressed))
    changed = HourEntryFactory(placement=line.placement, revision=2)
    seen = {line.pk: 1, changed.pk: 1, foreign.pk: 1, third.pk: 1, 10**17: 1}
    assert partner_answers.approve(link=link, seen=seen, at=now) == 1
    assert partner_answers.approve(link=link, seen=seen, at=now) == 0
    line.refresh_from_db()
    assert (line.approved_at, line.approved_by, line.approved_through) == (now, None, link)
    assert set(HourEntry.objects.approved()) == {line}


def test_people_without_an_account_are_approved_too(link, partner, campaign, term, now):
    appointment = AppointmentFactory(term=term, coordinator__user=None)
    line = HourEntryFactory(placement=PlacementFactory(appointment=appointment, campaign=campaign))
    assert partner_answers.approve(link=link, seen={line.pk: 1}, at=now) == 1


def test_approval_counts_in_public_totals_and_is_taken_back_by_staff(link, line, staff, campaign, now):
    partner_answers.approve(link=link, seen={line.pk: 1}, at=now)
    assert HourEntry.objects.public_of(campaign).total_minutes() == 60
    assert actions.take_back(entries=HourEntry.objects.all(), by=staff, at=now) == 1
    line.refresh_from_db()
    assert (line.approved_at, line.approved_through) == (None, None)
    (step,) = trail.steps_of([line])[line.pk]
    assert (step.approved_by, step.approved_at) == ("CARECEN", now)


def test_partner_takes_back_its_own_press_alone(link, line, staff, partner, now):
    later, by_staff = now + dt.timedelta(minutes=1), HourEntryFactory(placement=line.placement)
    actions.approve_hours(entries=HourEntry.objects.filter(pk=by_staff.pk), by=staff, at=now)
    partner_answers.approve(link=link, seen={line.pk: 1}, at=now)
    other = PartnerLink.objects.create(partner=partner, made_at=now, expires_on=dt.date(2027, 8, 30))
    assert partner_answers.take_back(link=other, approved_at=now, at=later) == 0
    assert partner_answers.take_back(link=link, approved_at=None, at=later) == 0
    assert partner_answers.take_back(link=link, approved_at=now, at=later) == 1
    assert (list(HourEntry.objects.approved()), HourChange.objects.get().by) == ([by_staff], None)


def test_a_word_keeps_the_line_waiting_and_out_of_approve_all(link, line, partner, now):
    assert [said(line, link, now).pk, said(line, link, now, "Era otro día").pk] == [PartnerWord.objects.get().pk] * 2
    assert PartnerWord.objects.get().text == "Era otro día"
    other = PartnerLink.objects.create(partner=partner, made_at=now, expires_on=dt.date(2027, 8, 30))
    assert [partner_answers.approve(link=one, seen={line.pk: 1}, at=now) for one in (link, other)] == [0, 0]
    assert approval.counts() == {"waiting": 1, "asked": 0, "doubted": 1}
    assert list(approval.narrowed(state=approval.State.DOUBTED)) == [line]
    assert partner_answers.unsay(link=link, entry_id=line.pk, at=now)
    assert not partner_answers.unsay(link=link, entry_id=line.pk, at=now)
    assert partner_answers.approve(link=link, seen={line.pk: 1}, at=now) == 1


def test_lines_of_others_are_refused_and_stay_as_they_are(link, line, foreign, now):
    for pk in (foreign.pk, 10**17):
        with pytest.raises(partner_answers.NotTheirs):
            partner_answers.say_wrong(link=link, entry_id=pk, revision=1, text="", at=now)
        with pytest.raises(partner_answers.NotTheirs):
            partner_answers.unsay(link=link, entry_id=pk, at=now)
    assert PartnerWord.objects.count() == 0


def test_a_line_that_is_no_more_what_was_read_takes_no_word(link, line, staff, now):
    with pytest.raises(actions.Stale):
        partner_answers.say_wrong(link=link, entry_id=line.pk, revision=2, text="", at=now)
    actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now)
    with pytest.raises(actions.Stale):
        said(line, link, now)
    assert PartnerWord.objects.count() == 0


@pytest.mark.parametrize("how", ["approve", "ask", "dismiss"])
def test_staff_settle_a_word_in_three_ways(link, line, staff, now, how):
    said(line, link, now)
    at, rows = now + dt.timedelta(hours=1), {"entries": HourEntry.objects.all(), "by": staff}
    verbs = {
        "approve": lambda: actions.approve_hours(**rows, at=at),
        "ask": lambda: actions.ask_about(**rows, word="Which day?", at=at),
        "dismiss": lambda: partner_answers.dismiss(entry_id=line.pk, by=staff, at=at),
    }
    assert verbs[how]() == 1
    word = PartnerWord.objects.get()
    assert (word.settled_by, word.settled_at) == (staff, at)
    assert not partner_answers.dismiss(entry_id=line.pk, by=staff, at=at)


def test_nobody_settles_a_word_about_their_own_hours(link, line, coordinator, now):
    said(line, link, now)
    assert not partner_answers.dismiss(entry_id=line.pk, by=coordinator.user, at=now)
    assert PartnerWord.objects.waiting().count() == 1


def test_silent_partner_holds_nobody_up(link, line, staff, now):
    assert actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now + dt.timedelta(days=7)) == 1


def test_word_about_a_line_stays_open_when_the_coordinator_corrects_it(link, line, coordinator, now):
    said(line, link, now)
    values = {"placement": line.placement, "worked_on": line.worked_on, "note": "", **SEEN, "minutes": 90}
    actions.change_hours(entry=line, by=coordinator.user, now=now, **values)
    assert PartnerWord.objects.waiting().get().revision == 1


def test_words_are_erased_fourteen_days_after_the_term(link, line, term, now):
    said(line, link, now)
    assert partner_answers.forget(term.ends_on + dt.timedelta(days=14)) == 0
    assert partner_answers.forget(term.ends_on + dt.timedelta(days=15)) == 1


def test_word_names_no_person_and_holds_no_odd_signs():
    texts = ["", "Era otro día 😀", "Call 202-555-0147", "A 123-456-789", "x" * 281, "a\x00b"]
    assert [PartnerWordForm({"text": text}).is_valid() for text in texts] == [True, True] + [False] * 4


def test_staff_read_the_word_and_dismiss_it_on_the_page_of_hours(client, staff, link, line, frozen, now):
    said(line, link, now, "Fue el martes")
    client.force_login(staff)
    page = client.get("/desk/hours/?state=doubted").content.decode()
    assert ("CARECEN said on November 18, 2026: this is not right." in page, "“Fue el martes”" in page) == (True, True)
    for value in ("x", str(10**30), str(line.pk + 1)):
        client.post("/desk/hours/decide/", {"dismiss": value})
    assert PartnerWord.objects.waiting().count() == 1
    client.post("/desk/hours/decide/?state=doubted", {"dismiss": line.pk})
    assert (PartnerWord.objects.waiting().count(), HourEntry.objects.waiting().count()) == (0, 1)
    partner_answers.approve(link=link, seen={line.pk: 1}, at=now)
    assert (
        "by CARECEN, with its partner link, on November 18"
        in client.get("/desk/hours/?state=approved").content.decode()
    )
