"""Roles are groups whose permissions are written in one table."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from coordinators import roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def names(group: Group) -> set[str]:
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


@pytest.mark.parametrize("role", roles.NAMES)
def test_group_of_a_role_holds_exactly_its_permissions_after_migrate(role):
    assert names(Group.objects.get(name=role)) == roles.PERMISSIONS[role]


def test_migrate_again_heals_a_changed_group():
    group = Group.objects.get(name=roles.STAFF)
    group.permissions.remove(Permission.objects.get(codename="change_campaign"))
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    call_command("migrate", verbosity=0)
    assert names(group) == roles.PERMISSIONS[roles.STAFF]


def test_sync_leaves_other_groups_alone():
    group = Group.objects.create(name="press team")
    group.permissions.add(Permission.objects.get(codename="view_campaign"))
    roles.sync(app_label="campaigns", apps=apps, using="default")
    assert names(group) == {"campaigns.view_campaign"}


@pytest.mark.parametrize(("role", "opens_admin"), [("administrator", True), ("staff", True), ("coordinator", False)])
def test_giving_a_role_takes_the_one_before(role, opens_admin):
    user = UserFactory(role="administrator" if role != "administrator" else "coordinator")
    roles.give(user, role)
    user.refresh_from_db()
    assert (roles.of(user), user.is_staff, user.groups.count()) == (role, opens_admin, 1)


def test_giving_a_role_that_is_none_changes_nothing(staff):
    with pytest.raises(KeyError):
        roles.give(staff, "emperor")
    assert roles.of(staff) == "staff"


def test_coordinator_has_no_permission_at_all(coordinator):
    assert coordinator.user.get_all_permissions() == set()


def test_staff_keep_the_record_and_approve_hours_but_manage_no_account(staff):
    wanted = ("campaigns.approve_hourentry", "coordinators.change_term", "events.add_event", "partners.delete_source")
    assert [staff.has_perm(name) for name in wanted] == [True] * 4
    assert [staff.has_perm(f"coordinators.{verb}_user") for verb in ("add", "change", "delete")] == [False] * 3


def test_everything_in_the_admin_can_be_seen_by_an_administrator(administrator, rf):
    """A model that is registered and forgotten in coordinators/roles.py fails here."""
    request = rf.get("/admin/")
    request.user = administrator
    ours = {"partners", "coordinators", "campaigns", "events", "outreach"}
    hidden = [
        model._meta.label
        for model, page in admin.site._registry.items()
        if model._meta.app_label in ours and not page.has_view_permission(request)
    ]
    assert hidden == []
