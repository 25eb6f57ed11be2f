"""The first tables of this app."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import coordinators.models.user


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaigns", "0001_initial"),
        ("coordinators", "0001_initial"),
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rally", "Rally"),
                            ("march", "March"),
                            ("training", "Training"),
                            ("panel", "Panel"),
                            ("forum", "Forum"),
                            ("meeting", "Meeting"),
                            ("accompaniment", "Accompaniment"),
                            ("clinic", "Clinic"),
                            ("hearing", "Hearing"),
                            ("community-day", "Community day"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("postponed", "postponed"),
                            ("cancelled", "canceled"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False, verbose_name="revision")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("title_en", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("summary_en", models.TextField(blank=True, null=True, verbose_name="summary")),
                ("summary_es", models.TextField(blank=True, null=True, verbose_name="summary")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts at")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                (
                    "time_zone",
                    models.CharField(
                        default="America/New_York",
                        max_length=40,
                        validators=[coordinators.models.user.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "held_on",
                    models.DateField(
                        help_text="The local day; for past events as precise as the record.", verbose_name="day"
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("season", "semester"),
                            ("term", "term"),
                            ("year", "year"),
                        ],
                        default="day",
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                ("recurrence", models.CharField(blank=True, max_length=150, verbose_name="repeats")),
                ("recurrence_en", models.CharField(blank=True, max_length=150, null=True, verbose_name="repeats")),
                ("recurrence_es", models.CharField(blank=True, max_length=150, null=True, verbose_name="repeats")),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("in-person", "in person"), ("online", "online event")],
                        max_length=9,
                        verbose_name="mode",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="exact place")),
                (
                    "place_public",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise only the neighborhood shows; the place is told to confirmed people.",
                        verbose_name="the exact place is public",
                    ),
                ),
                ("neighborhood", models.CharField(blank=True, max_length=100, verbose_name="neighborhood")),
                (
                    "online_url",
                    models.URLField(blank=True, max_length=300, verbose_name="online address, for confirmed people"),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages spoken")),
                (
                    "ilp_role",
                    models.CharField(
                        choices=[
                            ("documented", "the project took part, on record"),
                            ("ki_documented", "the Kalmanovitz Initiative took part, on record"),
                            ("not_documented", "no part of the project on record"),
                        ],
                        default="documented",
                        max_length=14,
                        verbose_name="part of the project",
                    ),
                ),
                ("record_note", models.CharField(blank=True, max_length=200, verbose_name="internal note")),
                ("signup_open", models.BooleanField(default=False, verbose_name="sign-up is open")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
                (
                    "announced_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="campaigns.resourcesection",
                        verbose_name="announced in",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="campaigns.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ("-held_on", "slug"),
            },
        ),
        migrations.CreateModel(
            name="ReminderRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rally", "Rally"),
                            ("march", "March"),
                            ("training", "Training"),
                            ("panel", "Panel"),
                            ("forum", "Forum"),
                            ("meeting", "Meeting"),
                            ("accompaniment", "Accompaniment"),
                            ("clinic", "Clinic"),
                            ("hearing", "Hearing"),
                            ("community-day", "Community day"),
                            ("announcement", "Announcement"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("hours_before", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours before")),
                ("days_before", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="days before")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="at (local hour of the event)")),
            ],
            options={
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
                "ordering": ("kind", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Rsvp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_ct", models.BinaryField()),
                ("contact_bi", models.BinaryField(max_length=32)),
                ("name_ct", models.BinaryField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=2, verbose_name="language"
                    ),
                ),
                ("discreet", models.BooleanField(default=True, verbose_name="discreet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for confirmation"),
                            ("confirmed", "confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="pending",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("requests", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "sign-up",
                "verbose_name_plural": "sign-ups",
            },
        ),
        migrations.CreateModel(
            name="EventKey",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("wrapped", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="event",
            name="partners",
            field=models.ManyToManyField(
                blank=True, related_name="events", to="partners.partner", verbose_name="partners"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="events",
                to="coordinators.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="reminderrule",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rules",
                to="events.event",
                verbose_name="event",
            ),
        ),
        migrations.AddField(
            model_name="rsvp",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rsvps",
                to="events.event",
                verbose_name="event",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["ends_at"], name="event_by_end"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                name="event_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signup_open", False),
                    models.Q(("ends_at__isnull", False), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="event_signup_needs_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event", None), models.Q(("kind", ""), _negated=True)),
                    models.Q(("event__isnull", False), ("kind", "")),
                    _connector="OR",
                ),
                name="reminder_rule_for_event_or_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at", None), ("days_before", None), ("hours_before__range", (1, 336))),
                    models.Q(("at__isnull", False), ("days_before__range", (0, 30)), ("hours_before", None)),
                    _connector="OR",
                ),
                name="reminder_rule_hours_or_day_and_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="rsvp",
            constraint=models.UniqueConstraint(fields=("event", "contact_bi"), name="rsvp_once_per_event_and_contact"),
        ),
        migrations.AddConstraint(
            model_name="rsvp",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("pending", "confirmed", "withdrawn"))), name="rsvp_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rsvp",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="rsvp_confirmed_has_instant",
            ),
        ),
    ]
