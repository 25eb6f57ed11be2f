"""What of the log somebody looks for."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.day_field import DayField
from partners.models import AuditEntry

from . import audit_log

ALL = ("", _("Any"))


class AuditFilter(forms.Form):
    """Offers what occurs in the log. What is not understood is said at its field, and nothing is listed then."""

    actor = forms.TypedChoiceField(label=pgettext_lazy("log", "Who"), required=False, coerce=int, empty_value=None)
    action = forms.ChoiceField(label=_("What"), required=False)
    record = forms.ChoiceField(label=_("Kind of record"), required=False)
    record_id = forms.CharField(label=_("Number of the record"), required=False, max_length=40)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("To day"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offers = {"actor": audit_log.actors(), "action": audit_log.actions(), "record": audit_log.kinds()}
        for name, offered in offers.items():
            self.fields[name].choices = [ALL, *offered]
            self.fields[name].error_messages["invalid_choice"] = _(
                "The log has nothing of that. Choose one of the list."
            )

    def clean(self) -> dict:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("This day is before the first one.")))
        return self.cleaned_data

    def entries(self):
        """What was asked for, newest first; nothing when it was not understood."""
        entries = AuditEntry.objects.select_related("actor")
        return entries.narrowed(**self.cleaned_data) if self.is_valid() else entries.none()

    @property
    def query(self) -> str:
        """What was asked for as part of an address, as it was typed."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})
