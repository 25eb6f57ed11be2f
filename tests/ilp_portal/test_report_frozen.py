"""A report as it was sent: nothing changes it, and what is different today is told."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from campaigns import quotes
from campaigns.models import FrozenReport, Quote, Report
from events import erasure
from ilp_portal.reports import facts as facts_of
from ilp_portal.reports import keeping
from ilp_portal.reports.telling import Told
from partners.models import AuditEntry
from tests.conftest import NOW
from tests.factories import PartnerFactory
from tests.ilp_portal import report_rows
from tests.ilp_portal.report_rows import report

pytestmark = pytest.mark.django_db
TODAY = report_rows.LAST
LATER = TODAY + dt.timedelta(days=60)


def freeze(row: Report) -> Report:
    seen = facts_of.checksum(facts_of.gather(row, today=TODAY))
    assert keeping.freeze(report=row, seen=seen, now=NOW)
    return Report.objects.with_subject().get(pk=row.pk)


@pytest.fixture
def sent(term) -> Report:
    partner, _campaign = report_rows.everything(term)
    return freeze(report(partner=partner))


def different(sent: Report) -> dict[str, tuple]:
    """What was, and what is today, by part and label."""
    found = keeping.differences(sent.facts, facts_of.gather(sent, today=LATER))
    return {f"{one.part} {one.label}": (value(one.was), value(one.now)) for one in found.numbers}


def value(row: dict | None):
    return row and (row["why"] or row["value"])


def test_freezing_keeps_facts_with_their_checksum_and_is_logged(sent):
    assert sent.frozen_at == NOW
    assert sent.checksum == facts_of.checksum(sent.facts) == facts_of.checksum(dict(reversed(sent.facts.items())))
    assert keeping.is_intact(sent)
    assert AuditEntry.objects.filter(action="campaigns.freeze_report", record_id=str(sent.pk)).count() == 1


def test_freezing_asks_again_when_the_numbers_moved(term):
    partner, campaign = report_rows.everything(term)
    row = report(partner=partner)
    seen = facts_of.checksum(facts_of.gather(row, today=TODAY))
    report_rows.hours(campaign.placements.all()[:1], "2026-09-16", 60)
    assert not keeping.freeze(report=row, seen=seen, now=NOW)
    row.refresh_from_db()
    assert (row.is_frozen, row.facts, row.checksum) == (False, {}, "")


def test_second_press_freezes_nothing_new(sent):
    assert keeping.freeze(report=sent, seen="", now=NOW + dt.timedelta(days=1))
    assert Report.objects.get().frozen_at == NOW


def test_model_refuses_to_save_a_frozen_report(sent):
    sent.facts = {}
    with pytest.raises(FrozenReport):
        sent.save()


def test_database_refuses_to_change_a_frozen_report(sent):
    zeros, ones = "0" * 64, "1" * 64
    opened, moved = {"frozen_at": None, "checksum": ""}, {"ends_on": dt.date(2030, 1, 1)}
    for values in ({"facts": {}}, {"checksum": zeros}, {"facts": {}, "checksum": ones}, opened, moved):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(Report).filter(pk=sent.pk).update(**values)
    assert facts_of.checksum(Report.objects.get().facts) == sent.checksum


def test_account_of_whoever_made_it_may_go(sent, staff):
    QuerySet(Report).filter(pk=sent.pk).update(made_by=staff)
    staff.delete()
    assert Report.objects.get().made_by is None


def test_open_report_may_change_and_go_and_a_frozen_one_stays(sent):
    row = report(partner=sent.partner)
    row.ends_on = LATER
    row.save()
    assert keeping.discard(report=row)
    assert not keeping.discard(report=sent)
    assert Report.objects.get() == sent


def test_nothing_is_different_where_nothing_changed(sent):
    assert different(sent) == {}


def test_hours_approved_later_are_told_as_different(sent):
    people = sent.partner.campaigns.get().placements.all()
    report_rows.hours(people[:3], "2026-10-07", 60, "research")
    found = different(sent)
    assert found["hours Approved hours"] == (87.25, 90.25)
    assert found["months October 2026 + November 2026, together"] == (6.25, None)
    assert (found["months October 2026"], found["months November 2026"]) == ((None, 5.5), (None, 3.75))
    assert sent.facts == Report.objects.get().facts


def test_erased_people_of_an_event_change_nothing(sent):
    rally = sent.partner.campaigns.get().events.get(kind="rally")
    rally.tally.closed_at = NOW
    rally.tally.save()
    erasure.erase_now(pk=rally.pk, now=NOW)
    assert different(sent) == {}


def test_deleted_event_leaves_the_report_and_is_told(sent):
    rally = sent.partner.campaigns.get().events.get(kind="rally")
    title = rally.title
    rally.delete()
    found = different(sent)
    assert (found["events Events, without trainings and accompaniments"], found["events Rally"]) == ((2, 1), (1, None))
    assert found["headcounts People who came"] == (1239, None)
    assert keeping.differences(sent.facts, facts_of.gather(sent, today=LATER)).gone == [title]


def told_quotes(row: Report) -> tuple[list[str], str]:
    part = next(part for part in Told(row, row.facts).parts if part.key == "quotes")
    return [f"{text.title} {text.words}" for text in part.texts], part.note


def test_withdrawn_quote_goes_from_a_frozen_report_and_its_number_stays(sent):
    assert told_quotes(sent) == (["“They came with us.” a tenant"], "")
    quote = Quote.objects.get()
    assert [quotes.withdraw(quote=quote, today=TODAY) for _n in range(2)] == [True, False]
    assert told_quotes(sent) == ([], "One quote was withdrawn.")
    assert "They came" not in str(list(Quote.objects.values()))
    assert (sent.facts["numbers"][-1]["value"], keeping.is_intact(sent)) == (1, True)
    assert different(sent) == {"quotes Quotes with consent": (1, 0)}


def test_words_of_a_quote_that_were_changed_since_do_not_show_as_if_they_had_been_sent(sent):
    Quote.objects.update(text_en="Something else.")
    assert told_quotes(sent) == ([], "One quote was withdrawn.")


def test_report_of_nothing_can_be_frozen():
    sent = freeze(report(partner=PartnerFactory()))
    assert (sent.is_frozen, Told(sent, sent.facts).is_empty) == (True, True)
