"""What the portal holds about one address or phone number: every table of the register that says it is about people.

Read with whatever keys there are, so it shows what the portal itself could read: for a purged person, nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import phonenumbers
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from campaigns.models import (
    Campaign,
    Fact,
    HandOverRead,
    HourChange,
    HourEntry,
    HourImport,
    HourImportFailure,
    HourImportFile,
    HourImportMapping,
    HourProposal,
    HoursFeed,
    Milestone,
    Outcome,
    PartnerLink,
    PartnerWord,
    Placement,
    Quote,
    Report,
    Resource,
    ServiceLetter,
    WeekNote,
)
from coordinators.models import (
    Application,
    ApplicationNote,
    Appointment,
    Coordinator,
    NameClaim,
    NameConsent,
    Tip,
    TipPhoto,
    User,
)
from events.models import DoorStroke, EventsFeed, Qualification, Rsvp, Shift, ShiftPlace
from outreach import outbox, sealing
from outreach.models import Message, Suppression
from partners.models import AuditEntry, Contact, Draft, ImportedRecord, Partner

from . import privacy
from .models import ApiToken, PublicEntry, TableImport

REGION = "US"  # of a number that is written without a country
UNREADABLE = "(not for reading)"
SECRETS = {
    "password",
    "data",
    "key",
    "session_key",
    "session_data",
    "contact_ct",
    "picture_ct",
    "contact_bi",
    "sealed",
    "client_key",
    "content_ct",
    "name_ct",
    "answers_ct",
    "text_ct",
    "before_ct",
    "nonce",
}


class Person:
    """Whoever has this address or number, and the rows by which the tables know them."""

    def __init__(self, contact: str):
        contact = contact.replace("\x00", "").encode("utf-8", "replace").decode()  # what no table can hold
        self.contact = contact.strip() if "@" in contact else phone(contact)
        self.index = sealing.contact_index(self.contact)
        owners = EmailAddress.objects.filter(email__iexact=self.contact).values("user")
        self.users = User.objects.filter(Q(email__iexact=self.contact) | Q(pk__in=owners))
        self.user_ids = list(self.users.values_list("pk", flat=True))
        self.coordinators = Coordinator.objects.filter(user__in=self.user_ids)
        self.appointments = Appointment.objects.filter(coordinator__in=self.coordinators)
        self.rsvps = Rsvp.objects.filter(contact_bi=self.index).select_related("event", "event__key")


def phone(text: str) -> str:
    """The number as sign-ups keep it, +15555550100; the text itself when it is no number."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return text.strip()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _sessions(person: Person) -> models.QuerySet:
    owners = {row.pk: row.get_decoded().get("_auth_user_id") for row in Session.objects.all()}
    return Session.objects.filter(pk__in=[pk for pk, owner in owners.items() if owner in map(str, person.user_ids)])


def _log_entries(person: Person) -> models.QuerySet:
    about = Q(content_type__app_label="coordinators", content_type__model="user", object_id__in=person.user_ids)
    return LogEntry.objects.filter(Q(user__in=person.user_ids) | about)


def _partner_contacts(person: Person) -> models.QuerySet:
    if "@" in person.contact:
        return Contact.objects.filter(email__iexact=person.contact)
    mine = [row.pk for row in Contact.objects.exclude(phone="") if phone(row.phone) == person.contact]
    return Contact.objects.filter(pk__in=mine)


def _imported(person: Person) -> models.QuerySet:
    found = Q(pk=None)
    for slug in person.coordinators.values_list("slug", flat=True):
        found |= Q(kind="coordinators", slug=slug) | Q(kind="appointments", slug__startswith=f"{slug}/")
    return ImportedRecord.objects.filter(found)


def _tips(person: Person) -> models.QuerySet:
    """Notes that name the address or number, and those whose sender left it to be asked back."""
    mine = [row.pk for row in Tip.objects.all() if _is_of(row, person)]
    return Tip.objects.filter(pk__in=mine)


def _is_of(tip: Tip, person: Person) -> bool:
    address = person.contact.lower()
    return bool(address) and (address == tip.contact.lower() or ("@" in address and address in tip.text.lower()))


