import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordinators", "0003_notes_from_readers_and_pages_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="TipPhoto",
            fields=[
                (
                    "tip",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="photo",
                        serialize=False,
                        to="coordinators.tip",
                        verbose_name="note",
                    ),
                ),
                ("picture_ct", models.BinaryField()),
                ("consent_wording", models.CharField(editable=False, max_length=20, verbose_name="wording agreed to")),
            ],
            options={
                "verbose_name": "photograph of a reader",
                "verbose_name_plural": "photographs of readers",
            },
        ),
    ]
