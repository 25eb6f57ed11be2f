"""Applying, confirming, changing, withdrawing, deciding: once each, and nothing is kept longer than said."""

import datetime as dt

import pytest

from coordinators import application_mail, applications
from coordinators.models import Application, ApplicationNote, Appointment, Coordinator, User
from ilp_portal import holdings
from outreach.kinds import Skip
from outreach.models import Message, Suppression
from partners import audit
from partners.models import AuditEntry
from tests.coordinators.calling import ADDRESS, apply, open_call, waiting
from tests.factories import UserFactory

State, DAY = Application.State, dt.timedelta(days=1)


@pytest.fixture
def call(db, frozen):
    return open_call()


def kinds() -> list[str]:
    return [kind.rpartition("_")[2] for kind in Message.objects.order_by("pk").values_list("kind", flat=True)]


def letter(kind: str):
    return application_mail.letter(Message.objects.filter(kind=f"coordinators.application_{kind}").last())


def test_application_is_sealed_and_its_owner_gets_the_link(call, now):
    application = apply(call)
    row = Application.objects.values().get()
    assert all(word not in str(row) for word in (ADDRESS, "applicant", "live here"))
    found = letter("confirm")
    assert (found.to, found.language, found.context["is_new"]) == (ADDRESS, "es", True)
    assert application.token in found.context["link"]
    assert "/es/" in found.context["link"]


def test_what_a_stranger_sends_for_an_address_changes_nothing_that_waits_there(call, now):
    own = apply(call, word="My own words")
    stranger = apply(call, contact=ADDRESS.upper(), word="Written by a stranger")
    own.refresh_from_db()
    assert list(own.answers.values()) == ["My own words"]
    assert [applications.behind(row.token, now) for row in (own, stranger)] == [own, stranger]
    assert kinds() == ["confirm", "confirm"]


def test_the_link_that_is_confirmed_decides_and_the_others_lead_to_it(call, now):
    rows = [apply(call, word=f"Words of {n}") for n in range(3)]
    others = [apply(call, "other@tests.example"), apply(open_call(slug="next", term=call.term))]
    assert [applications.confirm(application=rows[n], now=now) for n in (1, 0, 2)] == [True, False, False]
    assert [applications.behind(row.token, now) for row in rows] == [rows[1]] * 3
    assert [applications.behind(row.token, now) for row in others] == others
    assert [row.pk for row in Application.objects.waiting()] == [rows[1].pk]
    assert applications.purge(now=now + 2 * DAY) == 4
    assert [list(row.answers.values()) for row in Application.objects.all()] == [["Words of 1"]]


def test_withdrawing_takes_what_else_waits_for_the_address(call, now):
    rows = [apply(call, word=f"Words of {n}") for n in range(2)]
    other = apply(call, "other@tests.example")
    applications.withdraw(application=rows[0], now=now)
    assert set(Application.objects.exclude(state=State.WITHDRAWN)) == {other}
    assert applications.behind(rows[1].token, now) is None


def test_nobody_else_changes_what_was_confirmed_and_the_mail_leads_to_it(call):
    application = waiting(call)
    apply(call, contact=ADDRESS.upper(), word="Written by a stranger")
    application.refresh_from_db()
    assert "stranger" not in str(application.answers)
    assert kinds() == ["confirm", "received", "confirm"]
    found = letter("confirm")
    assert (found.context["is_new"], application.token in found.context["link"]) == (False, True)


def test_mails_to_one_address_end_and_what_nobody_could_confirm_is_not_kept(call):
    kept = [apply(call) for _ in range(applications.MAILS_A_DAY + 2)]
    assert kinds() == ["confirm"] * applications.MAILS_A_DAY
    assert (kept[-2:], Application.objects.count()) == ([None, None], applications.MAILS_A_DAY)


def test_call_that_closed_takes_nothing(call, frozen):
    application = apply(call)
    frozen.shift(10 * DAY)  # the day after the last one
    with pytest.raises(applications.CallClosed):
        applications.apply(
            call=call, contact="late@tests.example", name="x", language="en", answers={}, wording="", now=_now()
        )
    with pytest.raises(applications.CallClosed):
        applications.change(application=application, name="y", language="en", answers={}, now=_now())
    assert (Application.objects.count(), Application.objects.get().name) == (1, "An applicant")


def _now():
    return dt.datetime.now(dt.UTC)


def test_last_day_ends_at_midnight_in_new_york(call):
    last = dt.datetime(2026, 11, 28, 4, 59, tzinfo=dt.UTC)
    assert applications.may_change(apply(call), last)
    assert not applications.may_change(apply(call), last + dt.timedelta(minutes=1))


