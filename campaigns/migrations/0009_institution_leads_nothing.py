from django.db import migrations, models


def unset_leads(apps, schema_editor):
    """Of institutions only; until now the form alone refused this."""
    rows = apps.get_model("campaigns", "CampaignPartner").objects.filter(role="institution")
    rows.filter(is_lead=True).update(is_lead=False)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0008_sources_of_versions"),
        ("partners", "0007_sources_of_versions"),
    ]

    operations = [
        migrations.RunPython(unset_leads, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="campaignpartner",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_lead", True), ("role", "institution"), _negated=True),
                name="institution_leads_nothing",
            ),
        ),
    ]
