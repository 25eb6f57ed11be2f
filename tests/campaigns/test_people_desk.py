"""People at the desk: the list with its filters, one person, names, years. Constant queries with 3 and 300."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import people
from coordinators import names, roles
from coordinators.models import Appointment, Coordinator, NameConsent, User
from partners.models import AuditEntry
from tests.factories import AppointmentFactory, CoordinatorFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/desk/people/"


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def found(**filters) -> list[str]:
    return [key.name for key in people.keys(**filters)]


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_account_years_and_campaigns_of_now(desk, coordinator, campaign, language):
    page = text(desk.get({"en": LIST, "es": "/es/mesa/personas/"}[language]))
    for word in (coordinator.name, "2026–27", campaign.title_es if language == "es" else campaign.title_en):
        assert word in page


def test_filters_narrow_and_search_needs_no_accents(staff, coordinator, now):
    old = CoordinatorFactory(user=None, name="Ángela Núñez", name_basis="consent", shown_as="full")
    closed = CoordinatorFactory(name="Closed one", user__is_active=False)
    User.objects.filter(pk=coordinator.user_id).update(last_login=now)
    assert found(q="nunez angela") == [old.name]
    assert found(q=coordinator.user.email.upper()) == [coordinator.name]
    assert found(account="none") == [old.name]
    assert found(account="closed") == [closed.name]
    assert found(account="active") == [coordinator.name]
    assert found(account="invited") == [staff.name]
    assert found(role="staff") == [staff.name]
    assert found(role="coordinator") == [closed.name, coordinator.name]
    assert found(term="2026-2027") == [coordinator.name]
    assert found(shown="full") == [old.name]
    assert found(q="nobody like this") == []


def test_odd_filters_narrow_nothing_and_the_empty_list_says_so(desk, coordinator):
    odd = ["?term=1999-2000&role=king", "?page=-1", "?page=" + "9" * 30, "?account=%F0%9F%A6%8B"]
    assert {query: coordinator.name in text(desk.get(LIST + query)) for query in odd} == dict.fromkeys(odd, True)
    assert "Nobody fits" in text(desk.get(LIST + "?q=qqqqq"))
    assert desk.get(f"{LIST}{10**30}/").status_code == desk.get(f"{LIST}99999/").status_code == 404


def test_queries_are_the_same_with_3_and_300(desk, term):
    User.objects.filter(name__startswith="Person").update(name="A member of staff")  # first in both lists

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk.get(LIST)
        return len(seen)

    AppointmentFactory.create_batch(3, term=term)
    few = statements()
    users = User.objects.bulk_create(User(email=f"many{n}@tests.example", name=f"Many {n}") for n in range(300))
    rows = [Coordinator(name=f"Many {n}", slug=f"many-{n}", user=user) for n, user in enumerate(users)]
    people_now = Coordinator.objects.bulk_create(rows)
    Appointment.objects.bulk_create(Appointment(coordinator=row, term=term) for row in people_now)
    assert statements() == few


def test_the_desk_of_people_is_not_there_for_others(client, coordinator, other_coordinator):
    client.force_login(coordinator.user)
    paths = [
        LIST,
        f"{LIST}{other_coordinator.pk}/",
        f"{LIST}invite/",
        f"{LIST}{coordinator.pk}/merge/",
        "/desk/claims/",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert client.post(f"{LIST}account/{other_coordinator.user_id}/act/", {"do": "close"}).status_code == 404


def test_person_page_says_what_each_role_may_do_to_administrators_alone(client, staff, administrator, coordinator):
    words = "Gives no roles."
    for reader, shown in ((staff, False), (administrator, True)):
        client.force_login(reader)
        assert (words in text(client.get(f"{LIST}{coordinator.pk}/"))) is shown
    assert "Nobody changes the own role" in text(client.get(f"{LIST}account/{administrator.pk}/"))


def test_a_role_is_given_after_a_fresh_sign_in(client, administrator, coordinator):
    act, asked = f"{LIST}account/{coordinator.user_id}/act/", {"do": "role", "role": "staff"}
    client.force_login(administrator)
    assert client.post(act, asked)["Location"].startswith("/account/reauthenticate/")
    assert roles.of(User.objects.get(pk=coordinator.user_id)) == "coordinator"
    administrator.set_unusable_password()  # no way to prove it anew, as in a demo
    administrator.save()
    client.force_login(administrator)
    client.post(act, asked)
    assert roles.of(User.objects.get(pk=coordinator.user_id)) == "staff"
    assert client.post(act, {"do": "role", "role": "king"}).status_code == 404
    assert client.post(act, {"do": "fly"}).status_code == 404


def test_staff_deactivate_a_coordinator_and_open_the_account_again(desk, coordinator):
    act = f"{LIST}account/{coordinator.user_id}/act/"
    page = desk.post(act, {"do": "close"}, follow=True).content.decode()
    assert "The account is deactivated and signed out." in page
    assert "Open the account again" in page
    desk.post(act, {"do": "open"})
    assert User.objects.get(pk=coordinator.user_id).is_active is True


def test_staff_turn_no_name_on_without_a_yes(desk, coordinator, now):
    path = f"{LIST}{coordinator.pk}/name/"
    assert "Without the person’s own yes" in text(desk.post(path, {"shown_as": "full"}))
    assert desk.post(path, {"shown_as": "full", "agreed": "on"}).status_code == 302
    coordinator.refresh_from_db()
    yes = NameConsent.objects.get()
    assert (coordinator.public_name, yes.way, yes.wording) == (coordinator.name, "paper", names.PAPER_WORDING)
    desk.post(path, {"do": "down"})
    coordinator.refresh_from_db()
    assert coordinator.taken_down_at == now
    assert AuditEntry.objects.filter(action="coordinators.take_down", record_id=str(coordinator.pk)).count() == 1
    desk.post(path, {"do": "up"})
    coordinator.refresh_from_db()
    assert coordinator.taken_down_at is None


def test_year_and_campaigns_are_added_also_to_an_account_that_coordinated_nothing(desk, term, campaign):
    user = UserFactory(name="New one", role="coordinator")
    campaign.status = "ongoing"
    campaign.save()
    desk.post(f"{LIST}place/", {"account": user.pk, "term": term.slug, "campaigns": [campaign.slug]})
    row = Appointment.objects.get(coordinator__user=user)
    assert (row.coordinator.name, [one.campaign for one in row.placements.all()]) == ("New one", [campaign])
    missing = desk.post(f"{LIST}place/", {"person": row.coordinator_id, "term": "1900-1901"})
    assert "Choose one of them." in text(missing)
    assert desk.post(f"{LIST}place/", {"person": "x"}).status_code == 404
