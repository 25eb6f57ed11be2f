"""Whom mails about hours are for, and about which week, as the ledger of messages shows it: numbers, no names."""

import datetime as dt

from django.utils.translation import gettext as _

from coordinators.models import Appointment
from outreach.kinds import Reader

from . import weeks

APPOINTMENT = "coordinators.appointment"  # subject_type of mails to one coordinator about one term


def appointments(ids: set[int]) -> dict[int, Reader]:
    """Appointments by id, as the number of the coordinator and the language of the account."""
    found = Appointment.objects.filter(pk__in=ids).values_list("pk", "coordinator_id", "coordinator__user__language")
    known = {pk: Reader(_("Coordinator %(number)d") % {"number": who}, tongue or "") for pk, who, tongue in found}
    return {pk: known.get(pk) or Reader(_("Appointment %(number)d") % {"number": pk}, "", "") for pk in ids}


def rule_text(rule: str) -> str:
    try:
        return _("for the week of %(week)s") % {"week": weeks.label(dt.date.fromisoformat(rule), year=True)}
    except ValueError:
        return ""
