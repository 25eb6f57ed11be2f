from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_messages_know_their_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="revised_facts",
            field=models.JSONField(editable=False, null=True),
        ),
    ]
