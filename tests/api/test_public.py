"""The public API shows what the pages show, in both languages, and nothing else."""

import datetime as dt

import pytest

from coordinators.models import Term
from ilp_portal.api import limits, paging
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    ContactFactory,
    EventFactory,
    PartnerFactory,
    SourceFactory,
    TermFactory,
)
from tests.factories.record import CitationFactory, OutcomeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NAMED = {"coordinator__name_basis": "consent"}
HIDDEN = "zzhidden"


def ids(answer: tuple[int, dict]) -> list[str]:
    assert answer[0] == 200
    return [item["id"] for item in answer[1]["items"]]


def test_hidden_draft_and_demo_rows_are_not_there(ask, client, settings):
    settings.DEBUG = True  # under which pages show demo rows; data for programs never does
    for hidden in ({"is_public": False}, {"is_demo": True}):
        PartnerFactory(name=HIDDEN, **hidden)
        CampaignFactory(title_en=HIDDEN, **hidden)
    for hidden in ({"status": "draft"}, {"is_demo": True}, {"kind": "accompaniment"}):
        EventFactory(title_en=HIDDEN, **hidden)
    EventFactory(title_en=HIDDEN, kind="accompaniment", starts_at=None, ends_at=None, signup_open=False)
    shown = [EventFactory().slug], [CampaignFactory().slug], [PartnerFactory().slug]
    assert (ids(ask("events")), ids(ask("campaigns")), ids(ask("partners"))) == shown
    for path in ("events", "campaigns", "partners", "terms"):
        assert HIDDEN not in client.get(f"/api/{path}").content.decode()


def test_hidden_rows_are_named_by_no_other_row(ask, term):
    hidden = CampaignFactory(slug=HIDDEN, is_public=False, partner=(partner := PartnerFactory()))
    EventFactory(campaign=hidden, term=term).partners.add(PartnerFactory(slug=f"{HIDDEN}-2", is_demo=True), partner)
    CampaignFactory(partner=PartnerFactory(is_public=False))
    _status, found = ask("events")
    assert (found["items"][0]["campaign"], found["items"][0]["partners"]) == (None, [partner.slug])
    assert ask("campaigns")[1]["items"][0]["partners"] == []
    assert ask("events", campaign=HIDDEN)[1]["count"] == 0
    assert ask(f"campaigns/{HIDDEN}")[0] == 404


def test_names_are_as_each_person_wants_them(ask, term):
    for shown_as in ("full", "first", "initials", "role", "hidden"):
        AppointmentFactory(term=term, coordinator__name=f"Ana {shown_as}", coordinator__shown_as=shown_as, **NAMED)
    AppointmentFactory(term=term, coordinator__name="Without basis", coordinator__shown_as="full")
    taken = AppointmentFactory(term=term, coordinator__name="Ana taken", coordinator__shown_as="full", **NAMED)
    assert sorted(ask(f"terms/{term.slug}")[1]["coordinators"]) == ["A. i.", "Ana", "Ana full", "Ana taken"]
    taken.coordinator.taken_down_at = dt.datetime(2026, 11, 18, tzinfo=dt.UTC)
    taken.coordinator.save()
    assert sorted(ask(f"terms/{term.slug}")[1]["coordinators"]) == ["A. i.", "Ana", "Ana full"]


def test_place_is_exact_only_where_the_page_shows_it(ask):
    open_, closed = EventFactory(), EventFactory(place_public=False, online_url="https://secret.example/room")
    assert ask(f"events/{open_.slug}")[1]["place"] == open_.place
    status, told = ask(f"events/{closed.slug}")
    assert (status, told["place"]) == (200, "Columbia Heights")
    assert [word for word in ("Example Street", "secret.example") if word in str(told)] == []


def test_texts_come_in_both_languages_and_null_where_one_is_missing(ask):
    CampaignFactory(slug="rents", title_en="Rents", title_es="Rentas", caution_en="Careful.", caution_es="")
    _status, found = ask("campaigns/rents")
    assert found["title"] == {"en": "Rents", "es": "Rentas"}
    assert (found["caution"], found["coordinators_did"]) == ({"en": "Careful.", "es": None}, None)
    assert found["url"] == {
        "en": "http://127.0.0.1:8000/campaigns/rents/",
        "es": "http://127.0.0.1:8000/es/campanas/rents/",
    }


