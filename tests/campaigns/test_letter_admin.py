"""Letters that staff issue, for people of the record who have no account."""

import datetime as dt

import pytest

from campaigns import letters
from campaigns.models import ServiceLetter
from tests.campaigns import pdf_text
from tests.factories import AppointmentFactory, CoordinatorFactory, TermFactory

LIST = "/admin/campaigns/serviceletter/"


@pytest.fixture
def alumna(db):
    """A person of 2012-13 without an account."""
    days = {"starts_on": dt.date(2012, 8, 1), "ends_on": dt.date(2013, 7, 31)}
    term = TermFactory(slug="2012-2013", label="2012-13", era="dle", **days)
    return AppointmentFactory(coordinator=CoordinatorFactory(user=None, name="Somebody of 2012"), term=term).coordinator


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


@pytest.fixture
def letter(alumna, now):
    return letters.issue(person=alumna, first=dt.date(2012, 8, 1), last=dt.date(2013, 7, 31), now=now)


def ask(desk, alumna, first="2012-08-01", last="2013-07-31"):
    return desk.post(f"{LIST}add/", {"coordinator": alumna.pk, "starts_on": first, "ends_on": last})


def test_staff_issue_a_letter_and_print_it(desk, alumna):
    assert ask(desk, alumna)["Location"] == LIST
    letter = ServiceLetter.objects.get()
    assert (letter.terms, letter.minutes, letter.coordinator) == ("2012-13", None, alumna)
    paper = f"{LIST}{letter.pk}/paper/"
    assert paper in desk.get(LIST).content.decode()
    assert "Somebody of 2012" in pdf_text.pages(desk.get(paper).content)[0]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2014-01-01", "2014-02-01", "That time holds no term of this person."),
        ("2013-02-01", "2013-01-01", "The last day comes before the first."),
        ("0001-01-01", "", "This field is required."),
    ],
)
def test_wrong_time_is_told_at_the_field(desk, alumna, first, last, words):
    assert words in ask(desk, alumna, first, last).content.decode()
    assert not ServiceLetter.objects.exists()


def test_name_that_cannot_be_printed_is_told(desk, alumna):
    type(alumna).objects.update(name="ሀገር")
    assert "The letter cannot print these signs" in ask(desk, alumna).content.decode()


def test_staff_withdraw_and_reword_nothing(desk, letter):
    chosen = {"action": "withdraw", "_selected_action": [letter.pk]}
    assert "One letter withdrawn." in desk.post(LIST, chosen, follow=True).content.decode()
    assert not ServiceLetter.objects.valid().exists()
    assert desk.get(f"{LIST}{letter.pk}/paper/").status_code == 404
    assert desk.get(f"{LIST}{letter.pk}/change/").status_code == 200
    assert desk.post(f"{LIST}{letter.pk}/change/", {"terms": "2010-11"}).status_code == 403
    assert desk.post(f"{LIST}{letter.pk}/delete/", {"post": "yes"}).status_code == 403


def test_coordinators_reach_none_of_it(mine, letter):
    for path in (LIST, f"{LIST}add/", f"{LIST}{letter.pk}/paper/"):
        assert mine.get(path).status_code in (302, 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_letter_and_for_many(desk, letter, now, rows, django_assert_max_num_queries):
    for day in range(1, rows):
        letters.issue(person=letter.coordinator, first=dt.date(2012, 9, day), last=dt.date(2013, 1, 1), now=now)
    with django_assert_max_num_queries(9):
        assert desk.get(LIST).content.decode().count("/paper/") == rows
