"""Fonts, tables and record for a throw-away portal, in one process, and the rows of the demo as if they were real.

Needs DEBUG=1. Without it a portal shows no demo rows, and without those nothing is ahead and nobody logged hours.

Usage: python -m scripts.site.fill
"""

import django

django.setup()

from django.utils import timezone  # noqa: E402 it reads settings

from campaigns import weeks  # noqa: E402
from campaigns.models import Campaign, Placement  # noqa: E402
from coordinators.models import Call, Coordinator  # noqa: E402
from events.models import Event  # noqa: E402
from ilp_portal import embedded  # noqa: E402
from partners.models import Partner  # noqa: E402

embedded.set_up(print, today=weeks.today(timezone.now()))
for model in (Partner, Coordinator, Call, Campaign, Placement, Event):
    model.objects.filter(is_demo=True).update(is_demo=False)
