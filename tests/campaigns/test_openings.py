"""The next year is opened in one form: whole, or not at all, with what is wrong said at its field."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from campaigns import openings
from campaigns.models import Placement
from coordinators.models import Appointment, Break, Coordinator, Term
from partners.models import AuditEntry
from tests.factories import CampaignFactory, HourEntryFactory, PartnerFactory, TermFactory

pytestmark = pytest.mark.django_db
NEW = "/desk/terms/new/"


@pytest.fixture(autouse=True)
def year(frozen, client, staff, term, campaign, coordinator):
    """A running year with a campaign, its partner, a coordinator on it and Thanksgiving."""
    term.campaigns.add(campaign)
    campaign.partner_rows.create(partner=PartnerFactory(name="Partner of the campaign"))
    first, last = dt.date(2026, 11, 26), dt.date(2026, 11, 27)
    Break.objects.create(term=term, name_en="Thanksgiving", name_es="Acción de Gracias", starts_on=first, ends_on=last)
    client.force_login(staff)


def typed(campaign, person, **more) -> dict:
    """What the form sends when nothing is changed but whom to keep."""
    values = {"label": "2027-28", "starts_on": "2027-08-01", "ends_on": "2028-07-31"}
    values |= {"weekly_hours_min": "5", "weekly_hours_max": "10", "placements": "on"}
    values |= {"campaigns": [campaign.pk], "people": [person.pk]}
    values |= {"breaks-TOTAL_FORMS": "3", "breaks-INITIAL_FORMS": "0"}
    values |= row(0, "2027-11-25", "2027-11-26", "Thanksgiving", "Acción de Gracias")
    return values | more


def row(n: int, first: str, last: str, en: str = "Rest", es: str = "Descanso") -> dict:
    values = {"name_en": en, "name_es": es, "starts_on": first, "ends_on": last}
    return {f"breaks-{n}-{name}": value for name, value in values.items()}


def test_form_is_filled_in_a_year_on_with_the_partners_named(client):
    page = client.get(NEW).text
    for words in ('value="2027-28"', 'value="2028-07-31"', 'value="2027-11-25"', "Acción de Gracias"):
        assert words in page
    assert "(Partner of the campaign)" in page


def test_one_press_opens_the_whole_year(client, campaign, coordinator, staff):
    answer = client.post(NEW, typed(campaign, coordinator))
    assert (answer.status_code, answer.url) == (302, "/desk/terms/2027-2028/")
    opened = Term.objects.get(slug="2027-2028")
    assert (opened.label, opened.hours_basis, opened.weekly_hours_max) == ("2027-28", "staff", 10)
    assert [(rest.name_es, str(rest.starts_on)) for rest in opened.breaks.all()] == [
        ("Acción de Gracias", "2027-11-25")
    ]
    assert list(opened.campaigns.all()) == [campaign]
    placed = Placement.objects.get(appointment__term=opened)
    assert (placed.campaign, placed.appointment.coordinator) == (campaign, coordinator)
    assert AuditEntry.objects.filter(action="coordinators.open_term", actor=staff).count() == 1


def test_nobody_stays_who_is_not_ticked(client, campaign, coordinator):
    client.post(NEW, typed(campaign, coordinator, people=[], campaigns=[]))
    opened = Term.objects.get(slug="2027-2028")
    assert (opened.appointments.count(), opened.campaigns.count()) == (0, 0)


@pytest.mark.parametrize("without", [{"placements": ""}, {"campaigns": []}])
def test_who_stays_is_placed_only_where_that_is_ticked_and_the_campaign_goes_on(client, campaign, coordinator, without):
    client.post(NEW, typed(campaign, coordinator, **without))
    opened = Term.objects.get(slug="2027-2028")
    placed = Placement.objects.filter(appointment__term=opened).count()
    assert (opened.appointments.get().coordinator, placed) == (coordinator, 0)
    assert list(opened.campaigns.all()) == without.get("campaigns", [campaign])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (NEW, "These days overlap the term 2026-27."),
        ("/es/mesa/ciclos/nuevo/", "Estos días se cruzan con el ciclo"),
    ],
)
def test_overlap_is_said_at_the_field_and_nothing_is_lost_or_changed(client, campaign, coordinator, path, words):
    answer = client.post(
        path, typed(campaign, coordinator, starts_on="2027-07-31", **row(1, "2028-01-03", "2028-01-04"))
    )
    errors = answer.context["opening"].term.errors
    assert (list(errors), words in answer.text, 'value="2028-01-03"' in answer.text) == (["starts_on"], True, True)
    assert (Term.objects.count(), Appointment.objects.count(), Break.objects.count()) == (1, 1, 1)


def test_somebody_faster_gives_the_same_message(client, campaign, coordinator, monkeypatch):
    def slower(opening):
        TermFactory(slug="2027-2028", label="2027-28", starts_on="2027-09-01", ends_on="2028-06-30")
        raise IntegrityError

    monkeypatch.setattr(openings.Opening, "save", slower)
    answer = client.post(NEW, typed(campaign, coordinator))
    assert (answer.status_code, "These days overlap the term 2027-28." in answer.text) == (200, True)


def faults(**more) -> list[str]:
    """The fields at which something is said of a form with these values."""
    data = {name: value if isinstance(value, list) else [value] for name, value in more.items()}
    post = QueryDict(mutable=True)
    for name, values in data.items():
        post.setlist(name, values)
    opening = openings.Opening(post)
    assert not opening.is_valid()
    found = [*opening.term.errors, *opening.carry.errors]
    return found + [f"{n}-{name}" for n, form in enumerate(opening.breaks) for name in form.errors]


def test_faults_are_said_where_they_are(campaign, coordinator):
    wrong = {
        "starts_on": [{"ends_on": "2027-07-31"}, {"ends_on": "2027-08-01"}, {"label": "2027-29"}, {"label": "2026-27"}],
        "other year": [{"label": "2029-30"}],
        "days": [{"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}, {"starts_on": "\x00"}, {"starts_on": "🦋"}],
        "target": [{"weekly_hours_max": ""}, {"weekly_hours_min": "9" * 30}, {"weekly_hours_max": "4"}],
        "carry": [{"campaigns": ["9" * 30]}, {"people": ["\x00"]}],
        "breaks": [
            row(1, "2028-07-31", "2028-08-01"),
            row(1, "2027-11-26", "2027-11-30"),
            row(1, "2028-01-02", "2028-01-01"),
            row(1, "2028-01-02", "2028-01-03", es=""),
        ],
    }
    found = {name: [faults(**typed(campaign, coordinator, **one)) for one in ones] for name, ones in wrong.items()}
    assert found == {
        "starts_on": [["ends_on"], ["ends_on"], ["label"], ["label"]],
        "other year": [["starts_on"]],
        "days": [["starts_on"], ["ends_on"], ["starts_on"], ["starts_on"]],
        "target": [["weekly_hours_max"], ["weekly_hours_min"], ["weekly_hours_max"]],
        "carry": [["campaigns"], ["people"]],
        "breaks": [["1-ends_on"], ["1-starts_on"], ["1-ends_on"], ["1-name_es"]],
    }


def test_odd_rows_of_breaks_are_no_fault_of_ours(client, campaign, coordinator):
    for total in ("9" * 30, "", "100"):
        assert client.post(NEW, typed(campaign, coordinator, **{"breaks-TOTAL_FORMS": total})).status_code == 200
    assert Term.objects.count() == 1


def test_first_year_of_all_is_opened_from_nothing(client, campaign, coordinator):
    data = typed(campaign, coordinator) | {"campaigns": [], "people": []}
    Placement.objects.all().delete(), Appointment.objects.all().delete(), Term.objects.all().delete()
    assert client.get(NEW).status_code == 200
    assert (client.post(NEW, data).status_code, Term.objects.count()) == (302, 1)


def test_desk_is_for_staff(client, coordinator, term):
    client.force_login(coordinator.user)
    paths = ["/desk/terms/", NEW, "/desk/terms/2026-2027/", "/desk/terms/2026-2027/close/", "/desk/hand-overs/"]
    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_edit_keeps_hours_inside_and_saves_breaks(client, term, campaign, coordinator):
    HourEntryFactory(placement=Placement.objects.get(), worked_on=dt.date(2026, 11, 16))
    path, data = "/desk/terms/2026-2027/", typed(campaign, coordinator, starts_on="2026-12-01", ends_on="2027-07-01")
    assert list(client.post(path, data).context["form"].errors) == ["starts_on"]
    TermFactory(slug="2027-2028", label="2027-28", starts_on="2027-08-01", ends_on="2028-07-31")
    later = data | {"starts_on": "2026-08-02", "ends_on": "2027-08-01"}
    assert "These days overlap the term 2027-28." in client.post(path, later).text
    rows = row(0, "2026-12-20", "2027-01-05", "Winter", "Invierno")
    answer = client.post(path, data | {"starts_on": "2026-08-02", "weekly_hours_max": "8"} | rows)
    assert answer.status_code == 302
    term.refresh_from_db()
    assert (term.starts_on, term.weekly_hours_max, term.hours_basis) == (dt.date(2026, 8, 2), 8, "staff")
    assert [rest.name_en for rest in term.breaks.all()] == ["Winter"]


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_one_coordinator_and_three_hundred(client, term, campaign):
    paths = ("/desk/terms/", NEW, "/desk/terms/2026-2027/", "/desk/hand-overs/")
    before = [(client.get(path), queries(client, path))[1] for path in paths]
    people = Coordinator.objects.bulk_create(Coordinator(name=f"C {n}", slug=f"c-{n}") for n in range(300))
    rows = Appointment.objects.bulk_create(Appointment(coordinator=person, term=term) for person in people)
    Placement.objects.bulk_create(Placement(appointment=row, campaign=campaign) for row in rows)
    for n in range(3):
        TermFactory(slug=f"201{n}-201{n + 1}", starts_on=dt.date(2010 + n, 9, 1), ends_on=dt.date(2011 + n, 6, 1))
        term.campaigns.add(CampaignFactory(partner=PartnerFactory()))
    assert [queries(client, path) for path in paths] == before
