"""Filters and pages of the ledger, and what people type into its address."""

import pytest

from coordinators import mail
from tests.ilp_portal.test_desk_messages import PAGES, address, lines

pytestmark = pytest.mark.django_db
ODD = ["9" * 31, str(2**63), "-1", "0", "1e3", "ñ", "'", "٣"]


def test_filters_narrow_together(desk, sign_up, ended, event):
    one, two = sign_up(2)
    ended(one, "unconfirmed")
    ended(two, "sent")
    asked = {"event": event.pk, "kind": "events.confirmation", "state": "unconfirmed", "channel": "email"}
    assert lines(desk.get(address("message_rows"), asked)) == [(f"Sign-up {one.pk}", "en", "unconfirmed")]
    assert lines(desk.get(address("message_rows"), asked | {"channel": "sms"})) == []


def test_what_has_no_event_is_found(desk, sign_up, staff, now):
    sign_up()
    mail.plan_invitation(user=staff, now=now)
    assert lines(desk.get(address("message_rows"), {"event": "none"})) == [(f"Account {staff.pk}", "en", "queued")]


def test_troubles_stand_first_then_what_waits(desk, sign_up, ended):
    for rsvp, state in zip(sign_up(3, confirmed=False), ("sent", "dead", "queued"), strict=True):
        ended(rsvp, state, finished_at=None if state == "queued" else rsvp.requested_at)
    assert [state for *_, state in lines(desk.get(address("message_rows")))] == ["dead", "queued", "sent"]


def test_long_list_goes_on_with_its_filters(desk, sign_up):
    sign_up(51, confirmed=False)
    page = desk.get(address("message_rows"), {"kind": "events.confirmation"})
    assert (len(lines(page)), "?kind=events.confirmation&amp;page=2" in page.text) == (50, True)
    assert len(lines(desk.get(address("message_rows"), {"kind": "events.confirmation", "page": 2}))) == 1


@pytest.mark.parametrize("odd", ODD)
def test_odd_filters_and_pages_give_a_page(desk, sign_up, odd, language):
    sign_up()
    names = ("event", "state", "kind", "channel", "page")
    answers = {desk.get(address("message_rows", language), {name: odd}).status_code for name in names}
    assert answers | {desk.get(address("message_list", language), {"page": odd}).status_code} == {200}


def test_refused_choice_is_said_at_its_field_and_hides_nothing(desk, sign_up):
    sign_up(confirmed=False)
    page = desk.get(address("message_rows"), {"event": "99", "state": "lost"})
    assert (len(lines(page)), page.text.count("There is no such choice")) == (1, 2)


@pytest.mark.parametrize("odd", [*ODD, ""])
def test_odd_numbers_name_nothing_to_send_again(desk, odd):
    assert desk.get(address("message_again"), {"message": odd}).status_code == 404
    page = desk.get(address("message_again"), {"event": odd})
    assert page.status_code == 404 or page.context["n"] == 0


def test_empty_ledger_says_so(desk, language):
    texts = [desk.get(address(name, language)).text for name in PAGES]
    assert ['class="empty"' in text for text in texts] == [True, True]
