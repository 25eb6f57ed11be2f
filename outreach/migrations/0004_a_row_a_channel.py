"""A row of the engine for each channel, what a message told, and suppressions by topic."""

from django.db import migrations, models


def copy_suppressions(apps, schema_editor):
    new = apps.get_model("outreach", "Suppression")
    rows = apps.get_model("outreach", "SuppressionBefore").objects.all()
    new.objects.bulk_create(new(contact_bi=row.contact_bi, reason="asked", at=row.at) for row in rows)


def copy_suppressions_back(apps, schema_editor):
    old = apps.get_model("outreach", "SuppressionBefore")
    rows = apps.get_model("outreach", "Suppression").objects.filter(topic="")
    old.objects.bulk_create(old(contact_bi=row.contact_bi, reason=row.reason, at=row.at) for row in rows)


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0003_words_for_staff"),
    ]

    operations = [
        # its key was the contact alone; a table with another key is made anew and filled
        migrations.RenameModel("Suppression", "SuppressionBefore"),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_bi", models.BinaryField(max_length=32)),
                (
                    "topic",
                    models.CharField(blank=True, help_text="Empty: everything.", max_length=20, verbose_name="topic"),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "asked us to stop"),
                            ("bounced", "the address does not exist"),
                            ("complained", "complained to the mail provider"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={"verbose_name": "stopped contact", "verbose_name_plural": "stopped contacts"},
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(fields=("contact_bi", "topic"), name="suppression_once_per_topic"),
        ),
        migrations.RunPython(copy_suppressions, copy_suppressions_back),
        migrations.DeleteModel("SuppressionBefore"),
        migrations.CreateModel(
            name="Pulse",
            fields=[
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("tick", "clock"),
                            ("sweep", "sweep of coming events"),
                            ("purge", "erasure"),
                            ("backup", "backup"),
                        ],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="duty",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="last done")),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duties",
            },
        ),
        migrations.AlterModelOptions(
            name="engine",
            options={"ordering": ("pk",), "verbose_name": "message engine", "verbose_name_plural": "message engine"},
        ),
        migrations.RemoveConstraint(
            model_name="engine",
            name="engine_is_one_row",
        ),
        migrations.RemoveIndex(
            model_name="message",
            name="message_queued",
        ),
        migrations.AddField(
            model_name="engine",
            name="channel",
            field=models.CharField(
                choices=[("email", "email"), ("sms", "text message")],
                default="email",
                max_length=5,
                unique=True,
                verbose_name="channel",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="channel",
            field=models.CharField(
                choices=[("email", "email"), ("sms", "text message")],
                default="email",
                help_text="Chosen again at the gate.",
                max_length=5,
                verbose_name="channel",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="scope_id",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="scope_type",
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name="within"),
        ),
        migrations.AddField(
            model_name="message",
            name="told",
            field=models.PositiveIntegerField(
                editable=False,
                help_text="The revision of the facts it carried, at the gate.",
                null=True,
                verbose_name="revision told",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "queued")), fields=["channel", "next_at"], name="message_queued"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("state", "queued")), fields=["not_after"], name="message_expiring"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["scope_type", "scope_id"], name="message_scope"),
        ),
        migrations.AddConstraint(
            model_name="engine",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ("email", "sms"))), name="engine_channel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ("email", "sms"))), name="message_channel_known"
            ),
        ),
    ]
