"""Several at the same instant: one import goes in once, and two files with the same new record make one."""

import pytest

from ilp_portal.models import TableImport
from ilp_portal.tables import applying
from ilp_portal.tables.register import BY_NAME
from partners.models import AuditEntry, Partner
from tests.conftest import NOW
from tests.coordinators.test_application_races import AT_ONCE, at_once, in_new_connection  # noqa: F401 a fixture
from tests.factories import UserFactory
from tests.tables.conftest import as_file
from tests.tables.test_planning import NEW


@pytest.fixture
def take(transactional_db):
    """Keeps a file, which makes a function that takes it in and says what came of it."""
    by = UserFactory(role="staff")

    def keep():
        row = applying.keep(table=BY_NAME["partners"], content=as_file(NEW), by=by, now=NOW)
        seen = applying.plan_of(row)[1].seen

        def press() -> str:
            try:
                taken = applying.take_in(row=row, seen=seen, only_good=False, by=by, now=NOW)
            except applying.Differs:
                return "differs"
            return "taken" if taken else "was taken"

        return press

    return keep


def test_many_presses_take_a_file_in_once(take, at_once):  # noqa: F811
    press = take()
    assert sorted(at_once(lambda number: press())) == ["taken"] + ["was taken"] * (AT_ONCE - 1)
    assert in_new_connection(AuditEntry.objects.filter(action="ilp_portal.import_table").count) == 1


def test_two_files_with_one_new_record_make_one(take, at_once):  # noqa: F811
    presses = [take() for _file in range(AT_ONCE)]
    assert sorted(at_once(lambda number: presses[number]())) == ["differs"] * (AT_ONCE - 1) + ["taken"]
    assert in_new_connection(Partner.objects.count) == 1
    assert in_new_connection(TableImport.objects.filter(file_ct=None).count) == 1
