"""Making reports, freezing them as they are sent, and what became different since."""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import get_language

from campaigns import weeks
from campaigns.models import Report
from partners import audit

from . import facts as facts_of


@transaction.atomic
def make(*, by, now: dt.datetime, **asked) -> Report:
    """A report about what was asked; the open one that is there when it was asked before."""
    if same := Report.objects.open().filter(**asked).first():
        return same
    return Report.objects.create(**asked, made_by=by, made_at=now)


@transaction.atomic
def freeze(*, report: Report, seen: str, now: dt.datetime) -> bool:
    """Keep the facts as they are now, if they are those whose checksum was `seen`; else False, and nothing changed.

    True for one that is frozen already: a second press.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_frozen:
        return True
    found = facts_of.gather(report, today=weeks.today(now))
    if facts_of.checksum(found) != seen:
        return False
    report.facts, report.checksum, report.frozen_at = found, seen, now
    report.save(update_fields=["facts", "checksum", "frozen_at"])
    audit.note("campaigns.freeze_report", record=report, now=now)
    return True


@transaction.atomic
def discard(*, report: Report) -> bool:
    """Forget an open report; what was frozen stays, and the answer is False."""
    report = Report.objects.select_for_update().filter(pk=report.pk).first()
    if report is None or report.is_frozen:
        return False
    report.delete()
    return True


def current(report: Report, today: dt.date) -> dict:
    """The facts that all its forms show: those that were frozen, or those of today."""
    return report.facts if report.is_frozen else facts_of.gather(report, today=today)


def is_intact(report: Report) -> bool:
    """Whether the frozen facts are those of the checksum."""
    return facts_of.checksum(report.facts) == report.checksum


class Change(NamedTuple):
    """One number that is no longer what was frozen; None where the line is new or gone."""

    part: str
    label: str
    was: dict | None
    now: dict | None


class Differences(NamedTuple):
    """`gone` are titles of events that were told and are no longer on record."""

    numbers: list[Change]
    gone: list[str]


def differences(old: dict, new: dict) -> Differences:
    """In the order of the report, in the active language."""
    code = get_language()
    before, after = ({(row["part"], row["key"]): row for row in facts["numbers"]} for facts in (old, new))
    numbers = [
        Change(key[0], (before.get(key) or after[key])["label"][code], before.get(key), after.get(key))
        for key in [*before, *(key for key in after if key not in before)]
        if _said(before.get(key)) != _said(after.get(key))
    ]
    there = {text["key"] for text in new["texts"]}
    gone = [text["title"][code] for text in old["texts"] if text["part"] == "events" and text["key"] not in there]
    return Differences(numbers, gone)


def _said(row: dict | None) -> tuple | None:
    return row and (row["value"], row["why"])
