"""Several open years on days they share in the same moment: one is opened, the others get the message at the field."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from coordinators.models import Term
from tests.coordinators.test_application_races import AT_ONCE, at_once, in_new_connection  # noqa: F401, a fixture
from tests.factories import TermFactory, UserFactory

YEARS = (("2027-28", "2027-08-01", "2028-07-31"), ("2028-29", "2028-01-01", "2028-12-31"))


def test_one_of_all_years_on_the_same_days_is_opened(at_once):  # noqa: F811
    TermFactory()
    clients = [Client() for _number in range(AT_ONCE)]
    for client in clients:
        client.force_login(UserFactory(role="staff", is_staff=True))

    def open_year(number: int) -> tuple[int, bool]:
        values = dict(zip(("label", "starts_on", "ends_on"), YEARS[number % 2], strict=True))
        answer = clients[number].post("/desk/terms/new/", values | {"breaks-TOTAL_FORMS": 0, "breaks-INITIAL_FORMS": 0})
        at_the_field = answer.status_code == 200 and {"label", "starts_on"} & set(answer.context["opening"].term.errors)
        return answer.status_code, bool(at_the_field)

    assert sorted(at_once(open_year)) == [(200, True)] * (AT_ONCE - 1) + [(302, False)]
    assert in_new_connection(Term.objects.count) == 2


@pytest.mark.django_db
def test_postgresql_itself_keeps_years_apart():
    """SQLite, which one program writes to, has no such constraint."""
    term = TermFactory()
    refused = pytest.raises(IntegrityError, match="term_days_do_not_overlap")
    with refused if connection.vendor == "postgresql" else nullcontext(), transaction.atomic():
        TermFactory(slug="2027-2028", label="2027-28", starts_on=term.ends_on, ends_on="2028-07-31")
