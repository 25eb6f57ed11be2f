"""Messages that were planned before know the event they belong to, and the revision that they told."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    messages = apps.get_model("outreach", "Message").objects.filter(subject_type="events.rsvp")
    rsvps = apps.get_model("events", "Rsvp").objects.filter(pk=OuterRef("subject_id"))
    known = messages.filter(subject_id__in=apps.get_model("events", "Rsvp").objects.values("pk"))
    known.update(scope_type="events.event", scope_id=Subquery(rsvps.values("event_id")[:1]))
    messages.filter(kind="events.reminder", state__in=("sent", "unconfirmed")).update(told=F("revision"))


class Migration(migrations.Migration):
    dependencies = [("events", "0003_channel_zone_consent"), ("outreach", "0004_a_row_a_channel")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
