"""What a phone sends after a time without a connection: once, never over somebody's change, never a 500."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from campaigns import actions, proposals, sync
from campaigns.models import HourEntry, HourProposal, Placement
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "es")


def address(language="en") -> str:
    with translation.override(language):
        return reverse("campaigns:hours_sync")


@pytest.fixture
def send(mine, coordinator):
    """send(operation, ...) gives the results, as the phone of the coordinator reads them."""

    def go(*operations, language="en", browser=mine, account=None, status=200):
        body = {"account": account or sync.account_key(coordinator.user), "operations": list(operations)}
        response = browser.post(address(language), json.dumps(body), content_type="application/json")
        assert response.status_code == status
        return response.json().get("results")

    return go


@pytest.fixture
def operation(entry_form):
    def make(op="add", **changes) -> dict:
        return entry_form(op=op, **changes)

    return make


@pytest.fixture
def entry(placement, monday):
    return HourEntryFactory(placement=placement, worked_on=monday, minutes=60, note="Before")


def states(results) -> list[str]:
    return [result["state"] for result in results]


def stored() -> list[tuple]:
    return list(HourEntry.objects.order_by("pk").values_list("minutes", "note", "revision"))


def test_entries_are_saved_in_their_order(send, operation):
    results = send(operation(note="First"), operation(note="Second", time="45 min"))
    assert (states(results), stored()) == (["saved", "saved"], [(90, "First", 1), (45, "Second", 1)])
    assert [result["entry"] for result in results] == list(HourEntry.objects.values_list("pk", flat=True))


def test_resend_makes_no_second_row(send, operation):
    operations = [operation(), operation(note="Another")]
    first, again = send(*operations), send(*operations, *operations)
    assert (states(first), states(again), len(stored())) == (["saved"] * 2, ["already"] * 4, 2)
    assert [result["entry"] for result in again[:2]] == [result["entry"] for result in first]


def test_resend_after_a_correction_elsewhere_is_a_conflict_and_changes_nothing(send, operation):
    original = operation(note="From the phone")
    [saved] = send(original)
    HourEntry.objects.update(note="From the laptop", revision=2)
    [result] = send(original)
    assert (result["state"], result["current"]["note"], stored()) == (
        "conflict",
        "From the laptop",
        [(90, "From the laptop", 2)],
    )
    assert (result["current"]["entry"], result["current"]["revision"]) == (saved["entry"], 2)


def test_resend_after_a_deletion_elsewhere_does_not_bring_it_back(send, operation, coordinator, now):
    original = operation()
    send(original)
    actions.delete_hours(entry=HourEntry.objects.get(), by=coordinator.user, now=now)
    assert (states(send(original)), stored()) == (["gone"], [])


def test_proposal_taken_off_line_is_offered_no_more(send, operation, placement, now, monday):
    values = {"placement": placement, "worked_on": monday, "minutes": 90, "activity": "meeting", "note": ""}
    offer = proposals.propose_hours(**values, origin="test", now=now)
    assert states(send(*[operation(key=str(offer.client_key))] * 2)) == ["saved", "already"]
    assert (proposals.take_proposal(proposal=offer, now=now), HourProposal.objects.open().count()) == (
        HourEntry.objects.get(),
        0,
    )


def test_correction_is_saved_once(send, operation, entry):
    change = operation("change", entry=entry.pk, revision=1, note="After")
    assert (states(send(change)), states(send(change)), stored()) == (["saved"], ["already"], [(90, "After", 2)])


@pytest.mark.parametrize("op", ["change", "delete"])
def test_what_was_changed_meanwhile_is_told_and_not_overwritten(send, operation, entry, op):
    HourEntry.objects.update(note="From the laptop", revision=2)
    [result] = send(operation(op, entry=entry.pk, revision=1, note="From the phone"))
    assert (result["state"], stored()) == ("conflict", [(60, "From the laptop", 2)])
    assert result["current"]["words"] == {
        "day": "Monday 16",
        "campaign": entry.placement.campaign.title,
        "activity": "Meeting or call",
    }
    kept = operation(op, entry=entry.pk, revision=result["current"]["revision"], note="From the phone")
    assert states(send(kept)) == ["saved"]  # "keep mine", said after seeing the other


def test_correction_without_the_revision_that_was_seen_is_a_conflict(send, operation, entry):
    unseen = [operation("change", entry=entry.pk, revision=one) for one in (None, 0, "", "x", 10**30, True)]
    assert (states(send(*unseen)), stored()) == (["conflict"] * len(unseen), [(60, "Before", 1)])


def test_deletion_is_done_once(send, operation, entry):
    delete = operation("delete", entry=entry.pk, revision=1)
    assert (states(send(delete)), states(send(delete)), stored()) == (["saved"], ["gone"], [])


@pytest.mark.parametrize("op", ["change", "delete"])
def test_entry_that_is_not_there_is_gone(send, operation, op):
    nowhere = [None, "", "x", -1, 0, 10**30, 2**63, [1], {"a": 1}]
    assert states(send(*(operation(op, entry=pk, revision=1) for pk in nowhere))) == ["gone"] * len(nowhere)


@pytest.mark.parametrize("op", ["change", "delete"])
def test_entry_of_another_is_gone_and_stays(send, operation, other_coordinator, op):
    theirs = HourEntryFactory(placement=Placement.objects.get(appointment__coordinator=other_coordinator), note="Hers")
    [result] = send(operation(op, entry=theirs.pk, revision=1))
    assert (result["state"], "current" in result, stored()) == ("gone", False, [(60, "Hers", 1)])


def test_key_of_anothers_entry_tells_nothing_of_it(send, operation, other_coordinator):
    theirs = HourEntryFactory(placement=Placement.objects.get(appointment__coordinator=other_coordinator))
    [result] = send(operation(key=str(theirs.client_key)))
    assert (set(result), result["state"], len(stored())) == ({"key", "state"}, "gone", 1)


def test_fault_of_one_keeps_no_other_back_and_speaks_the_readers_language(send, operation):
    faulty = operation(time="25", day="9999-12-31")
    en, es = (send(faulty, operation(), language=language) for language in LANGUAGES)
    assert (states(en), states(es), len(stored())) == (["refused", "saved"], ["refused", "saved"], 2)
    assert set(en[0]["errors"]) == set(es[0]["errors"]) == {"time", "day"}
    assert en[0]["errors"]["day"] != es[0]["errors"]["day"]


def test_day_of_more_than_24_hours_is_refused(send, operation):
    results = send(operation(time="20"), operation(time="5"))
    assert (states(results), list(results[1]["errors"])) == (["saved", "refused"], ["time"])


def test_term_that_gives_no_access_any_more_is_for_reading(mine_on, send, operation, entry):
    browser = mine_on("2027-08-20")
    change, delete = (operation(op, entry=entry.pk, revision=1) for op in ("change", "delete"))
    results = send(operation(), change, delete, browser=browser)
    assert (states(results), stored()) == (["refused"] * 3, [(60, "Before", 1)])


def test_nasty_values_are_answered(send, operation):
    nasty = [
        "\x00",
        "\ud800",
        "🦋",
        "10" * 40,
        "0001-01-01",
        "9999-12-31",
        None,
        10**400,
        [[]],
        {"a": 1},
        -1,
        True,
        1.5,
    ]
    fields = ["key", "op", "day", "campaign", "time", "activity", "note", "entry", "revision"]
    operations = [operation(time="0.25", **{field: value}) for field in fields if field != "time" for value in nasty]
    answered = send(*operations[:52]) + send(*operations[52:])
    assert (len(answered), set(states(answered))) == (len(operations), {"saved", "refused"})


def test_nasty_time_is_refused_at_its_field(send, operation):
    results = send(*(operation(time=time) for time in ["\x00", "\ud800", "🦋", "10" * 40, None, -1, "NaN", "1e3"]))
    assert {(result["state"], *result["errors"]) for result in results} == {("refused", "time")}


def test_half_an_emoji_is_stored_as_a_form_would(send, operation):
    send(operation(note="a\ud83eb"))
    assert HourEntry.objects.get().note == "a\ufffdb"


def test_operation_that_is_none_is_refused(send):
    assert states(send(None, 1, "add", [], [[]], {})) == ["refused"] * 6


def test_body_that_is_no_list_of_operations_is_told(mine):
    for body in [b"", b"{", b"[]", b"null", b"\xff", b"[" * 9000, b'{"operations": {}}', b"1" * 5000, b'{"a": 1e999}']:
        response = mine.post(address(), body, content_type="application/json")
        assert (response.status_code, response.json()) == (400, {"error": "unreadable"})


def test_too_much_at_once_is_told_and_nothing_is_done(mine, send, operation):
    send(*[operation()] * (sync.MOST_OPERATIONS + 1), status=413)
    huge = mine.post(address(), b" " * (sync.LARGEST_BODY + 1), content_type="application/json")
    assert (huge.status_code, stored()) == (413, [])


def test_hours_of_another_account_are_refused_and_not_saved(send, operation, other_coordinator):
    send(operation(), account=sync.account_key(other_coordinator.user), status=409)
    assert stored() == []


def test_phone_learns_whose_it_is_and_gets_a_token(coordinator, operation, frozen):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator.user)
    hello = browser.get(address())
    assert hello.json()["account"] == sync.account_key(coordinator.user)
    body = json.dumps({"account": hello.json()["account"], "operations": [operation()]})
    bare = browser.post(address(), body, content_type="application/json")
    token = {"X-CSRFToken": hello.json()["token"]}
    signed = browser.post(address(), body, content_type="application/json", headers=token)
    assert (bare.status_code, signed.status_code, len(stored())) == (403, 200, 1)


def test_account_keys_differ_and_stay(coordinator, other_coordinator):
    keys = [sync.account_key(one.user) for one in (coordinator, other_coordinator, coordinator)]
    assert (keys[0] == keys[2], keys[0] == keys[1]) == (True, False)


def test_person_without_a_placement_is_refused(client, frozen, staff, send, operation):
    client.force_login(staff)
    body = {"account": sync.account_key(staff), "operations": [operation()]}
    answer = client.post(address(), json.dumps(body), content_type="application/json")
    assert (states(answer.json()["results"]), stored()) == (["refused"], [])


@pytest.mark.parametrize("op", ["add", "change", "delete"])
def test_cost_of_an_operation_does_not_grow_with_the_hours_there_are(send, operation, placement, monday, op):
    counts = []
    for rows in (1, 3):
        for day in range(rows):
            HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=day))
        PlacementFactory(appointment=placement.appointment, campaign=CampaignFactory())
        entry = HourEntry.objects.latest("pk")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            send(operation(op, entry=entry.pk, revision=1, key=str(uuid.uuid4())))
        counts.append(len(captured))
    assert counts[0] == counts[1]
