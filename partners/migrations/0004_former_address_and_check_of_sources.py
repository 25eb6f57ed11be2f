import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("partners", "0003_language_of_source_titles"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="checked_on",
            field=models.DateField(
                blank=True,
                help_text="When somebody last read the live page.",
                null=True,
                verbose_name="last checked on",
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("slug", models.SlugField(max_length=100)),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "slug"), name="former_address_leads_to_one")
                ],
            },
        ),
    ]
