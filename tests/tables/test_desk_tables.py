"""Events, calls, quotes, trainings and ties as tables: by the rules of their own forms, and never past readers."""

import datetime as dt

import pytest
from django.utils import translation

from campaigns.models import Quote
from campaigns.quotes import withdraw
from coordinators.models import Call
from events import actions
from events.models import Event, Training
from ilp_portal.tables import applying, planning, sheets
from ilp_portal.tables.register import BY_NAME
from outreach.models import Message
from partners.models import CoalitionMembership
from tests.factories import EventFactory, PartnerFactory
from tests.tables.test_planning import faults, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
RALLY = {
    "slug": "rally-for-homes",
    "kind": "rally",
    "title_en": "Rally for homes",
    "title_es": "Manifestación por la vivienda",
    "held_on": "2026-12-12",
    "start_time": "6:30 pm",
    "place": "100 Example Street NW",
    "neighborhood": "Columbia Heights",
    "signup_open": "no",
}
QUOTE = {
    "text_en": "We stayed.",
    "text_es": "Nos quedamos.",
    "said_by_en": "a tenant",
    "said_by_es": "una inquilina",
    "said_on": "2026-11-01",
    "agreed_on": "2026-11-02",
    "agreed_how": "signed form",
}
CALL = {"title_en": "Join us", "title_es": "Súmese", "text_en": "Come.", "text_es": "Venga."}
DAYS = {"opens_on": "2026-11-20", "closes_on": "2026-12-20"}


@pytest.fixture
def call(term) -> Call:
    return Call.objects.create(slug="call-2026-2027", term=term, **CALL, **DAYS)


@pytest.fixture
def quote(campaign) -> Quote:
    return Quote.objects.create(campaign=campaign, **QUOTE)


def test_an_event_comes_in_as_a_draft_with_what_is_usual_for_its_kind(bring, term, campaign):
    partner = PartnerFactory()
    bring("events", RALLY | {"partners": partner.slug, "campaign": campaign.slug, "status": "published"})
    event = Event.objects.get()
    assert (event.status, event.starts_at, event.ends_at) == (
        "draft",
        dt.datetime(2026, 12, 12, 23, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 13, 1, 0, tzinfo=dt.UTC),
    )
    assert (event.campaign, [*event.partners.all()], event.term, event.guests_most) == (campaign, [partner], term, 5)
    assert (event.languages, event.mode, Message.objects.count()) == (["en", "es"], "in-person", 0)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"held_on": "2027-03-14", "start_time": "2:30"}, ["start_time"]),
        ({"held_on": "2027-11-07", "start_time": "1:30"}, ["start_time", "which_of_two"]),
        ({"held_on": "2026-11-17"}, ["held_on"]),
        ({"held_on": "", "start_time": "half past six"}, ["held_on", "start_time"]),
        ({"end_time": "17:00", "neighborhood": "", "place_public": "no"}, ["end_time", "neighborhood"]),
        ({"kind": "accompaniment"}, ["kind"]),
        ({"slug": "new", "campaign": "none", "time_zone": "Here"}, ["campaign", "slug", "time_zone"]),
        ({"title_en": "", "title_es": "", "access": "lift"}, ["access", "title_en"]),
    ],
)
def test_what_the_desk_would_not_take_is_said_at_its_column(plan, cells, columns):
    (line,) = plan("events", RALLY | cells).lines
    assert (line.state, sorted({name for name, _text in line.faults})) == ("failed", columns)


def test_an_hour_that_comes_twice_is_chosen_in_either_language(bring):
    for word in ("first", "la segunda"):
        bring(
            "events",
            RALLY | {"slug": f"on-{len(word)}", "held_on": "2027-11-07", "start_time": "1:30"} | {"which_of_two": word},
        )
    assert [event.starts_at.hour for event in Event.objects.order_by("starts_at")] == [5, 6]


def test_hours_are_read_as_people_write_them(plan):
    hours = {
        "18:30": "18:30",
        "6:30 p. m.": "18:30",
        "12 am": "00:00",
        "12:05 PM": "12:05",
        "6": "",
        "25:00": "",
        "13 pm": "",
    }
    rows = [RALLY | {"slug": f"on-{n}", "start_time": hour} for n, hour in enumerate(hours)]
    found = [{name: after for name, _before, after in line.changes} for line in plan("events", *rows).lines]
    assert [one.get("start_time", "") for one in found] == list(hours.values())


def test_all_that_goes_out_comes_in_without_a_change(plan, call, quote):
    EventFactory(
        **{"title_en": "=1+1", "summary_en": "Two\r\nlines", "capacity": 50_000, "access": ["toilet"]},
        starts_at=dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC),
        ends_at=dt.datetime(2027, 11, 8, 6, 30, tzinfo=dt.UTC),
        held_on=dt.date(2027, 11, 7),
    ).partners.add(PartnerFactory(), PartnerFactory())
    EventFactory(status="draft", starts_at=None, ends_at=None, precision="month", signup_open=False)
    EventFactory(kind="accompaniment", slug="walk-with-somebody")
    Training.objects.create(slug="walking", name_en="Walking along", name_es="Acompañar")
    CoalitionMembership.objects.create(member=PartnerFactory(), name_en="The coalition")
    CoalitionMembership.objects.create(member=PartnerFactory(), coalition=PartnerFactory())
    expected = {"events": 2, "calls": 1, "quotes": 1, "trainings": 1, "coalitions": 2}
    for name, count in expected.items():
        table = BY_NAME[name]
        for write in sheets.WRITERS.values():
            sheet = sheets.read(write(sheets.written(table), "t"), table)
            found = planning.plan(sheet, table)
            assert [(line.state, line.faults) for line in found.lines] == [("same", [])] * count, name


