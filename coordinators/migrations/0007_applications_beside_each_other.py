"""Several applications of one address may wait to be confirmed; one of them at most is."""

from django.db import migrations, models
from django.db.models import Q


def one_an_address(apps, schema_editor):
    """Backwards: the confirmed one stays, or else what was sent last."""
    seen = set()
    rows = apps.get_model("coordinators", "Application").objects.order_by("confirmed_at", "-submitted_at")
    for row in [*rows.exclude(state="new"), *rows.filter(state="new")]:
        key = (row.call_id, bytes(row.contact_bi))
        if key in seen:
            row.delete()
        seen.add(key)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the table cannot be altered after a deletion


class Migration(migrations.Migration):
    dependencies = [("coordinators", "0006_the_desk")]

    operations = [
        migrations.RemoveConstraint("application", "application_once_per_call"),
        migrations.RunPython(migrations.RunPython.noop, one_an_address),
        migrations.AlterField("application", "contact_bi", models.BinaryField(db_index=True, max_length=32)),
        migrations.AddConstraint(
            "application",
            models.UniqueConstraint(
                condition=~Q(state="new"), fields=("call", "contact_bi"), name="application_confirmed_once_per_call"
            ),
        ),
    ]
