"""The index of what expires begins with the channel, so that it is not taken for finding what is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_sms_row")]
    operations = [
        migrations.RemoveIndex(model_name="message", name="message_expiring"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(state="queued"), fields=["channel", "not_after"], name="message_expiring"
            ),
        ),
    ]
