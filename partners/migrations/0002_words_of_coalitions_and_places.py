"""Coalitions and places read in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="coalitionmembership",
            name="name_en",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="name of the coalition"),
        ),
        migrations.AddField(
            model_name="coalitionmembership",
            name="name_es",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="name of the coalition"),
        ),
        migrations.AddField(
            model_name="partner",
            name="place_en",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="place"),
        ),
        migrations.AddField(
            model_name="partner",
            name="place_es",
            field=models.CharField(blank=True, max_length=150, null=True, verbose_name="place"),
        ),
    ]
