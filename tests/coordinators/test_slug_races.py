"""Several make the same new address at the same moment: each gets one of their own, and nobody an error page."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coordinators import inviting
from coordinators.models import Call, Coordinator
from tests.coordinators.test_application_races import AT_ONCE, at_once, in_new_connection  # noqa: F401, a fixture
from tests.coordinators.test_call_desk import NEW, written
from tests.factories import CoordinatorFactory, UserFactory


def numbered(base: str) -> set[str]:
    return {base, *(f"{base}-{n}" for n in range(2, AT_ONCE + 1))}


def test_all_who_write_a_call_of_the_same_title_keep_it(at_once):  # noqa: F811
    typed, client = written(), Client()
    client.force_login(UserFactory(role="staff", is_staff=True))

    def write(_number: int) -> int:
        own = Client()
        own.cookies = client.cookies
        return own.post(NEW, typed).status_code

    assert at_once(write) == [302] * AT_ONCE
    slugs = in_new_connection(lambda: set(Call.objects.values_list("slug", flat=True)))
    assert slugs == numbered("coordinate-2026-2027")


def test_all_of_the_same_name_come_on_record(at_once):  # noqa: F811
    at_once(lambda _number: inviting.new_person("Alpha Beta").pk)
    slugs = in_new_connection(lambda: set(Coordinator.objects.values_list("slug", flat=True)))
    assert slugs == numbered("alpha-beta")


@pytest.mark.django_db
def test_what_is_not_about_the_address_is_not_tried_again():
    known = CoordinatorFactory(user=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        inviting.new_person("Alpha Beta", user=known.user)