def test_what_readers_see_is_changed_by_no_file(plan, call, quote, campaign, now, language):
    event = EventFactory(title_en="Rally")
    Call.objects.update(published_at=now)
    told = set()
    with translation.override(language):
        for name, row in {
            "events": {"slug": event.slug, "title_en": "Other"},
            "calls": {"slug": call.slug, "title_en": "Other"},
            "quotes": {"campaign": campaign.slug, "text_en": QUOTE["text_en"], "said_by_en": "the mayor"},
        }.items():
            (line,) = plan(name, row).lines
            told |= {text for column, text in line.faults if not column}
    assert len(told) == 3
    assert any("no draft" in text for text in told) == (language == "en")


def test_undo_puts_a_draft_back_and_leaves_one_that_was_published_since(bring, staff, now):
    draft = EventFactory(status="draft", slug="a-draft")
    draft.partners.add(PartnerFactory())
    before = list(Event.objects.values()), list(draft.partners.values_list("pk", flat=True))
    change = {"held_on": "2026-12-20", "start_time": "10:00", "end_time": "11:00", "partners": "(empty)"}
    row = bring("events", RALLY | {"slug": "a-draft"} | change, RALLY, RALLY | {"slug": "rally-two"})
    actions.change_event(pk=Event.objects.get(slug=RALLY["slug"]).pk, now=now, status="published", one_language=True)
    assert applying.undo(row=row, by=staff, now=now)
    row.refresh_from_db()
    assert applying.left(row) == [RALLY["title_en"]]
    Event.objects.get(slug=RALLY["slug"]).delete()
    assert (list(Event.objects.values()), list(draft.partners.values_list("pk", flat=True))) == before


def test_undo_leaves_a_new_record_of_which_anything_was_changed(bring, staff, now):
    row = bring("events", RALLY)
    Event.objects.update(online_url="https://meet.example/room")  # in no column of the table
    assert applying.undo(row=row, by=staff, now=now)
    row.refresh_from_db()
    assert (applying.left(row), Event.objects.count()) == ([RALLY["title_en"]], 1)


def test_a_draft_with_shifts_is_moved_at_its_own_page(plan):
    event = EventFactory(status="draft")
    event.shifts.create(role_en="Door", role_es="Puerta", starts_at=event.starts_at, ends_at=event.ends_at)
    rows = [{"slug": event.slug, "start_time": "10:00"}], [{"slug": event.slug, "title_en": "Other"}]
    assert [faults(plan("events", *row)) for row in rows] == [[["held_on"]], [[]]]


def test_a_quote_comes_in_with_its_consent_only(bring, plan, campaign):
    row = QUOTE | {"campaign": campaign.slug}
    for name in ("agreed_on", "agreed_how"):
        assert faults(plan("quotes", row | {name: ""})) == [[name]]
    assert faults(plan("quotes", row | {"agreed_how": "call 202-555-0143", "said_on": "2026-11-30"})) == [
        ["agreed_how", "said_on"]
    ]
    bring("quotes", row)
    assert [(one.text_es, one.said_by_en) for one in Quote.objects.agreed()] == [("Nos quedamos.", "a tenant")]


def test_words_that_were_taken_back_do_not_return_with_an_older_file(plan, quote, campaign, now):
    assert withdraw(quote=quote, today=now.date())
    row = QUOTE | {"campaign": campaign.slug}
    assert faults(plan("quotes", row)) == [["agreed_on"]]
    assert states(plan("quotes", row | {"said_on": "2026-11-03"})) == ["new"]


def test_a_quote_that_was_taken_back_stays_nowhere(bring, campaign, staff, now):
    row = bring("quotes", QUOTE | {"campaign": campaign.slug})
    (entry,) = applying._entries(row)
    assert (entry["before"], QUOTE["text_en"] in str(entry)) == (None, False)
    withdraw(quote=Quote.objects.get(), today=now.date())
    applying.undo(row=row, by=staff, now=now)
    assert Quote.objects.get().withdrawn_on == now.date()


def test_calls_trainings_and_ties_come_in_and_go(bring, plan, term, staff, now):
    one, two = PartnerFactory(slug="one"), PartnerFactory(slug="two")
    rows = [
        bring("calls", CALL | DAYS | {"slug": "call-of-the-year", "term": term.slug}),
        bring("trainings", {"slug": "walking", "name_en": "Walking along", "name_es": "Acompañar"}),
        bring(
            "coalitions", {"member": "one", "coalition": "two"}, {"member": "one", "coalition": "", "name_en": "All"}
        ),
    ]
    assert Call.objects.get().published_at is None
    assert set(CoalitionMembership.objects.values_list("member", "coalition", "name_en")) == {
        (one.pk, two.pk, None),
        (one.pk, None, "All"),
    }
    assert faults(plan("calls", {"slug": "call-of-the-year", "closes_on": "2026-11-01"})) == [["closes_on"]]
    assert faults(plan("trainings", {"slug": "other", "name_en": "Other"})) == [["name_es"]]
    assert faults(plan("coalitions", {"member": "one", "coalition": "one"})) == [["coalition"]]
    for row in rows:
        assert applying.undo(row=row, by=staff, now=now)
    assert [model.objects.count() for model in (Call, Training, CoalitionMembership)] == [0, 0, 0]


def test_a_file_with_names_and_words_asks_who_it_is():
    assert {name for name, table in BY_NAME.items() if table.is_personal} >= {"quotes", "contacts", "coordinators"}


def test_rows_about_one_tie_are_told(plan):
    PartnerFactory(slug="one"), PartnerFactory(slug="two")
    tie = {"member": "one", "coalition": "two"}
    assert states(plan("coalitions", tie | {"name_en": "A"}, tie | {"name_en": "B"})) == ["new", "failed"]
