"""The admin page of a year: a closed one is read, not edited, and breaks share no day."""

import pytest

from coordinators.models import Break, Term

pytestmark = pytest.mark.django_db
WINTER = {"name_en": "Winter", "name_es": "Invierno", "starts_on": "2026-12-20", "ends_on": "2027-01-04"}
SPRING = {"name_en": "Spring", "name_es": "Primavera", "starts_on": "2027-03-08", "ends_on": "2027-03-12"}
CITED = "partners-citation-content_type-object_id"
FIELDS = ('name="label', 'name="breaks-0-starts_on', f'name="{CITED}-__prefix__-', 'name="_save"')


@pytest.fixture
def page(term, client, administrator) -> str:
    client.force_login(administrator)
    return f"/admin/coordinators/term/{term.pk}/change/"


def typed(term, *breaks: tuple[Break, dict]) -> dict:
    """The form of the admin with what stands there and these breaks."""
    names = ("label", "era", "roster_status", "focus_basis", "hours_basis", "slug")
    rows = {
        f"breaks-{n}-{name}": value
        for n, (row, days) in enumerate(breaks)
        for name, value in ({"id": row.pk, "term": term.pk} | days).items()
    }
    counts = {
        f"{prefix}-{what}_FORMS": count
        for prefix, count in (("breaks", len(breaks)), (CITED, 0))
        for what in ("TOTAL", "INITIAL")
    }
    return {name: getattr(term, name) for name in names} | counts | rows


def test_a_closed_year_is_read_not_edited(page, term, client, now):
    Break.objects.create(term=term, **WINTER)
    while_open = client.get(page).text
    Term.objects.update(closed_at=now)
    closed = client.get(page).text
    assert [(name in while_open, name in closed) for name in FIELDS] == [(True, False)] * len(FIELDS)
    assert "Winter" in closed
    refused = client.post(page, {}), client.post(page.replace("change", "delete"), {"post": "yes"})
    assert [answer.status_code for answer in refused] == [403, 403]
    client.post("/admin/coordinators/term/", {"action": "delete_selected", "_selected_action": term.pk, "post": "yes"})
    assert Term.objects.count() == 1


def test_breaks_change_places_and_share_no_day(page, term, client):
    winter, spring = (Break.objects.create(term=term, **days) for days in (WINTER, SPRING))
    days = [{name: one[name] for name in ("starts_on", "ends_on")} for one in (WINTER, SPRING)]
    answer = client.post(page, typed(term, (winter, WINTER), (spring, SPRING | {"starts_on": "2027-01-04"})))
    assert (answer.status_code, "These days overlap the break “Winter”." in answer.text) == (200, True)
    swapped = typed(term, (winter, WINTER | days[1]), (spring, SPRING | days[0]))
    assert client.post(page, swapped).status_code == 302
    assert [str(row) for row in term.breaks.all()] == ["Spring", "Winter"]
