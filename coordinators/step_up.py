"""Proving anew who one is before something that would harm people if a stranger did it."""

import datetime as dt
import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired

FRESH = dt.timedelta(minutes=15)  # RELIABILITY, threat model: change of time or place, and lists of people


def is_fresh(request) -> bool:
    """Whether this session proved it a moment ago, by signing in or again. Who has no way to prove it passes: outside
    DEBUG all staff have one."""
    records = get_authentication_records(request, request.user)
    ages = [time.time() - record["at"] for record in records]
    return any(age <= FRESH.total_seconds() for age in ages) or not get_reauthentication_flows(request.user)


def demand(request) -> None:
    """Raises ReauthenticationRequired, on which allauth asks and then goes on with this very request and its form."""
    if not is_fresh(request):
        raise ReauthenticationRequired
