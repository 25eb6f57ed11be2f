import uuid

import django.db.models.deletion
from django.db import migrations, models

import coordinators.models.person


def give_ids(apps, schema_editor):
    """Each person a different one: the default of a new column would be asked once for all rows."""
    for person in apps.get_model("coordinators", "Coordinator").objects.filter(public_id=None):
        person.public_id = coordinators.models.person.new_public_id()
        person.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [
        ("coordinators", "0002_term_days_do_not_overlap"),
    ]

    operations = [
        migrations.AddField(
            model_name="coordinator",
            name="public_id",
            field=models.CharField(max_length=8, null=True, editable=False),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="coordinator",
            name="public_id",
            field=models.CharField(
                default=coordinators.models.person.new_public_id, editable=False, max_length=8, unique=True
            ),
        ),
        migrations.AddField(
            model_name="coordinator",
            name="taken_down_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken down"),
        ),
        migrations.CreateModel(
            name="Tip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField(verbose_name="what the reader knows")),
                (
                    "about",
                    models.CharField(
                        choices=[("self", "Myself"), ("others", "Someone else")],
                        max_length=6,
                        verbose_name="about whom",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=2, verbose_name="language"
                    ),
                ),
                ("contact_ct", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "new"), ("used", "used"), ("declined", "set aside")],
                        default="new",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("received_at", models.DateTimeField(editable=False, verbose_name="received")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="decided")),
                (
                    "term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tips",
                        to="coordinators.term",
                        verbose_name="academic year",
                    ),
                ),
            ],
            options={
                "verbose_name": "note from a reader",
                "verbose_name_plural": "notes from readers",
                "ordering": ("-received_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "new")),
                            models.Q(models.Q(("state", "new"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="tip_decided_when_not_new",
                    )
                ],
            },
        ),
    ]
