"""The engine has exactly one row, so that every process can lock the same one."""

from django.db import migrations


def add(apps, schema_editor):
    apps.get_model("outreach", "Engine").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
