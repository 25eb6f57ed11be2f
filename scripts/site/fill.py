"""Fonts, tables and record for a throw-away portal, in one process, and the rows of the demo as if they were real.

Needs DEBUG=1. Without it a portal shows no demo rows, and without those nothing is ahead and nobody logged hours.

Usage: python -m scripts.site.fill
"""

import datetime as dt

import django

django.setup()

from django.core.management import call_command  # noqa: E402 they read settings
from django.utils import timezone  # noqa: E402

from campaigns import weeks  # noqa: E402
from campaigns.models import Campaign, Placement  # noqa: E402
from coordinators import terms  # noqa: E402
from coordinators.models import Call, Coordinator, Term  # noqa: E402
from events.models import Event  # noqa: E402
from ilp_portal import embedded  # noqa: E402
from partners.models import Partner  # noqa: E402


def open_years(today: dt.date) -> None:
    """Those after the last one of the record, up to today's, and then the demo with a year to stand in."""
    if Term.objects.on(today).exists():
        return
    last = Term.objects.order_by("-starts_on").first()
    while last.ends_on < today:
        year = terms.following(last, [])
        last = Term.objects.create(
            slug=terms.slug_of(year.label), label=year.label, starts_on=year.starts_on, ends_on=year.ends_on
        )
    call_command("load_demo")


today = weeks.today(timezone.now())
embedded.set_up(print, today=today)
open_years(today)
for model in (Partner, Coordinator, Call, Campaign, Placement, Event):
    model.objects.filter(is_demo=True).update(is_demo=False)
