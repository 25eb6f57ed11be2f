"""What a mail provider says became of a mail: an address that does not exist, a reader who called it spam.

Both end all further mail to that address. What is only in the way for now (4.x, a full mailbox) or in the way of the
whole domain (5.4.4, no route) does not. Of the report nothing else is kept: no text, no address, no raw event.
"""

import datetime as dt
import hmac
import re
from email.utils import parseaddr

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from . import actions, letters, sealing
from .models import DeliveryAttempt, Message, Suppression
from .replies import OUR_ADDRESS

PHASE = "report"  # the step of a DeliveryAttempt that came long after the handover
MESSAGE_ID = re.compile(r"<?(d\.(\d{1,18})\.[0-9a-f]{8})@")
ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")  # RFC 3463; not the middle of an IP address
FOR_NOW = re.compile(
    r"^\W*(smtp;\s*)?4\d\d\b|soft|transient|temporar|undetermined|general bounce|quota|(mailbox|inbox)\b.{0,20}\bfull",
    re.IGNORECASE,
)
NAMES = ("Type", "type", "event", "error", "severity")  # where providers say which bounce it was


def receive(sender, event: AnymailTrackingEvent, **kwargs) -> None:
    """Receiver of anymail.signals.tracking; anymail has checked who speaks."""
    if (reason := reason_of(event)) and (address := parseaddr(event.recipient or "")[1]):
        note(address=address, reason=reason, message=find(event), now=timezone.now())


def reason_of(event: AnymailTrackingEvent) -> str:
    """Why this address is not written to again, or nothing."""
    if event.event_type == EventType.COMPLAINED:
        return Suppression.Reason.COMPLAINED
    bounced = event.event_type == EventType.BOUNCED
    known = event.reject_reason in (RejectReason.BOUNCED, RejectReason.INVALID)
    return Suppression.Reason.BOUNCED if bounced and known and _is_for_good(event) else ""


def _is_for_good(event: AnymailTrackingEvent) -> bool:
    """The code decides; where the provider gives none, its word, unless it calls the bounce a passing one."""
    texts = [str(text) for text in (event.mta_response, event.description) if text]
    codes = [code for text in texts for code in ENHANCED.findall(text)]
    if codes:
        return codes[0].startswith("5.1.") and codes[0] not in OUR_ADDRESS
    raw = event.esp_event if hasattr(event.esp_event, "get") else {}
    texts += [str(raw.get(name, "")) for name in NAMES]
    return not any(FOR_NOW.search(text) for text in texts) and raw.get("hard_bounce") is not False


def find(event: AnymailTrackingEvent) -> Message | None:
    """The message it is about, by our own Message-ID with its mark. Providers that write their own give back ours."""
    for text in (event.message_id, (event.metadata or {}).get("message_id")):
        if (found := MESSAGE_ID.match(str(text or ""))) and _is_ours(found[1], int(found[2])):
            return Message.objects.filter(pk=found[2]).first()
    return None


def _is_ours(local_part: str, pk: int) -> bool:
    return hmac.compare_digest(letters.message_id(pk).strip("<").partition("@")[0], local_part)


@transaction.atomic
def note(*, address: str, reason: str, message: Message | None, now: dt.datetime) -> None:
    """Stop all mail to the address, and write the report beside the tries. The message stays what it was: handed over.

    Providers repeat reports; the second changes nothing.
    """
    actions.stop_writing(contact_bi=sealing.contact_index(address), topic="", reason=reason, now=now)
    if message:
        about = {"number": message.attempts, "at": now, "phase": PHASE}
        DeliveryAttempt.objects.get_or_create(message=message, outcome=reason, defaults=about)
