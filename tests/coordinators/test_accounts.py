"""Accounts at the desk: another role, closing and opening; nobody climbs, nobody locks everybody out."""

import pytest
from django.contrib.sessions.models import Session

from coordinators import accounts, roles
from coordinators.models import Appointment, User
from partners.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def refused(call, **what) -> str:
    with pytest.raises(accounts.Refused) as error:
        call(**what)
    return error.value.words


def test_administrator_gives_another_role_and_it_is_logged(administrator, coordinator):
    user = coordinator.user
    assert accounts.change_role(user=user, role=roles.STAFF, by=administrator) is True
    assert accounts.change_role(user=user, role=roles.STAFF, by=administrator) is False
    user = User.objects.get(pk=user.pk)
    assert (roles.of(user), user.is_staff) == ("staff", True)
    assert list(AuditEntry.objects.values_list("action", "actor", "record_id")) == [
        ("coordinators.role", administrator.pk, str(user.pk))
    ]


def test_what_is_refused(administrator, staff, coordinator):
    boss, other = UserFactory(is_superuser=True), UserFactory(role="staff", is_staff=True)
    change = {"call": accounts.change_role, "role": roles.STAFF}
    assert refused(**change, user=administrator, by=administrator) == accounts.OWN
    assert refused(**change, user=boss, by=administrator) == accounts.SUPER
    assert refused(**change, user=coordinator.user, by=staff) == accounts.NEEDS_ADMINISTRATOR
    assert refused(accounts.close, user=other, by=staff) == accounts.NEEDS_ADMINISTRATOR
    assert refused(accounts.close, user=staff, by=staff) == accounts.OWN
    assert refused(accounts.invite_again, user=administrator, by=staff, now=None) == accounts.NEEDS_ADMINISTRATOR
    assert AuditEntry.objects.count() == 0


def test_last_administrator_stays(administrator):
    other = UserFactory(role="administrator", is_staff=True)
    assert administrator.has_perm(accounts.CHANGE)  # as a request that began a moment ago knows it
    accounts.change_role(user=administrator, role=roles.STAFF, by=other)
    assert refused(accounts.close, user=other, by=administrator) == accounts.LAST
    assert refused(accounts.change_role, user=other, role="staff", by=administrator) == accounts.LAST
    assert User.objects.get(pk=other.pk).is_active is True


def test_closed_account_is_signed_out_at_once_and_gets_no_reminder(
    client, staff, coordinator, other_coordinator, monday
):
    client.force_login(coordinator.user)
    assert client.get("/start/").status_code == 200
    asked = Appointment.objects.asked_for_hours(monday - (monday - monday))
    before = asked.count()
    accounts.close(user=coordinator.user, by=staff)
    assert client.get("/start/").status_code == 302
    assert Session.objects.count() == 0
    assert asked.count() == before - 1
    assert coordinator.appointments.count() == 1
    accounts.reopen(user=coordinator.user, by=staff)
    assert client.get("/start/").status_code == 302  # the old session does not live again
    assert accounts.state_of(User.objects.get(pk=coordinator.user_id)) == "active"
    assert [line.action for line in AuditEntry.objects.order_by("pk")] == [
        "coordinators.deactivate",
        "coordinators.reactivate",
    ]


def test_invitation_goes_again_only_to_who_never_signed_in(staff, coordinator, now):
    user = coordinator.user
    assert accounts.invite_again(user=user, by=staff, now=now) is True
    User.objects.filter(pk=user.pk).update(last_login=now)
    assert accounts.invite_again(user=user, by=staff, now=now) is False
