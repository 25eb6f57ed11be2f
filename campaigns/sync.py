"""Hours that were written without a connection: what a phone kept and sends once it is back.

Each operation carries a key of the phone's, so that a resend makes no second row, and is a transaction of its own: one
that is refused keeps no other back. What somebody changed meanwhile is never overwritten; both versions are told.
"""

import datetime as dt
import hashlib
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coordinators.models import Coordinator

from . import actions, durations, saving, weeks
from .forms import HourEntryForm
from .models import HourChange, HourEntry, HourProposal

MOST_OPERATIONS = 100  # in one delivery; a phone sends the rest after it
LARGEST_BODY = 512 * 1024  # bytes; a hundred notes of 280 emoji, escaped, are 340 KB
LARGEST_ID = 2**63 - 1  # what the database can hold
FIELDS = ("day", "campaign", "time", "activity", "note")


def account_key(user) -> str:
    """What a phone calls the account: the same at every sign-in, and nothing can be read from it.

    It opens nothing, so it needs no secret: with a new SECRET_KEY, what waits on phones still finds its way.
    """
    return hashlib.sha256(f"{user.pk} {user.date_joined.isoformat()}".encode()).hexdigest()[:32]


def deliver(operations: list, *, user, now: dt.datetime) -> list[dict]:
    """Do the operations in their order. One result each: key and state (saved, already, conflict, refused or gone),
    with `entry` and `revision` where there is one, `errors` by field, and `current` where it is not what was seen."""
    delivery = _Delivery(user, now)
    return [delivery.do(operation) for operation in operations]


class _Delivery:
    """What the operations of one delivery share: the person, the instant and the placements, read once."""

    def __init__(self, user, now: dt.datetime):
        self.user, self.now, self.today = user, now, weeks.today(now)
        self.placements = saving.open_placements(user, self.today)
        self.verbs = {"add": self._add, "change": self._change, "delete": self._delete}

    def do(self, said: object) -> dict:
        said = said if isinstance(said, dict) else {}
        key, verb = _key(said.get("key")), self.verbs.get(_text(said.get("op")))
        result = {"key": _text(said.get("key"))[:64]}
        if not key or not verb:
            return result | _refused({"": [_("This could not be read. Write it again.")]})
        try:
            with transaction.atomic():
                return result | verb(key, said)
        except actions.Stale as stale:
            return result | self._not_as_seen(stale.current, said)
        except ValidationError as error:
            return result | _refused(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})

    def _add(self, key: uuid.UUID, said: dict) -> dict:
        list(Coordinator.objects.filter(user=self.user).select_for_update())  # two deliveries of one key wait here
        there = HourEntry.objects.filter(client_key=key).first()
        if there:
            return self._not_as_seen(there, said)
        if HourChange.objects.of_deleted(key).filter(appointment__coordinator__user=self.user).exists():
            return {"state": "gone"}  # it had arrived, and was deleted since
        entry = actions.log_hours(**self._values(said), key=key)
        HourProposal.objects.of_user(self.user).open().filter(client_key=key).update(answered_at=self.now)
        return {"state": "saved", "entry": entry.pk, "revision": entry.revision}

    def _change(self, key: uuid.UUID, said: dict) -> dict:
        entry, revision = self._own(said.get("entry")), _whole(said.get("revision"))
        if entry is None:
            return {"state": "gone"}
        if revision != entry.revision:
            return self._not_as_seen(entry, said)
        values = self._values(said)
        self._check_open(entry)
        changed = actions.change_hours(entry=entry, by=self.user, now=self.now, revision=revision, **values)
        return {"state": "saved", "entry": changed.pk, "revision": changed.revision}

    def _delete(self, key: uuid.UUID, said: dict) -> dict:
        entry, revision = self._own(said.get("entry")), _whole(said.get("revision"))
        if entry is None:
            return {"state": "gone"}
        if revision != entry.revision:
            return {"state": "conflict", "current": _told(entry)}
        self._check_open(entry)
        actions.delete_hours(entry=entry, by=self.user, now=self.now, revision=revision)
        return {"state": "saved"}

    def _values(self, said: dict) -> dict:
        """Keyword arguments for the actions. Raises ValidationError by field, in the reader's language."""
        form = HourEntryForm(_fields(said), placements=self.placements, today=self.today)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        return form.values

    def _own(self, pk: object) -> HourEntry | None:
        number = _whole(pk)
        own = HourEntry.objects.of_user(self.user).select_related("placement__campaign", "placement__appointment__term")
        return own.filter(pk=number).first() if number else None

    def _check_open(self, entry: HourEntry) -> None:
        if entry.placement.appointment_id not in {placement.appointment_id for placement in self.placements}:
            raise ValidationError(_("You can read your hours. They can no longer be changed."))

    def _not_as_seen(self, there: HourEntry | None, said: dict) -> dict:
        """Already done, when what is there says the same; gone when it is no more, or not the person's."""
        current = self._own(there.pk) if there else None
        if current is None:
            return {"state": "gone"}
        if said.get("op") != "delete" and _says_the_same(current, _fields(said)):
            return {"state": "already", "entry": current.pk, "revision": current.revision}
        return {"state": "conflict", "current": _told(current)}


def _fields(said: dict) -> dict[str, str]:
    return {name: _text(said.get(name)) for name in FIELDS}


def _says_the_same(entry: HourEntry, fields: dict[str, str]) -> bool:
    try:
        minutes = durations.parse(fields["time"])
    except ValidationError:
        return False
    here = (entry.worked_on.isoformat(), str(entry.placement.campaign_id), entry.minutes, entry.activity, entry.note)
    return here == (fields["day"], fields["campaign"], minutes, fields["activity"], fields["note"].strip())


def _told(entry: HourEntry) -> dict:
    """An entry for the page of its owner: the values of the form, and words to be read."""
    return {
        "entry": entry.pk,
        "revision": entry.revision,
        "day": entry.worked_on.isoformat(),
        "campaign": str(entry.placement.campaign_id),
        "time": durations.as_hours(entry.minutes),
        "activity": entry.activity,
        "note": entry.note,
        "words": {
            "day": capfirst(formats.date_format(entry.worked_on, "l j")),
            "campaign": entry.placement.campaign.title,
            "activity": entry.get_activity_display(),
        },
    }


def _refused(errors: dict[str, list[str]]) -> dict:
    return {"state": "refused", "errors": {("" if name == "__all__" else name): told for name, told in errors.items()}}


def _text(value: object) -> str:
    """A text as a form would send it: half of an emoji becomes a question mark in a diamond; what is no text, empty."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_ID:
        return str(value)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    """A number from 1 up to what the database can hold; None for anything else."""
    text = _text(value)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID)) else 0
    return number if 0 < number <= LARGEST_ID else None


def _key(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(_text(value))
    except ValueError:
        return None
