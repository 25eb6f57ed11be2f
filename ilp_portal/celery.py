"""The Celery app and the beat table: the only place that knows the clock.

Celery only wakes the engine (RELIABILITY 2.1): every task takes ids or nothing, keeps no result and may run twice.
Intervals only. A crontab with a local hour would break on days when the clocks change.
"""

import os

from celery import Celery

from ilp_portal import signs  # noqa: F401, listens to worker and clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilp_portal.settings")

app = Celery("ilp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MINUTE = 60.0  # seconds
app.conf.beat_schedule = {
    "send what is due": {"task": "outreach.tasks.tick", "schedule": 10.0, "options": {"expires": 30}},
    "reconcile coming events": {"task": "events.tasks.sweep_reminders", "schedule": 5 * MINUTE},
    "move waiting lists": {"task": "events.tasks.move_waiting_lists", "schedule": MINUTE, "options": {"expires": 50}},
    "plan hour nudges": {"task": "campaigns.tasks.plan_nudges", "schedule": 5 * MINUTE},
    "plan digests of hours": {"task": "campaigns.tasks.plan_digests", "schedule": 5 * MINUTE},
    "plan digests of partners": {"task": "ilp_portal.tasks.plan_partner_digests", "schedule": 15 * MINUTE},
    "take up imports again": {"task": "campaigns.tasks.wake_imports", "schedule": MINUTE, "options": {"expires": 50}},
    "erase what is past its time": {"task": "ilp_portal.tasks.purge_personal_data", "schedule": 60 * MINUTE},
    # asks often, backs up once a day: a fixed hour would be missed by a machine that was off
    "back up": {"task": "ilp_portal.tasks.back_up_when_due", "schedule": 10 * MINUTE, "options": {"expires": 300}},
}
