"""Units, places and claimants of figures read in both languages; issues are a closed list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="claimed_by_en",
            field=models.CharField(max_length=150, null=True, verbose_name="claimed by"),
        ),
        migrations.AddField(
            model_name="fact",
            name="claimed_by_es",
            field=models.CharField(max_length=150, null=True, verbose_name="claimed by"),
        ),
        migrations.AddField(
            model_name="fact",
            name="place_en",
            field=models.CharField(blank=True, max_length=80, null=True, verbose_name="place"),
        ),
        migrations.AddField(
            model_name="fact",
            name="place_es",
            field=models.CharField(blank=True, max_length=80, null=True, verbose_name="place"),
        ),
        migrations.AddField(
            model_name="fact",
            name="unit_en",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="fact",
            name="unit_es",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="outcome",
            name="unit_en",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="unit"),
        ),
        migrations.AddField(
            model_name="outcome",
            name="unit_es",
            field=models.CharField(blank=True, max_length=60, null=True, verbose_name="unit"),
        ),
        migrations.AlterField(
            model_name="fact",
            name="issue",
            field=models.CharField(
                choices=[
                    ("dc-immigrants", "Immigrants in DC"),
                    ("legal-representation", "Legal representation"),
                    ("wage-theft", "Wage theft"),
                    ("day-labor", "Day labor"),
                    ("drivers-licenses", "Driver’s licenses"),
                    ("excluded-workers", "Excluded workers"),
                    ("detention", "Detention"),
                    ("immigrant-youth", "Immigrant youth"),
                    ("los-angeles", "Los Angeles"),
                ],
                max_length=30,
                verbose_name="issue",
            ),
        ),
    ]
