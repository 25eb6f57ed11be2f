"""Every version of a public record that staff made by hand: who, when, what. django-simple-history keeps them.

Only what somebody of the staff does in a request makes a version: what the record's own loader writes has its history
in content/. People, sign-ups and hours have no versions here, since each copy would have to be erased, too.
"""

from django.db.models import signals
from simple_history import register
from simple_history.models import HistoricalRecords

from . import audit


class Versions(HistoricalRecords):
    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        signals.pre_save.connect(self.keep_what_was, sender=sender, weak=False)

    def keep_what_was(self, sender, instance, raw=False, **kwargs):
        """Before the first change by hand, so that there is something to go back to."""
        if raw or audit.acting() is None or instance._state.adding or instance.history.exists():
            return
        if before := sender._base_manager.filter(pk=instance.pk).first():
            before._history_user = None
            super().create_historical_record(before, "+")

    def create_historical_record(self, instance, history_type, using=None):
        if audit.acting() is not None:
            super().create_historical_record(instance, history_type, using)

    def get_history_user(self, instance):
        return getattr(instance, "_history_user", audit.acting())


def keep(model, *, app: str, **options) -> None:
    """Keep the versions of a model. At the end of translation.py, when it has the columns of both languages."""
    register(model, app=app, records_class=Versions, **options)