def test_sources_are_named_as_pages_name_them(ask, campaign):
    outcome = OutcomeFactory(campaign=campaign)
    for link, title in (("yes", "Linked"), ("review", "Held back"), ("no", "Internal")):
        CitationFactory(record=outcome, source=SourceFactory(public_link=link, title=title))
    ContactFactory(partner=PartnerFactory(), name="Somebody to call")
    _status, found = ask(f"campaigns/{campaign.slug}")
    sources = found["outcomes"][0]["sources"]
    assert [(one["linked"], one["title"], bool(one["url"])) for one in sources] == [
        (True, "Linked", True),
        (False, None, False),
    ]
    assert "Internal" not in str(found)
    assert "Somebody" not in str(ask("partners"))


def test_events_are_narrowed(ask, now, term, campaign):
    past = {"starts_at": now - dt.timedelta(days=400), "ends_at": now - dt.timedelta(days=399)}
    old = EventFactory(slug="old", held_on=dt.date(2025, 10, 14), kind="panel", **past)
    new = EventFactory(slug="new", term=term, campaign=campaign)
    assert (ids(ask("events", when="upcoming")), ids(ask("events", when="past"))) == ([new.slug], [old.slug])
    assert (ids(ask("events", year=2025)), ids(ask("events", kind="panel"))) == ([old.slug], [old.slug])
    assert (ids(ask("events", term=term.slug)), ids(ask("events", campaign=campaign.slug))) == ([new.slug], [new.slug])


def test_an_hour_is_told_with_the_offset_of_its_zone(ask):
    _status, told = ask(f"events/{EventFactory(time_zone='America/Los_Angeles').slug}")
    assert (told["starts_at"], told["ends_at"]) == ("2026-12-05T08:00:00-08:00", "2026-12-05T09:30:00-08:00")


def test_lists_are_cut_into_pages(ask, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 2)
    for year in range(2010, 2015):
        TermFactory(slug=f"{year}-{year + 1}", starts_on=dt.date(year, 8, 1), ends_on=dt.date(year + 1, 7, 31))
    pages = [ask("terms", page=number)[1] for number in (1, 2, 3, 4)]
    assert [len(page["items"]) for page in pages] == [2, 2, 1, 0]
    assert {(page["count"], page["pages"]) for page in pages} == {(Term.objects.count(), 3)}


def test_what_cannot_be_read_says_why_in_both_languages(ask):
    status, told = ask("events", year="last", page=0)
    assert (status, told["error"], set(told["message"])) == (422, "invalid", {"en", "es"})
    assert sorted(field["field"] for field in told["fields"] if field["problem"]) == ["page", "year"]
    assert {len(set(field["problem"].values())) for field in told["fields"]} == {2}
    (field,) = ask("events", yaer=2019)[1]["fields"]
    assert (field["field"], "when, year" in field["problem"]["es"]) == ("yaer", True)
    for path in ("terms/nothing", "nothing", "terms/%00", "terms/" + "x" * 300):
        assert (ask(path)[0], ask(path)[1]["error"]) == (404, "not_found")


def test_only_reading_is_possible(client):
    for method in ("post", "put", "delete", "patch", "options"):
        response = getattr(client, method)("/api/terms")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert client.head("/api/terms").status_code == 200


def test_every_page_may_read_what_is_public_and_only_that(client):
    everybody = [client.get(path).headers.get("Access-Control-Allow-Origin") for path in ("/api/terms", "/api/terms/x")]
    assert everybody == ["*", "*"]
    closed = client.get("/api/exports/reports")
    assert (closed.headers.get("Access-Control-Allow-Origin"), closed["Cache-Control"]) == (None, "private, no-store")


def test_too_many_questions_are_refused_for_a_while(ask, client, monkeypatch):
    monkeypatch.setattr(limits, "PER_CLIENT", 2)
    assert [ask("terms")[0] for _n in range(3)] == [200, 200, 429]
    assert client.get("/api/terms")["Retry-After"] == "3600"
    assert ask("terms")[1]["error"] == "too_many"


def test_the_page_about_it_speaks_the_language_and_leads_to_the_fields(client, language):
    page = client.get({"en": "/api/", "es": "/es/api/"}[language])
    assert (page.status_code, b'href="/api/openapi.json"' in page.content) == (200, True)
