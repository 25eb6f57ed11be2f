from django.db import migrations, models

import coordinators.models.user


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_default_reminder_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="previous_start",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="revised_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="rsvp",
            name="channel",
            field=models.CharField(
                choices=[("email", "email"), ("sms", "text message")],
                default="email",
                max_length=5,
                verbose_name="channel",
            ),
        ),
        migrations.AddField(
            model_name="rsvp",
            name="consent_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="agreed to text messages at"
            ),
        ),
        migrations.AddField(
            model_name="rsvp",
            name="consent_wording",
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name="wording agreed to"),
        ),
        migrations.AddField(
            model_name="rsvp",
            name="time_zone",
            field=models.CharField(
                blank=True,
                help_text="Empty: that of the event.",
                max_length=40,
                validators=[coordinators.models.user.validate_time_zone],
                verbose_name="time zone of the reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="rsvp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel", "email"),
                    models.Q(
                        ("channel", "sms"),
                        ("consent_at__isnull", False),
                        models.Q(("consent_wording", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rsvp_text_message_needs_consent",
            ),
        ),
    ]
