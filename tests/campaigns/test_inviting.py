"""Invitations: one by mail, several by paste, and what is said of an address that is in use."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Placement
from campaigns.people_forms import PasteForm
from coordinators.models import Coordinator, User
from outreach.models import Message
from partners.models import AuditEntry
from tests.factories import CoordinatorFactory

pytestmark = pytest.mark.django_db
ONE, SEVERAL, ES = "/desk/people/invite/", "/desk/people/invite/several/", "/es/mesa/personas/"


@pytest.fixture
def desk(client, staff, term, campaign, frozen):
    campaign.status = "ongoing"
    campaign.save()
    client.force_login(staff)
    return client


@pytest.fixture
def fields(term, campaign) -> dict:
    return {"language": "es", "role": "coordinator", "term": term.slug, "campaigns": [campaign.slug]}


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_invited_person_has_account_year_and_campaign_and_gets_a_mail(desk, fields, term, campaign, staff):
    response = desk.post(ONE, fields | {"name": " Alpha  Beta ", "address": "Alpha@tests.example"})
    user = User.objects.get(email="alpha@tests.example")
    person = user.coordinator
    assert response["Location"] == f"/desk/people/{person.pk}/"
    assert (user.name, user.language, person.name, person.slug) == ("Alpha Beta", "es", "Alpha Beta", "alpha-beta")
    assert (person.shown_as, person.name_basis) == ("hidden", "none")
    assert list(Placement.objects.filter(appointment__coordinator=person).values_list("campaign", flat=True)) == [
        campaign.pk
    ]
    assert Message.objects.filter(kind="account.invitation", subject_id=user.pk).count() == 1
    assert AuditEntry.objects.filter(action="coordinators.invite", actor=staff).count() == 1


def test_mail_is_in_the_language_of_the_page_unless_another_is_chosen(desk):
    pages = {ONE: "en", SEVERAL: "en", f"{ES}invitar/": "es", f"{ES}invitar/varias/": "es"}
    assert {page: desk.get(page).context["form"]["language"].value() for page in pages} == pages


def test_person_of_the_record_gets_an_account_and_keeps_the_years(desk, fields):
    alumni = CoordinatorFactory(user=None, name="Alpha Beta", slug="alpha-beta")
    page = text(desk.get(f"{ONE}?person={alumni.pk}"))
    assert 'value="Alpha Beta"' in page
    desk.post(ONE, fields | {"person": alumni.pk, "name": "Alpha Beta", "address": "a@tests.example"})
    assert Coordinator.objects.get().user.email == "a@tests.example"
    again = desk.post(ONE, fields | {"person": alumni.pk, "name": "Alpha Beta", "address": "b@tests.example"})
    assert "An account has this address already." in text(again)
    assert not User.objects.filter(email="b@tests.example").exists()


def test_address_in_use_changes_nothing_and_leads_to_the_person(desk, fields, coordinator, administrator, language):
    path = {"en": ONE, "es": "/es/mesa/personas/invitar/"}[language]
    taken = fields | {"name": "Somebody", "address": coordinator.user.email.upper()}
    before = User.objects.values().get(pk=coordinator.user_id)
    same = text(desk.post(path, taken))
    desk.force_login(administrator)
    other = text(desk.post(path, taken | {"role": "staff", "term": "", "campaigns": []}))
    User.objects.filter(pk=coordinator.user_id).update(is_active=False)
    closed = text(desk.post(path, taken))
    say = {
        "en": ("On that page you can add a year", "can give the role Staff", "you can open the account again"),
        "es": ("puede agregar un ciclo o campañas", "puede darle la función: Personal", "puede reactivarla"),
    }[language]
    for page, words in zip((same, other, closed), say, strict=True):
        assert words in page
        assert f"/{coordinator.user_id}/" in page
        assert 'value="Somebody"' in page
    assert User.objects.values().get(pk=coordinator.user_id) == before | {"is_active": False}
    assert Message.objects.count() == 0


def test_staff_invite_coordinators_alone(desk, fields):
    page = desk.post(ONE, fields | {"name": "A", "address": "a@tests.example", "role": "administrator"})
    assert page.context["form"].errors == {"role": ["Choose one of them."]}
    missing = desk.post(ONE, fields | {"name": "A", "address": "a@tests.example", "term": ""})
    assert missing.context["form"].errors == {"term": ["Choose the year in which the person coordinates."]}


@pytest.mark.parametrize("name", ["\x00", "\u202e", "", "x" * 81])
def test_odd_names_come_back(desk, fields, name):
    page = desk.post(ONE, fields | {"name": name, "address": "🦋@" + "9" * 30})
    assert set(page.context["form"].errors) == {"name", "address"}


def test_paste_is_shown_first_and_sent_with_a_second_press(desk, fields, coordinator, language):
    path = {"en": SEVERAL, "es": "/es/mesa/personas/invitar/varias/"}[language]
    lines = f"One <one@tests.example>\ntwo@tests.example; Two\nnobody\n{coordinator.user.email}; Taken"
    first = desk.post(path, fields | {"text": lines})
    words = {"en": "An account has this address already.", "es": "Ya hay una cuenta con este correo."}
    assert words[language] in text(first)
    assert text(first).count("nobody") == 2  # what was typed and a name, but no address
    assert User.objects.filter(email="one@tests.example").count() == Message.objects.count() == 0
    other = desk.post(path, fields | {"text": f"{lines}\nthree@tests.example; Three", "send": first.context["mark"]})
    assert other.context["stale"] is True
    assert Message.objects.count() == 0
    sent = desk.post(path, fields | {"text": lines, "send": first.context["mark"]})
    assert sorted(
        User.objects.filter(email__in=["one@tests.example", "two@tests.example"]).values_list("name", "language")
    ) == [("One", "es"), ("Two", "es")]
    assert Message.objects.filter(kind="account.invitation").count() == 2
    assert sent.context["form"].data["text"] == f"nobody\n{coordinator.user.email}; Taken"
    text(desk.post(path, fields | {"text": lines, "send": first.context["mark"]}))  # a double click
    assert Message.objects.count() == 2


def test_paste_says_who_of_this_name_is_on_record_in_one_query(desk, fields, staff, coordinator):
    Coordinator.objects.filter(pk=coordinator.pk).update(name="Ángela Núñez")
    lone = CoordinatorFactory(user=None, name="ÁNGELA NÚÑEZ")
    CoordinatorFactory(user=None, name="Ángela Núñez", is_demo=True)
    for others in (1, 3):
        lines = ["ángela núñez <new@tests.example>", *(f"Other <o{n}@tests.example>" for n in range(others))]
        form = PasteForm(fields | {"text": "\n".join(lines)}, by=staff, today=dt.date(2026, 11, 18))
        with CaptureQueriesContext(connection) as asked:
            assert form.is_valid()
        namesakes = [sorted(one.person for one in line.namesakes) for line in form.lines]
        assert namesakes == [sorted([coordinator.pk, lone.pk]), *[[]] * others]
        assert len([query for query in asked if '"coordinators_coordinator"."name"' in query["sql"]]) == 1
    page = text(desk.post(SEVERAL, fields | {"text": lines[0]}))
    assert "Somebody of this name is on record already: is it the same person?" in page
    assert (f"/desk/people/{lone.pk}/" in page, coordinator.user.email in page) == (True, True)


def test_paste_without_mistakes_leads_to_the_list(desk, fields):
    lines = {"text": "One <one@tests.example>"}
    mark = desk.post(SEVERAL, fields | lines).context["mark"]
    assert desk.post(SEVERAL, fields | lines | {"send": mark})["Location"] == "/desk/people/"


@pytest.mark.parametrize("pasted", ["", "\x00", " \n ", "x\n" * 201])
def test_odd_pastes_are_said_at_the_field_and_nothing_is_lost(desk, fields, pasted):
    page = desk.post(SEVERAL, fields | {"text": pasted, "send": "x"})
    assert set(page.context["form"].errors) == {"text"}
    assert page.context["form"].data["text"] == pasted
