"""Forms of pages that belong to no app alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from coordinators.models import Term
from ilp_portal import timeline
from outreach import kinds, ledger
from outreach.models import Message
from partners.forms import ANY, PublicFilter

WITHOUT_EVENT = "none"
ALL = ("", _("Any"))
GROUPS = [
    (ledger.WAITING, _("not handed over yet")),
    ("failed", _("failed or refused")),
    ("not_sent", _("not sent, with reason")),
]


class LedgerFilter(forms.Form):
    """What the ledger lists. `events` are the events that have messages; a value that is none of them is refused."""

    event = forms.ChoiceField(label=_("Event"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Message"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[ALL, *Message.Channel.choices])

    def __init__(self, *args, events=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(str(event.pk), f"{event.title} ({event.date_display})") for event in events]
        self.fields["event"].choices = [ALL, (WITHOUT_EVENT, _("without an event")), *named]
        self.fields["state"].choices = [ALL, *GROUPS, *ledger.WORDS.items()]
        labels = [(name, ledger.kind_label(name)) for name in kinds.names()]
        self.fields["kind"].choices = [ALL, *sorted(labels, key=lambda choice: choice[1])]


class HistoryFilter(PublicFilter):
    """What of the history shows; readable words in the address."""

    era = forms.ChoiceField(label=_("Era"), required=False, choices=[ANY, *Term.Era.choices])
    scope = forms.ChoiceField(
        label=_("Whose work"),
        required=False,
        choices=[
            ANY,
            (Campaign.Scope.ILP, _("The project")),
            (Campaign.Scope.KI, _("The Kalmanovitz Initiative")),
            (Campaign.Scope.ALLIED, _("Partners, allies and the city")),
        ],
    )
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[ANY, *timeline.Kind.choices])

    def choice(self) -> timeline.Choice | None:
        """What was chosen; None when a value is none of ours."""
        wanted = self.wanted()
        return None if wanted is None else timeline.Choice(**wanted)
