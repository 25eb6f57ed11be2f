"""Why a message is as it is, in plain words for staff. The row keeps a code; a code that is not here is shown as is.

Codes come from the engine, the gate and from every app with a message kind. They stand in this one place, so that a
test can compare them with the source and a reader finds them all.
"""

import datetime as dt
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import DeliveryAttempt, Message
from .replies import Verdict

BY_STAFF, NOT_SET_UP = "paused by staff", "SMS_URL is not set"

WORDS = {
    # the engine and the gate
    "time passed": gettext_lazy("Its time passed before it could be sent."),
    "outcome unknown": gettext_lazy("The connection broke during the handover too often. It may have come."),
    "quiet hours": gettext_lazy("At night we write to nobody, and in the morning it would have been too late."),
    "asked us to stop": gettext_lazy("The person asked us to stop."),
    "no phone number": gettext_lazy("What the person typed is no phone number."),
    "no mail address": gettext_lazy("What the person typed is no email address."),
    BY_STAFF: gettext_lazy("Staff paused it."),
    NOT_SET_UP: gettext_lazy("Text messages are not set up here."),
    "restored": gettext_lazy("The database was restored from a backup. Look at what is queued before you go on."),
    "clock: database and host differ": gettext_lazy("The clocks of the database and of the server differ."),
    "clock: jumped ahead": gettext_lazy("The clock jumped ahead."),
    # events
    "asked again": gettext_lazy("The person asked again; the newer mail has the button."),
    "facts changed": gettext_lazy("The event changed before it was sent; a newer message took its place."),
    "offer is over": gettext_lazy("The person had answered, or the time to answer was over."),
    "waiting": gettext_lazy("The person is on the waiting list."),
    "offered": gettext_lazy("The person is offered a place and has not answered yet."),
    "confirmed": gettext_lazy("The person had taken the place before."),
    "event has started": gettext_lazy("The event had begun."),
    "event is over": gettext_lazy("The event was over."),
    "erased": gettext_lazy("The sign-up was erased, as we promise."),
    "withdrawn": gettext_lazy("The person does not come."),
    "pending": gettext_lazy("The person did not confirm the sign-up."),
    "draft": gettext_lazy("The event was taken back to draft."),
    "postponed": gettext_lazy("The event was postponed."),
    "cancelled": gettext_lazy("The event was canceled."),
    "published": gettext_lazy("The event goes ahead after all."),
    # hours
    "not wanted": gettext_lazy("The person turned these reminders off, or has no account now."),
    "nothing asked of this week": gettext_lazy("No hours are asked in that week."),
    "week is finished": gettext_lazy("The person said that nothing more comes that week."),
    "week is full": gettext_lazy("The hours of the week were logged already."),
    "answered": gettext_lazy("The question was answered before the mail went out."),
    "the term is open again": gettext_lazy("The year was opened again, so its letters are not final yet."),
    # the partner's digest
    "no link or no contact": gettext_lazy("The partner’s link was taken back, or has no address to write to."),
    "nothing to say": gettext_lazy("In that month the partner had nothing to read or to approve."),
    # names
    "claim erased": gettext_lazy("The claim was erased, as we promise."),
    "claim goes on": gettext_lazy("The claim was a step further already."),
    # applications
    "application erased": gettext_lazy("The application was withdrawn or erased, as we promise."),
    "application goes on": gettext_lazy("The application was a step further already."),
    # accounts
    "no account": gettext_lazy("Nobody has an account with that address, so nobody was written to."),
    "no active account": gettext_lazy("No active account belongs to it."),
    "has signed in": gettext_lazy("The person has signed in already."),
}
REFUSED = {  # by outreach.replies.Reply.phase: what the server had been asked when it said no
    "connect": gettext_lazy("The server refused our call (%(code)s)."),
    "login": gettext_lazy("The server refused our name or password (%(code)s)."),
    "mail": gettext_lazy("The server refused our sender address (%(code)s)."),
    "rcpt": gettext_lazy("The server refused the reader’s address or number (%(code)s)."),
    "data": gettext_lazy("The server refused the message before its text (%(code)s)."),
    "dot": gettext_lazy("The server refused the message because of its text (%(code)s)."),
}
TAKEN, LATER, NO, NOBODY_KNOWS = "taken", "later", "no", "unknown"
BY_STATE = {
    Message.State.SENT: TAKEN,
    Message.State.UNCONFIRMED: NOBODY_KNOWS,
    Message.State.DEAD: NO,
    Message.State.FAILED: NO,
    Message.State.SUPPRESSED: NO,
} | dict.fromkeys(Message.PENDING, LATER)
BY_VERDICT = {
    Verdict.SENT: TAKEN,
    Verdict.UNKNOWN: NOBODY_KNOWS,
    Verdict.UNCONFIRMED: NOBODY_KNOWS,
    Verdict.RETRY: LATER,
}
ANSWER = re.compile(r"(?P<phase>[a-z]+) (?:(?P<code>\d{3,5})|no answer)(?: (?P<enhanced>[245]\.\d{1,3}\.\d{1,3}))?")


def of_message(message: Message) -> str:
    """Why it is in its state, or how the last try went while it still waits."""
    return in_words(message.reason, BY_STATE.get(message.state, NO))


def of_pause(code: str) -> str:
    return in_words(code, NO)


def of_try(one: DeliveryAttempt) -> str:
    verdict = next((verdict for verdict in Verdict if verdict.value == one.outcome), None)
    return in_words(f"{one.phase} {one.code or 'no answer'}", BY_VERDICT.get(verdict, NO))


def in_words(code: str, outcome: str = NO) -> str:
    """Plain words of the active language; the code itself when nobody wrote words for it; empty stays empty.

    `outcome` says what a server's answer meant: the numbers of a provider mean other things than those of SMTP.
    """
    if code in WORDS:
        return str(WORDS[code])
    match = ANSWER.fullmatch(code)
    if match and match["phase"] in REFUSED:
        return _answer(match["phase"], match["code"], match["enhanced"], outcome)
    name, found, what = code.partition(": ")
    if found and name == "our fault":
        return _("A fault of the portal itself (%(what)s). Tell whoever runs it.") % {"what": what}
    if found and name == "facts":
        return _("The database did not answer (%(what)s). It is tried again.") % {"what": what}
    return code


def _answer(phase: str, code: str | None, enhanced: str | None, outcome: str) -> str:
    if code is None and phase == "dot":
        return _("The connection broke after the text. Nobody knows whether it came.")
    if code is None:
        return _("The server could not be reached, or stopped answering.")
    words = {"code": " ".join(filter(None, (code, enhanced)))}
    if outcome == TAKEN:
        return _("The server took it (%(code)s).") % words
    if outcome == NOBODY_KNOWS or (outcome == LATER and phase == "dot" and code >= "5"):
        return _("The server gave no clear answer (%(code)s). Nobody knows whether it came.") % words
    if outcome == LATER:
        return _("The server asked us to come back later (%(code)s).") % words
    return str(REFUSED[phase]) % words


def obstacle(message: Message, now: dt.datetime) -> str:
    """Why a message that ledger.again does not hold cannot be sent again, as one sentence."""
    if message.state not in (Message.State.UNCONFIRMED, Message.State.FAILED):
        return _("Only messages of unknown outcome, and those that failed by our own fault, can be sent again.")
    if message.subject_type == "-":
        return _("What it said was erased when it ended. The person can ask for a new code.")
    if message.not_after <= now:
        return _("Its time has passed, so it would only confuse.")
    return _("A newer message about the same thing took its place.")
