"""The first tables of this app."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coordinators", "0001_initial"),
        ("partners", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("title_en", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=150, null=True, verbose_name="title")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("ilp", "Work of the project"),
                            ("ki", "Work of the Kalmanovitz Initiative"),
                            ("allied", "Work of allies that we follow"),
                        ],
                        max_length=6,
                        verbose_name="scope",
                    ),
                ),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="kinds")),
                (
                    "emblem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("legal", "scales"),
                            ("walk", "two people walking"),
                            ("home", "row houses"),
                            ("voice", "megaphone"),
                            ("hands", "raised fist"),
                            ("road", "license card"),
                        ],
                        max_length=5,
                        verbose_name="emblem",
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="started on")),
                (
                    "started_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("season", "semester"),
                            ("term", "term"),
                            ("year", "year"),
                        ],
                        max_length=6,
                        verbose_name="precision of the start",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "ended_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("season", "semester"),
                            ("term", "term"),
                            ("year", "year"),
                        ],
                        max_length=6,
                        verbose_name="precision of the end",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("ongoing", "ongoing"), ("completed", "completed"), ("unknown", "not on record")],
                        default="unknown",
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("summary", models.TextField(verbose_name="summary")),
                ("summary_en", models.TextField(null=True, verbose_name="summary")),
                ("summary_es", models.TextField(null=True, verbose_name="summary")),
                ("coordinators_did", models.TextField(blank=True, verbose_name="what coordinators did")),
                ("coordinators_did_en", models.TextField(blank=True, null=True, verbose_name="what coordinators did")),
                ("coordinators_did_es", models.TextField(blank=True, null=True, verbose_name="what coordinators did")),
                ("caution", models.CharField(blank=True, max_length=300, verbose_name="caution")),
                ("caution_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="caution")),
                ("caution_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="caution")),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ("title_en",),
            },
        ),
        migrations.CreateModel(
            name="CampaignPartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("partner", "partner"), ("institution", "public institution addressed")],
                        default="partner",
                        max_length=11,
                        verbose_name="role",
                    ),
                ),
                ("is_lead", models.BooleanField(default=False, verbose_name="leads the campaign")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "organization in the campaign",
                "verbose_name_plural": "organizations in the campaign",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("issue", models.CharField(max_length=30, verbose_name="issue")),
                (
                    "figure",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="figure"),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
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
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                (
                    "claim_type",
                    models.CharField(
                        choices=[
                            ("official", "official figure"),
                            ("research", "research"),
                            ("organization", "an organization's own claim"),
                            ("press", "press report"),
                        ],
                        max_length=12,
                        verbose_name="kind of claim",
                    ),
                ),
                ("claimed_by", models.CharField(max_length=150, verbose_name="claimed by")),
                ("text", models.TextField(verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
                ("text_es", models.TextField(null=True, verbose_name="text")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("note_es", models.CharField(blank=True, max_length=300, null=True, verbose_name="note")),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
            ],
            options={
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
                "ordering": ("issue", "slug"),
            },
        ),
        migrations.CreateModel(
            name="HourEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("worked_on", models.DateField(verbose_name="day")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "activity",
                    models.CharField(
                        choices=[
                            ("meeting", "Meeting or call"),
                            ("research", "Research"),
                            ("outreach", "Outreach"),
                            ("rally", "Rally or action"),
                            ("training", "Training"),
                            ("accompaniment", "Accompaniment"),
                            ("translation", "Interpretation or translation"),
                            ("preparation", "Preparation"),
                            ("other", "Other work"),
                        ],
                        default="meeting",
                        max_length=13,
                        verbose_name="activity",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=280, verbose_name="note")),
                ("client_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "logged_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="logged at"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                ),
            ],
            options={
                "verbose_name": "hour entry",
                "verbose_name_plural": "hour entries",
                "ordering": ("worked_on", "pk"),
                "permissions": [("approve_hourentry", "Can approve hour entries")],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("title_en", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
                ("text_es", models.TextField(null=True, verbose_name="text")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("project", "The project"),
                            ("host", "The Kalmanovitz Initiative"),
                            ("city", "City policy"),
                            ("partner", "A partner"),
                            ("allied", "The wider movement"),
                        ],
                        max_length=7,
                        verbose_name="scope",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="date")),
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
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                (
                    "season",
                    models.CharField(
                        blank=True,
                        choices=[("fall", "fall"), ("spring", "spring")],
                        max_length=6,
                        verbose_name="semester",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="how the date is known")),
                (
                    "basis_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="how the date is known"),
                ),
                (
                    "basis_es",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="how the date is known"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ("happened_on", "slug"),
            },
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("title_en", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=150, null=True, verbose_name="title")),
                ("summary", models.TextField(verbose_name="summary")),
                ("summary_en", models.TextField(null=True, verbose_name="summary")),
                ("summary_es", models.TextField(null=True, verbose_name="summary")),
                ("duties", models.TextField(blank=True, verbose_name="duties, one a line")),
                ("duties_en", models.TextField(blank=True, null=True, verbose_name="duties, one a line")),
                ("duties_es", models.TextField(blank=True, null=True, verbose_name="duties, one a line")),
                (
                    "currency_note",
                    models.CharField(blank=True, max_length=300, verbose_name="note on how current it is"),
                ),
                (
                    "currency_note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note on how current it is"),
                ),
                (
                    "currency_note_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note on how current it is"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("student-role", "Student role"),
                            ("student-volunteer", "Student volunteering"),
                            ("call-template", "Template of a call"),
                            ("job", "Job opening"),
                            ("partner-volunteering", "Volunteering with a partner"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("standing", "standing"), ("closed", "closed"), ("template", "template for staff")],
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("hours_min", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours, at least")),
                ("hours_max", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours, at most")),
                ("hours_period", models.CharField(blank=True, max_length=10, verbose_name="hours a")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="posted on")),
                (
                    "posted_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "day"),
                            ("month", "month"),
                            ("season", "semester"),
                            ("term", "term"),
                            ("year", "year"),
                        ],
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="opens on")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closes on")),
                ("apply_link", models.URLField(blank=True, max_length=300, verbose_name="where to apply")),
                (
                    "details",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Sections and questions of a call, in both languages.",
                        verbose_name="details",
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
            ],
            options={
                "verbose_name": "opportunity",
                "verbose_name_plural": "opportunities",
                "ordering": ("status", "slug"),
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="date")),
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
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                (
                    "figure",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="figure"),
                ),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                ("text", models.TextField(verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
                ("text_es", models.TextField(null=True, verbose_name="text")),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "ordering": ("order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="demo")),
            ],
            options={
                "verbose_name": "placement",
                "verbose_name_plural": "placements",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("summary", models.TextField(verbose_name="summary")),
                ("summary_en", models.TextField(null=True, verbose_name="summary")),
                ("summary_es", models.TextField(null=True, verbose_name="summary")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "Article"),
                            ("faq", "Questions and answers"),
                            ("guide", "Guide"),
                            ("newsletter", "Newsletter"),
                            ("press-release", "Press release"),
                            ("report", "Report"),
                            ("story-campaign", "Story campaign"),
                            ("video", "Video"),
                            ("webpage", "Web page"),
                            ("year-in-review", "Year in review"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "publisher_name",
                    models.CharField(blank=True, max_length=150, verbose_name="publisher that has no page here"),
                ),
                (
                    "languages",
                    models.JSONField(
                        default=list, help_text='Language codes, like ["en", "es"].', verbose_name="languages"
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
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
                        max_length=6,
                        verbose_name="precision",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="link")),
                ("link_note", models.CharField(blank=True, max_length=200, verbose_name="internal note on the link")),
                ("content_warning", models.CharField(blank=True, max_length=200, verbose_name="content warning")),
                (
                    "content_warning_en",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="content warning"),
                ),
                (
                    "content_warning_es",
                    models.CharField(blank=True, max_length=200, null=True, verbose_name="content warning"),
                ),
                (
                    "currency_note",
                    models.CharField(blank=True, max_length=300, verbose_name="note on how current it is"),
                ),
                (
                    "currency_note_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note on how current it is"),
                ),
                (
                    "currency_note_es",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="note on how current it is"),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="public")),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ("-published_on", "slug"),
            },
        ),
        migrations.CreateModel(
            name="ResourceSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60)),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                ("headline_en", models.CharField(max_length=200, null=True, verbose_name="headline")),
                ("headline_es", models.CharField(max_length=200, null=True, verbose_name="headline")),
                ("summary", models.TextField(verbose_name="summary")),
                ("summary_en", models.TextField(null=True, verbose_name="summary")),
                ("summary_es", models.TextField(null=True, verbose_name="summary")),
                ("cta", models.CharField(max_length=100, verbose_name="call to action")),
                ("cta_en", models.CharField(max_length=100, null=True, verbose_name="call to action")),
                ("cta_es", models.CharField(max_length=100, null=True, verbose_name="call to action")),
                ("cta_kind", models.CharField(max_length=10, verbose_name="kind of action")),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                ("has_content_warning", models.BooleanField(default=False, verbose_name="content warning")),
            ],
            options={
                "verbose_name": "newsletter section",
                "verbose_name_plural": "newsletter sections",
                "ordering": ("order",),
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="terms",
            field=models.ManyToManyField(
                blank=True, related_name="campaigns", to="coordinators.term", verbose_name="terms"
            ),
        ),
        migrations.AddField(
            model_name="campaignpartner",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="partner_rows",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaignpartner",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaign_rows",
                to="partners.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="partners",
            field=models.ManyToManyField(
                related_name="campaigns",
                through="campaigns.CampaignPartner",
                to="partners.partner",
                verbose_name="partners",
            ),
        ),
        migrations.AddField(
            model_name="hourentry",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="milestones",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="milestones",
                to="coordinators.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opportunities",
                to="partners.partner",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="opportunity",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="opportunities",
                to="coordinators.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outcomes",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="coordinators.appointment",
                verbose_name="appointment",
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="hourentry",
            name="placement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="campaigns.placement",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="campaigns",
            field=models.ManyToManyField(
                blank=True, related_name="resources", to="campaigns.campaign", verbose_name="campaigns"
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="co_publishers",
            field=models.ManyToManyField(
                blank=True, related_name="co_published", to="partners.partner", verbose_name="published together with"
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resources",
                to="partners.partner",
                verbose_name="publisher",
            ),
        ),
        migrations.AddField(
            model_name="resourcesection",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="resourcesection",
            name="leads_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="campaigns.resource",
                verbose_name="resource",
            ),
        ),
        migrations.AddField(
            model_name="resourcesection",
            name="opportunities",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="campaigns.opportunity", verbose_name="opportunities"
            ),
        ),
        migrations.AddField(
            model_name="resourcesection",
            name="publisher",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.partner",
                verbose_name="publisher",
            ),
        ),
        migrations.AddField(
            model_name="resourcesection",
            name="resource",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sections",
                to="campaigns.resource",
                verbose_name="newsletter",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignpartner",
            constraint=models.UniqueConstraint(fields=("campaign", "partner"), name="campaign_partner_once"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_on", None), ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="campaign_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(fields=("campaign", "order"), name="outcome_order_once"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("appointment", "campaign"), name="placement_once"),
        ),
        migrations.AddIndex(
            model_name="hourentry",
            index=models.Index(fields=["placement", "worked_on"], name="hour_entry_by_day"),
        ),
        migrations.AddConstraint(
            model_name="hourentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (15, 1440))), name="hour_entry_minutes_15_to_1440"
            ),
        ),
        migrations.AddConstraint(
            model_name="hourentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "minutes",
                        django.db.models.expressions.CombinedExpression(
                            models.F("minutes"),
                            "-",
                            django.db.models.expressions.CombinedExpression(
                                models.F("minutes"), "%%", models.Value(15)
                            ),
                        ),
                    )
                ),
                name="hour_entry_minutes_in_quarters",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publisher__isnull", False), models.Q(("publisher_name", ""), _negated=True), _connector="OR"
                ),
                name="resource_has_a_publisher",
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcesection",
            constraint=models.UniqueConstraint(fields=("resource", "slug"), name="resource_section_slug_once"),
        ),
    ]
