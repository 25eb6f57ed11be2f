"""Accounts in the admin: adding one is the invitation; nobody climbs."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from coordinators import actions, roles
from coordinators.models import User
from outreach.models import Message
from partners.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/coordinators/user/"


@pytest.fixture
def desk(client, administrator):
    """Somebody who proved a moment ago who they are."""
    client.force_login(administrator)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(administrator.pk)
    session.save()
    return client


def account(**changes) -> dict:
    plain = {"email": "new@tests.example", "name": "Person", "language": "es", "role": "coordinator"}
    more = {"time_zone": "America/New_York", "nudge": "on", "nudge_at": "18:00", "is_active": "on"}
    return {**plain, **more, **changes}


@pytest.mark.parametrize("role", roles.NAMES)
def test_adding_an_account_invites(desk, role):
    assert desk.post(f"{LIST}add/", account(email="New@Tests.example", role=role)).status_code == 302
    user = User.objects.get(email="new@tests.example")
    assert (roles.of(user), user.language, user.has_usable_password()) == (role, "es", False)
    assert EmailAddress.objects.get(user=user).verified
    assert Message.objects.values_list("kind", "subject_id").get() == ("account.invitation", user.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "none"), ("email", ""), ("role", "emperor"), ("role", ""), ("language", "fr"), ("name", "x" * 81)],
)
def test_account_that_cannot_be_is_refused_at_its_field(desk, field, value):
    page = desk.post(f"{LIST}add/", account(**{field: value}))
    assert (page.status_code, list(page.context["adminform"].errors), Message.objects.count()) == (200, [field], 0)


def test_address_that_has_an_account_is_refused(desk):
    UserFactory(email="known@tests.example")
    page = desk.post(f"{LIST}add/", account(email="Known@tests.example"))
    assert list(page.context["adminform"].errors) == ["email"]


@pytest.mark.parametrize("value", ["07:59", "20:31"])
def test_nudge_in_the_quiet_hours_is_refused(desk, value):
    user = UserFactory(role="coordinator")
    page = desk.post(f"{LIST}{user.pk}/change/", account(email=user.email, nudge_at=value))
    assert (page.status_code, bool(page.context["adminform"].errors)) == (200, True)


def test_role_and_address_are_changed_with_all_that_follows(desk):
    user = UserFactory(email="old@tests.example", role="coordinator")
    actions.confirm_address(user=user)
    desk.post(f"{LIST}{user.pk}/change/", account(role="staff"))
    user.refresh_from_db()
    assert (roles.of(user), user.is_staff, user.email) == ("staff", True, "new@tests.example")
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@tests.example", True)]


def test_other_address_opens_to_nobody_but_who_reads_mail_there(desk):
    """Sign-ups are found by it: whoever chose the password before must not see those of somebody else."""
    user = UserFactory(email="second@tests.example", role="coordinator")
    user.set_password("chosen by the administrator")
    user.save()
    for kind in ("totp", "webauthn"):
        Authenticator.objects.create(user=user, type=kind, data={})
    browser = Client()
    browser.force_login(user)
    desk.post(f"{LIST}{user.pk}/change/", account(email="victim@tests.example"))
    user.refresh_from_db()
    assert (user.email, user.has_usable_password()) == ("victim@tests.example", False)
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
    assert browser.get(reverse("events:my_events")).status_code == 302


def test_own_address_is_changed_only_with_a_code_that_is_sent_there(desk, administrator):
    own = administrator.email
    desk.post(f"{LIST}{administrator.pk}/change/", account(email="victim@tests.example", role="administrator"))
    assert User.objects.get(pk=administrator.pk).email == own
    actions.confirm_address(user=administrator)
    for verb in ("action_add", "action_primary"):
        desk.post(reverse("account_email"), {"email": "victim@tests.example", verb: "1"})
    assert User.objects.get(pk=administrator.pk).email == own


def test_nobody_changes_or_deletes_the_own_role(desk, administrator):
    path = f"{LIST}{administrator.pk}/"
    desk.post(f"{path}change/", account(email=administrator.email, role="coordinator", is_active=""))
    administrator.refresh_from_db()
    assert (roles.of(administrator), administrator.is_active) == ("administrator", True)
    assert desk.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [administrator.pk], "post": "yes"})
    assert User.objects.filter(pk=administrator.pk).exists()


def test_administrator_neither_makes_nor_touches_a_superuser(desk, administrator):
    root = User.objects.create_superuser("root@tests.example")
    Authenticator.objects.create(user=root, type="totp", data={})
    path = f"{LIST}{root.pk}/"
    answers = [desk.post(f"{path}change/", account()), desk.post(f"{path}delete/", {"post": "yes"})]
    desk.post(LIST, {"action": "take_off_second_factors", "_selected_action": [root.pk]})
    desk.post(f"{LIST}{administrator.pk}/change/", account(email=administrator.email, is_superuser="on"))
    administrator.refresh_from_db()
    root.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (root.email, administrator.is_superuser) == ("root@tests.example", False)
    assert Authenticator.objects.filter(user=root).exists()


def test_lost_second_factor_is_taken_off(desk):
    user, other = UserFactory(role="staff"), UserFactory(role="staff")
    for owner in (user, other):
        Authenticator.objects.create(user=owner, type="totp", data={})
    desk.post(LIST, {"action": "take_off_second_factors", "_selected_action": [user.pk]})
    assert list(Authenticator.objects.values_list("user", flat=True)) == [other.pk]


@pytest.mark.parametrize("page", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_staff_look_at_accounts_and_change_none(client, staff, page):
    user = UserFactory(role="coordinator")
    client.force_login(staff)
    assert client.get(LIST).status_code == 200
    answer = client.post(LIST + page.format(pk=user.pk), account(role="administrator"))
    assert (answer.status_code, roles.of(user), User.objects.count()) == (403, "coordinator", 2)


@pytest.mark.parametrize("lookup", ["password", "password__startswith", "password__regex"])
def test_list_answers_nothing_about_passwords(client, staff, administrator, lookup):
    client.force_login(staff)
    assert client.get(LIST, {"email__startswith": administrator.email[:3]}).status_code == 200
    assert client.get(LIST, {lookup: administrator.password}).status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_the_same_queries_for_any_number(desk, django_assert_num_queries, rows):
    UserFactory.create_batch(rows, role="coordinator")
    with django_assert_num_queries(8):
        desk.get(LIST)


def test_deeds_of_the_admin_are_those_of_the_desk(desk, administrator):
    """With their guards and their lines in the log."""
    desk.post(f"{LIST}add/", account(role="staff"))
    user = User.objects.get(email="new@tests.example")
    path = f"{LIST}{user.pk}/change/"
    desk.post(path, account(role="administrator"))
    desk.post(path, account(role="administrator", is_active=""))
    desk.post(path, account(role="administrator"))
    user.refresh_from_db()
    assert (roles.of(user), user.is_active) == ("administrator", True)
    noted = AuditEntry.objects.filter(record_id=str(user.pk), action__startswith="coordinators.").order_by("pk")
    deeds = ["invite", "role", "deactivate", "reactivate"]
    assert [(one.action, one.actor) for one in noted] == [(f"coordinators.{deed}", administrator) for deed in deeds]


def test_role_of_the_team_is_given_only_by_who_proves_anew_who_they_are(client, administrator):
    client.force_login(administrator)
    answer = client.post(f"{LIST}add/", account(role="staff"))
    assert (answer.url.partition("?")[0], User.objects.count()) == (reverse("account_reauthenticate"), 1)


def test_last_administrator_stays_one(client, administrator):
    root = User.objects.create_superuser("root@tests.example", is_active=False)
    User.objects.filter(pk=root.pk).update(is_staff=True)
    client.force_login(administrator)
    other = UserFactory(role="administrator", is_staff=True)
    User.objects.filter(pk=administrator.pk).update(is_superuser=False)
    administrator.groups.clear()
    give = ("coordinators.view_user", "coordinators.change_user")
    names = [name.partition(".")[2] for name in give]
    administrator.user_permissions.set(Permission.objects.filter(codename__in=names))
    page = client.post(f"{LIST}{other.pk}/change/", account(email=other.email, role="coordinator"), follow=True)
    assert ("last administrator" in page.text, roles.of(User.objects.get(pk=other.pk))) == (True, "administrator")
