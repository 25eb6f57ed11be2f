"""Every kind of event starts with two reminders: the day before at 18:00 local, and two hours before."""

import datetime as dt

from django.db import migrations

KINDS = [
    "rally",
    "march",
    "training",
    "panel",
    "forum",
    "meeting",
    "accompaniment",
    "clinic",
    "hearing",
    "community-day",
    "announcement",
]


def add(apps, schema_editor):
    rule = apps.get_model("events", "ReminderRule")
    for kind in KINDS:
        rule.objects.get_or_create(event=None, kind=kind, days_before=1, at=dt.time(18, 0), hours_before=None)
        rule.objects.get_or_create(event=None, kind=kind, days_before=None, at=None, hours_before=2)


def remove(apps, schema_editor):
    apps.get_model("events", "ReminderRule").objects.filter(event=None).delete()


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
