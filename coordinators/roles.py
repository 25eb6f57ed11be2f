"""Roles are groups with a fixed set of permissions, written here as strings and synced after every migrate.

An administrator manages people and their roles, staff manage the record, terms, events and the approval of hours,
a coordinator has no permission at all: what a coordinator may do follows from the appointment.
"""

from django.apps import apps as installed
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR, STAFF, COORDINATOR = "administrator", "staff", "coordinator"
LABELS = [(COORDINATOR, _("Coordinator")), (STAFF, _("Staff")), (ADMINISTRATOR, _("Administrator"))]

_MANAGED = {
    "partners": ("partner", "coalitionmembership", "contact", "source", "citation"),
    "coordinators": ("term", "break", "coordinator", "appointment", "call", "question"),
    "campaigns": (
        "campaign",
        "campaignpartner",
        "outcome",
        "placement",
        "milestone",
        "fact",
        "resource",
        "resourcesection",
        "resourcefile",
        "opportunity",
        "handover",
        "partnerlink",
        "quote",
        "report",
    ),
    "events": ("event", "reminderrule", "series", "training", "shift"),
}
_VERBS = ("add", "change", "delete", "view")


def _all_of(app: str, *models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in _VERBS}


_STAFF = {name for app, models in _MANAGED.items() for name in _all_of(app, *models)} | {
    "campaigns.view_hourentry",
    "campaigns.approve_hourentry",
    *("campaigns.view_hourchange", "campaigns.view_weeknote", "campaigns.view_serviceletter"),
    *("campaigns.add_serviceletter", "campaigns.change_serviceletter"),  # to issue one, to withdraw one
    *("coordinators.view_tip", "coordinators.change_tip", "coordinators.delete_tip"),  # readers write them
    "coordinators.view_user",  # to tie a coordinator to an account
    *("coordinators.view_application", "coordinators.change_application"),  # applicants write them
    *("coordinators.view_nameclaim", "coordinators.change_nameclaim", "coordinators.view_nameconsent"),
    *("campaigns.view_partnerword", "campaigns.change_partnerword"),
    *("ilp_portal.view_tableimport", "ilp_portal.add_tableimport", "ilp_portal.change_tableimport"),
    *("events.view_rsvp", "events.view_qualification", "events.delete_qualification", "events.add_doorstroke"),
    "outreach.view_message",
    "outreach.view_engine",
    "outreach.change_engine",  # to resume it after a pause
}
PERMISSIONS: dict[str, frozenset[str]] = {
    COORDINATOR: frozenset(),
    STAFF: frozenset(_STAFF),
    ADMINISTRATOR: frozenset(
        _STAFF
        | _all_of("coordinators", "user")
        | _all_of("ilp_portal", "apitoken")
        | {"partners.view_auditentry"}  # whoever is logged does not read along
    ),
}
NAMES = tuple(PERMISSIONS)
OPENS_ADMIN = frozenset({ADMINISTRATOR, STAFF})


def give(user, role: str) -> None:
    """Make `role` the one role of the user, with is_staff as it needs. Raises KeyError for a role that is none."""
    if role not in PERMISSIONS:
        raise KeyError(role)
    group, _created = Group.objects.get_or_create(name=role)
    user.groups.remove(*user.groups.filter(name__in=NAMES).exclude(pk=group.pk))
    user.groups.add(group)
    user.is_staff = role in OPENS_ADMIN
    user.save(update_fields=["is_staff"])


def of(user) -> str:
    """The name of the user's role; empty when there is none."""
    names = {group.name for group in user.groups.all()}  # all(), so that a list of users can prefetch
    return next((name for name in NAMES if name in names), "")


def sync(*, app_label: str, apps, using: str) -> None:
    """Let every role's group hold exactly the permissions of PERMISSIONS that belong to one app. A second run is idle.

    `apps` is the registry that migrate hands over. A permission that does not exist yet is left for a later run.
    """
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        f"{app_label}.{permission.codename}": permission
        for permission in permission_model.objects.using(using).filter(content_type__app_label=app_label)
    }
    for role, wanted in PERMISSIONS.items():
        group, _created = group_model.objects.using(using).get_or_create(name=role)
        held = set(group.permissions.filter(content_type__app_label=app_label))
        right = {permission for name, permission in known.items() if name in wanted}
        group.permissions.remove(*(held - right))
        group.permissions.add(*(right - held))


def sync_after_migrate(sender, using, apps=installed, **kwargs) -> None:
    """Receiver of post_migrate, once an app, after auth made that app's permissions; flush sends no `apps`."""
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return  # migrating back to before auth
    sync(app_label=sender.label, apps=apps, using=using)