def _messages(person: Person) -> models.QuerySet:
    subjects = {
        "events.rsvp": list(person.rsvps.values_list("pk", flat=True)),
        "coordinators.user": person.user_ids,
        "coordinators.appointment": list(person.appointments.values_list("pk", flat=True)),
    }
    known = Q(pk__in=[row.pk for row in Message.objects.exclude(sealed=None) if _is_to(row, person)])
    for subject_type, ids in subjects.items():
        known |= Q(subject_type=subject_type, subject_id__in=ids)
    return Message.objects.filter(known)


def _is_to(message: Message, person: Person) -> bool:
    try:
        return str(outbox.open_sealed(message).get("to", "")).lower() == person.contact.lower()
    except InvalidTag:
        return False


def _audit_entries(person: Person) -> models.QuerySet:
    about = Q(record="coordinators.user", record_id__in=[str(pk) for pk in person.user_ids])
    return AuditEntry.objects.filter(Q(actor__in=person.user_ids) | about)


def _versions_by(model: type[models.Model]) -> Callable[[Person], models.QuerySet]:
    return lambda person: model.objects.filter(history_user__in=person.user_ids)


VERSIONED = [model.history.model for model in (Partner, Campaign, Outcome, Milestone, Fact, Resource)]

FINDERS: dict[str, Callable[[Person], models.QuerySet]] = {
    "coordinators.User": lambda person: person.users,
    "coordinators.User_groups": lambda person: User.groups.through.objects.filter(user__in=person.user_ids),
    "coordinators.User_user_permissions": lambda person: User.user_permissions.through.objects.filter(
        user__in=person.user_ids
    ),
    "account.EmailAddress": lambda person: EmailAddress.objects.filter(
        Q(email__iexact=person.contact) | Q(user__in=person.user_ids)
    ),
    "account.EmailConfirmation": lambda person: EmailConfirmation.objects.filter(
        Q(email_address__email__iexact=person.contact) | Q(email_address__user__in=person.user_ids)
    ),
    "mfa.Authenticator": lambda person: Authenticator.objects.filter(user__in=person.user_ids),
    "sessions.Session": _sessions,
    "admin.LogEntry": _log_entries,
    "coordinators.Coordinator": lambda person: person.coordinators,
    "coordinators.Appointment": lambda person: person.appointments,
    "campaigns.Placement": lambda person: Placement.objects.filter(appointment__in=person.appointments),
    "campaigns.HourEntry": lambda person: HourEntry.objects.filter(
        Q(placement__appointment__in=person.appointments)
        | Q(approved_by__in=person.user_ids)
        | Q(asked_by__in=person.user_ids)
    ),
    "campaigns.HourChange": lambda person: HourChange.objects.filter(
        Q(appointment__in=person.appointments) | Q(by__in=person.user_ids)
    ),
    "campaigns.HourProposal": lambda person: HourProposal.objects.filter(
        placement__appointment__in=person.appointments
    ),
    "campaigns.WeekNote": lambda person: WeekNote.objects.filter(appointment__in=person.appointments),
    "campaigns.ServiceLetter": lambda person: ServiceLetter.objects.filter(coordinator__in=person.coordinators),
    "campaigns.HoursFeed": lambda person: HoursFeed.objects.filter(user__in=person.user_ids),
    "campaigns.HourImport": lambda person: HourImport.objects.filter(by__in=person.user_ids),
    "campaigns.HourImportFile": lambda person: HourImportFile.objects.filter(hour_import__by__in=person.user_ids),
    "campaigns.HourImportFailure": lambda person: HourImportFailure.objects.filter(hour_import__by__in=person.user_ids),
    "campaigns.HourImportMapping": lambda person: HourImportMapping.objects.filter(user__in=person.user_ids),
    "coordinators.NameConsent": lambda person: NameConsent.objects.filter(
        Q(person__in=person.coordinators) | Q(recorded_by__in=person.user_ids)
    ),
    "coordinators.NameClaim": lambda person: NameClaim.objects.filter(
        Q(person__in=person.coordinators) | Q(contact_bi=person.index)
    ),
    "coordinators.Application": lambda person: Application.objects.filter(
        Q(contact_bi=person.index) | Q(decided_by__in=person.user_ids)
    ),
    "coordinators.ApplicationNote": lambda person: ApplicationNote.objects.filter(
        Q(application__contact_bi=person.index) | Q(by__in=person.user_ids)
    ),
    "campaigns.HandOverRead": lambda person: HandOverRead.objects.filter(appointment__in=person.appointments),
    "campaigns.PartnerLink": lambda person: PartnerLink.objects.filter(
        Q(contact__in=_partner_contacts(person)) | Q(made_by__in=person.user_ids)
    ),
    "campaigns.PartnerWord": lambda person: PartnerWord.objects.filter(
        Q(entry__placement__appointment__in=person.appointments) | Q(settled_by__in=person.user_ids)
    ),
    "campaigns.Quote": lambda person: Quote.objects.none(),  # quotes hold no address; staff find them by their words
    "campaigns.Report": lambda person: Report.objects.filter(made_by__in=person.user_ids),
    "partners.AuditEntry": _audit_entries,
    "partners.Draft": lambda person: Draft.objects.filter(user__in=person.user_ids),
    "ilp_portal.ApiToken": lambda person: ApiToken.objects.filter(made_by__in=person.user_ids),
    "ilp_portal.TableImport": lambda person: TableImport.objects.filter(by__in=person.user_ids),
    **{model._meta.label: _versions_by(model) for model in VERSIONED},
    "coordinators.Tip": _tips,
    "coordinators.TipPhoto": lambda person: TipPhoto.objects.filter(tip__in=_tips(person)),
    "ilp_portal.PublicEntry": lambda person: PublicEntry.objects.filter(
        kind=PublicEntry.Kind.PERSON, key__in=person.coordinators.values("pk")
    ),
    "partners.Contact": _partner_contacts,
    "partners.ImportedRecord": _imported,
    "events.Rsvp": lambda person: person.rsvps,
    "events.Shift": lambda person: Shift.objects.filter(places__rsvp__in=person.rsvps).distinct(),
    "events.ShiftPlace": lambda person: ShiftPlace.objects.filter(rsvp__in=person.rsvps),
    "events.Qualification": lambda person: Qualification.objects.of_contact(person.index),
    "events.DoorStroke": lambda person: DoorStroke.objects.filter(Q(rsvp__in=person.rsvps) | Q(by__in=person.user_ids)),
    "events.EventsFeed": lambda person: EventsFeed.objects.filter(user__in=person.user_ids),
    "outreach.Suppression": lambda person: Suppression.objects.filter(contact_bi=person.index),
    "outreach.Message": _messages,
}