def test_confirming_twice_is_once_and_works_after_the_call_closed(call, now):
    application = apply(call)
    call.closed_at = now
    call.save()
    assert [applications.confirm(application=application, now=now) for _ in range(2)] == [True, False]
    assert kinds() == ["confirm", "received"]


def test_withdrawing_erases_at_once_with_the_notes(call, staff, now):
    application = waiting(call)
    applications.add_note(application=application, text="A canary of staff", by=staff, now=now)
    token = application.token
    applications.withdraw(application=application, now=now)
    application.refresh_from_db()
    assert (application.name, application.contact, application.answers) == ("", "", {})
    assert application.state == State.WITHDRAWN
    assert not ApplicationNote.objects.exists()
    assert applications.behind(token, now) is None
    assert list(holdings.FINDERS["coordinators.Application"](holdings.Person(ADDRESS))) == []
    assert apply(call).pk != application.pk  # the same person may apply again
    with pytest.raises(Skip):
        letter("received")


def test_accepting_invites_appoints_and_tells_in_their_language(call, staff, now):
    application = waiting(call)
    with audit.by(staff):
        done = [applications.accept(application=application, by=staff, now=now) for _ in range(2)]
    assert done == [True, False]
    user = User.objects.get(email=ADDRESS)
    person = Coordinator.objects.get(user=user)
    assert Appointment.objects.get(coordinator=person).term == call.term
    assert (person.name_basis, person.public_name, user.language, user.is_staff) == ("none", "", "es", False)
    assert letter("accepted").language == "es"
    assert Message.objects.filter(kind="account.invitation", subject_id=user.pk).count() == 1
    assert AuditEntry.objects.filter(action="coordinators.accept", record_id=str(application.pk)).count() == 1


def test_existing_account_gets_no_second_one_and_keeps_its_role(call, administrator, now):
    application = waiting(call, administrator.email)
    assert applications.accept(application=application, by=administrator, now=now)
    administrator.refresh_from_db()
    assert (User.objects.count(), administrator.is_staff) == (1, True)
    assert Appointment.objects.filter(coordinator__user=administrator, term=call.term).count() == 1
    assert not Message.objects.filter(kind="account.invitation").exists()


def test_account_that_was_closed_and_year_that_was_closed_change_nothing(call, staff, now):
    UserFactory(email=ADDRESS, is_active=False)
    application = waiting(call)
    with pytest.raises(applications.AccountClosed):
        applications.accept(application=application, by=staff, now=now)
    call.term.closed_at = now
    call.term.save()
    with pytest.raises(applications.TermClosed):
        applications.accept(application=application, by=staff, now=now)
    assert (Application.objects.get().state, Coordinator.objects.count()) == (State.WAITING, 0)


def test_refusing_is_once_told_and_cannot_become_an_acceptance(call, staff, now):
    application = waiting(call)
    assert [applications.refuse(application=application, by=staff, now=now) for _ in range(2)] == [True, False]
    assert not applications.accept(application=application, by=staff, now=now)
    assert kinds() == ["confirm", "received", "refused"]
    assert not User.objects.filter(email=ADDRESS).exists()
    assert "note" not in str(letter("refused").context)


def test_purge_takes_each_on_its_day(call, staff, now):
    refused, undecided = waiting(call, "refused@tests.example"), waiting(call, "waits@tests.example")
    applications.refuse(application=refused, by=staff, now=now)
    applications.add_note(application=refused, text="Why", by=staff, now=now)
    unconfirmed = apply(call, "nobody@tests.example")
    refused.refresh_from_db()
    for application, left in ((unconfirmed, 2), (refused, 1), (undecided, 0)):
        at = application.erased_at
        assert applications.purge(now=at - dt.timedelta(seconds=1)) == 0
        assert applications.purge(now=at) == 1
        assert Application.objects.count() == left
    assert not ApplicationNote.objects.exists()
    assert refused.erased_at == now + 30 * DAY
    assert undecided.erased_at.date() == call.closes_on + 90 * DAY


def test_address_that_stopped_us_gets_no_mail_that_a_stranger_asked_for(call, now):
    Suppression.objects.create(contact_bi=bytes(apply(call).contact_bi), reason="bounced", at=now)
    with pytest.raises(Skip, match="asked us to stop"):
        letter("confirm")


def test_what_we_hold_about_an_address_names_its_application(call):
    application = waiting(call)
    found = holdings.Person(ADDRESS)
    assert list(holdings.FINDERS["coordinators.Application"](found)) == [application]
    assert set(holdings.FINDERS["outreach.Message"](found)) == set(Message.objects.all())
