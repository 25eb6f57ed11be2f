"""The engine's row for text messages; mail has the row that was there."""

from django.db import migrations


def add(apps, schema_editor):
    # the first row was made with its number, of which PostgreSQL's own count knows nothing
    apps.get_model("outreach", "Engine").objects.get_or_create(channel="sms", defaults={"pk": 2})


def remove(apps, schema_editor):
    apps.get_model("outreach", "Engine").objects.filter(channel="sms").delete()


class Migration(migrations.Migration):
    dependencies = [("outreach", "0004_a_row_a_channel")]
    operations = [migrations.RunPython(add, remove)]
