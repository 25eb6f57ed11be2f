"""How a name shows, as staff write it down at the desk: never more than the person agreed to."""

import pytest

from coordinators.models import Coordinator, NameConsent

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(coordinator) -> str:
    return f"/desk/people/{coordinator.pk}/name/"


def state(person: Coordinator) -> tuple:
    person.refresh_from_db()
    return person.shown_as, person.name_basis, person.taken_down_at is not None


def test_a_name_needs_a_yes_and_a_yes_on_paper_is_recorded(client, staff, coordinator, path, frozen):
    client.force_login(staff)
    Coordinator.objects.update(shown_as="hidden", name_basis="none")
    refused = client.post(path, {"shown_as": "full"})
    assert (refused.status_code, "Without the person’s own yes" in refused.content.decode()) == (200, True)
    assert (state(coordinator), NameConsent.objects.count()) == (("hidden", "none", False), 0)
    assert client.post(path, {"shown_as": "initials", "agreed": "on"}).status_code == 302
    assert state(coordinator) == ("initials", "consent", False)
    assert NameConsent.objects.values_list("way", "recorded_by").get() == ("paper", staff.pk)


def test_a_name_goes_down_and_comes_back_by_staff_alone(client, staff, coordinator, path):
    client.force_login(coordinator.user)
    assert client.post(path, {"do": "down"}).status_code == 404
    client.force_login(staff)
    for do, is_down in (("down", True), ("down", True), ("up", False)):
        assert client.post(path, {"do": do}).status_code == 302
        assert state(coordinator)[2] is is_down
    assert client.post(path.replace(str(coordinator.pk), "9" * 30), {"do": "down"}).status_code == 404
