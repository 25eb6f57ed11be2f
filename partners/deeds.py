"""What the audit log calls what somebody did. Every key that `audit.note` writes stands here, the verbs of all apps."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ACTIONS: dict[str, str | Promise] = {
    "add": pgettext_lazy("log", "added"),
    "change": pgettext_lazy("log", "changed"),
    "delete": pgettext_lazy("log", "deleted"),
    # coordinators
    "coordinators.open_term": _("opened a term"),
    "coordinators.close_term": _("closed a term"),
    "coordinators.reopen_term": _("opened a closed term again"),
    "coordinators.edit_term": _("changed a term"),
    "coordinators.accept": _("accepted an application"),
    "coordinators.close_call": _("closed a call"),
    "coordinators.note_application": _("wrote a note on an application"),
    "coordinators.publish_call": _("published a call"),
    "coordinators.refuse": _("refused an application"),
    "coordinators.accept_claim": _("accepted a claim of past years"),
    "coordinators.deactivate": _("deactivated an account"),
    "coordinators.invite": _("invited somebody"),
    "coordinators.merge": _("merged two people on record"),
    "coordinators.put_back": _("put a name back"),
    "coordinators.reactivate": _("reactivated an account"),
    "coordinators.refuse_claim": _("refused a claim of past years"),
    "coordinators.role": _("gave another role"),
    "coordinators.second_factors": _("took off the second factors of an account"),
    "coordinators.take_down": _("took a name down"),
    # campaigns
    "campaigns.hand_over": _("wrote or handed over a hand-over"),
    "campaigns.approve": _("approved hours"),
    "campaigns.ask": _("sent hours back with a question"),
    "campaigns.contact_left": _("changed or took away the contact of a partner link"),
    "campaigns.dismiss_word": _("settled what a partner said of hours"),
    "campaigns.keep_link": _("left a partner link as it is, with another contact"),
    "campaigns.renew_link": _("moved the last day of a partner link"),
    "campaigns.restore": _("brought an earlier version back"),
    "campaigns.revoke_link": _("revoked a partner link"),
    "campaigns.show_link": _("looked at the address of a partner link"),
    "campaigns.freeze_report": _("froze a report"),
    "campaigns.withdraw_letter": _("withdrew a letter of service"),
    "campaigns.withdraw_quote": _("withdrew a quote"),
    "campaigns.delete_file": _("deleted an edition of a resource"),
    "campaigns.replace": _("replaced an edition of a resource"),
    "campaigns.upload": _("uploaded an edition of a resource"),
    "campaigns.take_back": _("took an approval of hours back"),
    "campaigns.export_totals": _("exported sums of hours"),
    "campaigns.import_hours": _("imported hours"),
    "campaigns.undo_hours": _("undid an import of hours"),
    # events
    "events.cancel": _("canceled an event"),
    "events.erase": _("erased who signed up"),
    "events.move": _("moved an event"),
    "events.postpone": _("put an event’s date in doubt"),
    "events.publish": _("published an event"),
    # the outbox
    "outreach.again": _("sent messages again"),
    "outreach.pause": _("paused a channel of messages"),
    "outreach.resume": _("let a channel of messages run again"),
    # the roof
    "ilp_portal.export_log": _("exported the log"),
    "ilp_portal.export_table": _("exported a table"),
    "ilp_portal.import_table": _("imported a table"),
    "ilp_portal.make_key": _("made an API key"),
    "ilp_portal.read_export": _("a program read an export with a key"),
    "ilp_portal.revoke_key": _("revoked an API key"),
    "ilp_portal.undo_import": _("undid an import of a table"),
}


def label(action: str) -> str:
    """The words of a key; a key that nobody named is shown as it is."""
    return str(ACTIONS.get(action, action))
