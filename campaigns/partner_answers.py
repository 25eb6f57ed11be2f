"""What an organization says of the hours of its campaigns by its link: they are right, or one is not.

It answers for the campaigns in which it is a partner, and for no other line; staff have the last word on each.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from partners import audit

from . import actions
from .models import HourEntry, PartnerLink, PartnerWord


class NotTheirs(Exception):
    """There is no such line in the organization's campaigns."""


def lines(link: PartnerLink) -> QuerySet:
    return HourEntry.objects.of_partner(link.partner)


def waiting(link: PartnerLink) -> QuerySet:
    """What the organization may answer: nobody decided on it, and no question about it is with the coordinator."""
    return lines(link).waiting()


def _without_word(link: PartnerLink) -> QuerySet:
    """Of another link of the same organization, too: what one of them doubts is not approved by the other."""
    words = PartnerWord.objects.waiting().filter(link__partner=link.partner_id, entry=OuterRef("pk"))
    return waiting(link).exclude(Exists(words))


@transaction.atomic
def approve(*, link: PartnerLink, seen: dict[int, int], at: dt.datetime) -> int:
    """Approve the lines that are still as they were read, {id: revision}, without those said to be wrong."""
    # locked before anybody's word is looked for: a lock alone shows no word that came while we waited for it
    locked = list(waiting(link).as_seen(seen).locked().values_list("pk", flat=True))
    entries = _without_word(link).filter(pk__in=locked)
    return actions.approve_hours(entries=entries, by=None, at=at, through=link)


def approved_at_once(link: PartnerLink, at: dt.datetime | None) -> QuerySet:
    """What was approved by this link with one press at that instant."""
    return lines(link).approved_at_once(None, at).filter(approved_through=link)


def take_back(*, link: PartnerLink, approved_at: dt.datetime | None, at: dt.datetime) -> int:
    """The organization pressed too early. What staff decided since stays."""
    return actions.take_back(entries=approved_at_once(link, approved_at), by=None, at=at)


@transaction.atomic
def say_wrong(*, link: PartnerLink, entry_id: int, revision: int, text: str, at: dt.datetime) -> PartnerWord:
    """ "This is not right", once a line; the same again changes only its words.

    Raises NotTheirs, and actions.Stale where the line is not what was read or somebody decided on it meanwhile.
    """
    entry = lines(link).locked().filter(pk=entry_id).first()
    if entry is None:
        raise NotTheirs
    if entry.approved_at or entry.asked_at or entry.revision != revision:
        raise actions.Stale(entry)
    fresh = {"text": text, "revision": revision, "said_at": at}
    mine = PartnerWord.objects.waiting()
    return mine.update_or_create(entry=entry, link=link, defaults=fresh)[0]


@transaction.atomic
def unsay(*, link: PartnerLink, entry_id: int, at: dt.datetime) -> bool:
    """The line is right after all. False where there was no open word. Raises NotTheirs."""
    if not lines(link).filter(pk=entry_id).exists():
        raise NotTheirs
    words = PartnerWord.objects.filter(link__partner=link.partner_id, entry=entry_id)
    return bool(words.settle(by=None, at=at))


@transaction.atomic
def dismiss(*, entry_id: int, by, at: dt.datetime) -> bool:
    """Staff looked and leave the line as it is; it waits on. Not about their own hours."""
    entries = HourEntry.objects.not_of(by).filter(pk=entry_id)
    n = PartnerWord.objects.about(entries.values_list("pk", flat=True)).settle(by=by, at=at)
    if n:
        audit.note("campaigns.dismiss_word", actor=by, count=n, now=at)
    return bool(n)


def forget(day: dt.date) -> int:
    """Erase words about hours of terms that give no access any more."""
    return PartnerWord.objects.past_keep(day).delete()[0]