def lines(contact: str) -> Iterator[str]:
    """One block a table: its name and how many rows, then each row, messages counted by kind and state."""
    person = Person(contact)
    for entry in privacy.register():
        if entry.personal and (rows := list(FINDERS[entry.label](person))):
            yield f"{entry.label}: {len(rows)}"
            told = _counted(rows) if entry.model is Message else (_told(row, entry.personal) for row in rows)
            yield from (f"  {line}" for line in told)


def _counted(messages: list[Message]) -> list[str]:
    counts = Counter((row.kind, row.state) for row in messages)
    return [f"{kind} {state}: {count}" for (kind, state), count in sorted(counts.items())]


def _told(row: models.Model, personal: frozenset[str]) -> str:
    if isinstance(row, Rsvp):
        return (
            f"{row.event} ({row.event.held_on}): {row.state}; "
            + _fields(row, personal - {"name_ct", "state"})
            + (f"; name: {_name(row)}" if row.name_ct else "")
        )
    return _fields(row, personal)


def _name(rsvp: Rsvp) -> str:
    """Without its event's key, as after a restore, nobody reads it any more, and neither do we."""
    return rsvp.name if rsvp.is_readable else "(not readable)"


def _fields(row: models.Model, personal: frozenset[str]) -> str:
    fields = [field for field in row._meta.concrete_fields if field.name in personal | {"reason"}]
    values = ((field.name, UNREADABLE if field.name in SECRETS else getattr(row, field.name)) for field in fields)
    return "; ".join(f"{name}: {value}" for name, value in values if value not in (None, ""))
