"""How a name shows: only with a yes that is on record, and never more than it says."""

import pytest

from coordinators import names
from coordinators.models import Coordinator, NameConsent
from tests.factories import AppointmentFactory, CoordinatorFactory

pytestmark = pytest.mark.django_db
OWN = {"way": "account", "wording": names.OWN_WORDING}
TERM = "/coordinators/2026-2027/"


@pytest.fixture
def person(term):
    return AppointmentFactory(term=term, coordinator__name="Alpha Beta").coordinator


def state(person) -> tuple:
    person.refresh_from_db()
    return person.shown_as, person.name_basis, person.public_name


def test_yes_is_kept_with_its_wording_and_a_new_one_takes_its_place(person, now):
    assert names.choose(person=person, shown_as="full", now=now, **OWN) is True
    assert names.choose(person=person, shown_as="full", now=now, **OWN) is False
    assert state(person) == ("full", "consent", "Alpha Beta")
    names.choose(person=person, shown_as="initials", now=now, **OWN)
    assert state(person) == ("initials", "consent", "A. B.")
    rows = person.consents.order_by("pk").values_list("shown_as", "way", "wording", "withdrawn_at")
    assert list(rows) == [("full", "account", "name-1", now), ("initials", "account", "name-1", None)]


def test_no_takes_everything_back_also_what_was_published(person, now):
    Coordinator.objects.filter(pk=person.pk).update(name_basis="project-page", shown_as="full")
    names.choose(person=person, shown_as="hidden", now=now, **OWN)
    assert state(person) == ("hidden", "none", "")
    assert NameConsent.objects.standing().count() == 0
    assert names.last_word(person) == (now, "hidden")
    assert names.allowed(person) == {"hidden"}


@pytest.mark.parametrize(
    ("said", "basis", "allowed"),
    [
        ("", "none", {"hidden"}),
        ("", "project-page", {"full", "first", "initials", "role", "hidden"}),
        ("full", "consent", {"full", "first", "initials", "role", "hidden"}),
        ("initials", "consent", {"initials", "role", "hidden"}),
        ("role", "consent", {"role", "hidden"}),
    ],
)
def test_staff_show_no_more_than_was_agreed_or_published(person, now, said, basis, allowed):
    if said:
        names.choose(person=person, shown_as=said, now=now, **OWN)
    else:
        Coordinator.objects.filter(pk=person.pk).update(name_basis=basis)
    for wanted in Coordinator.ShownAs.values:
        if wanted in allowed:
            names.show(person=person, shown_as=wanted)
        else:
            with pytest.raises(names.NeedsConsent):
                names.show(person=person, shown_as=wanted)


def test_person_chooses_in_the_settings_with_the_wording_in_sight(client, coordinator, frozen):
    client.force_login(coordinator.user)
    assert "Now: not shown." in client.get("/start/settings/").content.decode()
    page = client.get("/start/name/").content.decode()
    assert f"full name: {coordinator.name}" in page
    assert str(names.WORDINGS["name-1"]) in page
    missing = client.post("/start/name/", {"name-shown_as": "full"})
    assert "Tick this, or the name shows nowhere." in missing.content.decode()
    assert NameConsent.objects.count() == 0
    assert client.post("/start/name/", {"name-shown_as": "full", "name-agreed": "on"})["Location"] == "/start/settings/"
    assert coordinator.name in client.get(TERM).content.decode()
    client.post("/start/name/", {"name-shown_as": "hidden"})
    assert coordinator.name not in client.get(TERM).content.decode()


def test_choice_of_whoever_coordinated_nothing_is_not_there(client, staff):
    client.force_login(staff)
    assert client.get("/start/name/").status_code == 404


def test_a_coordinator_without_a_name_is_counted_and_found_nowhere(client, term, now, language):
    named, *others = [AppointmentFactory(term=term, coordinator__name=f"Person{n} Family{n}") for n in range(4)]
    for row in (named, *others[:2]):
        shown = "full" if row is named else "role"
        names.choose(person=row.coordinator, shown_as=shown, now=now, **OWN)
    path = {"en": TERM, "es": "/es/coordinacion/2026-2027/"}[language]
    words = {"en": "and 2 more coordinators without a name", "es": "y 2 personas más de la coordinación, sin nombre"}
    page = client.get(path).content.decode()
    assert words[language] in page
    everything = page + "".join(
        client.get(one).content.decode()
        for one in ("/coordinators/", "/history.json", "/sitemap.xml", "/search/?q=Family1")
    )
    hidden = [row.coordinator for row in others]
    assert [
        word
        for one in hidden
        for word in (one.name, one.public_id, one.slug)
        if word in everything.replace("q=Family1", "")
    ] == []
    assert client.get(f"/history/people/{hidden[0].public_id}/").status_code == 404


def test_years_with_nobody_but_nameless_ones_say_so(client, term, now):
    person = CoordinatorFactory(name="Alpha Beta")
    AppointmentFactory(term=term, coordinator=person)
    names.choose(person=person, shown_as="role", now=now, **OWN)
    page = client.get(TERM).content.decode()
    assert "One coordinator, without a name" in page
    assert "Alpha" not in page
