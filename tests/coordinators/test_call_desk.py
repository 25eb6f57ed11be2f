"""Staff write a call in both languages, publish it, close it, and decide who applied."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from coordinators import applications, calls
from coordinators.call_forms import CallForm, QuestionForm
from coordinators.models import Application, Call, Question
from ilp_portal import desk_home
from partners.models import AuditEntry
from tests.coordinators.calling import apply, open_call, waiting
from tests.factories import TermFactory, UserFactory

LIST, NEW = "/desk/calls/", "/desk/calls/new/"


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def written(**more) -> dict:
    """The form of a new call, with one question in both languages."""
    days = {"opens_on": "2026-11-18", "closes_on": "2026-12-18"}
    texts = {"title_en": "Coordinate", "title_es": "Coordine", "text_en": "Come.", "text_es": "Venga."}
    rows = {"questions-TOTAL_FORMS": "2", "questions-INITIAL_FORMS": "0"}
    first = {"questions-0-text_en": "Why?", "questions-0-text_es": "¿Por qué?", "questions-0-longest": "500"}
    more_rows = {"questions-0-order": "1", "questions-0-is_required": "on", "questions-1-longest": "1500"}
    empty = {"questions-1-is_required": "on", "questions-1-order": "0"}
    return {"term": str(TermFactory().pk)} | days | texts | rows | first | more_rows | empty | more


def test_call_is_written_published_and_closed(desk):
    answer = desk.post(NEW, written())
    call = Call.objects.get()
    assert (answer.url, call.slug) == (f"{LIST}{call.slug}/", "coordinate-2026-2027")
    assert [(row.text_en, row.text_es, row.longest) for row in call.questions.all()] == [("Why?", "¿Por qué?", 500)]
    assert "Venga." in desk.get(answer.url).text
    for verb, is_open in (("publish", True), ("close", False), ("reopen", True)):
        assert desk.get(f"{LIST}{call.slug}/do/?do={verb}").status_code == 200
        assert desk.post(f"{LIST}{call.slug}/do/", {"do": verb}).status_code == 302
        assert Call.objects.get().is_open(dt.date(2026, 11, 18)) is is_open
    noted = (
        AuditEntry.objects.filter(action__startswith="coordinators.").order_by("pk").values_list("action", flat=True)
    )
    verbs = ["coordinators.publish_call", "coordinators.close_call", "coordinators.publish_call"]
    assert list(noted) == verbs
    assert desk.post(f"{LIST}{call.slug}/do/", {"do": "publish"}).status_code == 302  # somebody was faster
    assert desk.get(f"{LIST}{call.slug}/do/?do=publish").status_code == 404


def test_publishing_is_refused_while_a_language_is_missing(desk, language):
    desk.post(NEW, written(text_es="", **{"questions-0-text_en": ""}))
    call = Call.objects.get()
    with translation.override(language):
        page = desk.post(f"{LIST}{call.slug}/do/", {"do": "publish"})
    assert (page.status_code, len(page.context["faults"])) == (409, 2)
    assert Call.objects.get().published_at is None
    with pytest.raises(calls.Unpublishable):
        calls.do(call=call, act=calls.PUBLISH, now=dt.datetime(2026, 11, 18, 17, tzinfo=dt.UTC))


def test_published_call_cannot_lose_a_language_or_its_question(desk):
    call = open_call()
    path, edit = f"{LIST}{call.slug}/edit/", written(title_es="")
    keys = [str(question.pk) for question in call.questions.all()]
    rows = {"questions-INITIAL_FORMS": "2", "questions-0-id": keys[0], "questions-1-id": keys[1]}
    rows |= {"questions-1-text_en": "What?", "questions-1-text_es": "¿Qué?"}
    page = desk.post(path, edit | rows)
    assert (page.status_code, len(page.context["form"].non_field_errors())) == (200, 1)
    gone = desk.post(path, written() | rows | {"questions-0-DELETE": "on", "questions-1-DELETE": "on"})
    assert gone.status_code == 200
    assert (Call.objects.get().title_es, Question.objects.count()) == ("Coordine con el proyecto", 2)
    assert desk.post(path, written() | rows).status_code == 302


def test_questions_stay_once_somebody_answered_them(desk):
    call = open_call()
    rows = {"questions-INITIAL_FORMS": "1", "questions-0-id": str(call.questions.first().pk)}
    apply(call)
    page = desk.get(f"{LIST}{call.slug}/edit/")
    assert page.context["questions"] is None
    late = desk.post(f"{LIST}{call.slug}/edit/", written() | rows)
    assert (late.status_code, late.context["questions"] is None) == (200, False)
    assert call.questions.first().text_en == "Why?"
    form = {name: value for name, value in written().items() if not name.startswith("questions")}
    counts = {"questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"}
    assert desk.post(f"{LIST}{call.slug}/edit/", form | counts).status_code == 302


def test_bad_values_have_an_error_at_their_field(db):
    bad = {
        "closes_on": ("2026-11-17", "2026-11-01", "9999-12-31", "0001-01-01", "31/31/31", ""),
        "opens_on": ("", "x", "10000000000000"),
        "term": ("", "x", "9" * 18),
        "title_en": ("x" * 151, "a\x00b"),
    }
    form = {name: value for name, value in written().items() if not name.startswith("questions")}
    for name, values in bad.items():
        for value in values:
            assert name in CallForm(form | {name: value}, today=dt.date(2026, 11, 18)).errors, (name, value)
    row = {"text_en": "Why?", "longest": "500"}
    rows = {"longest": ("", "-1", "49", "4001", "9" * 30, "😀"), "order": ("-1", "9" * 30), "text_en": ("", "x" * 301)}
    for name, values in rows.items():
        assert all(name in QuestionForm(row | {name: value}).errors for value in values), name


def test_bad_input_is_said_at_its_field_and_writes_nothing(desk, language):
    bad = {"closes_on": "2026-11-01", "term": "9" * 30, "title_en": "x" * 151, "questions-0-longest": "9" * 30}
    with translation.override(language):
        page = desk.post(NEW, written(**bad))
        assert desk.post(NEW, written(**{"questions-TOTAL_FORMS": "9" * 30})).status_code == 200
    assert (page.status_code, page.text.count('class="err"')) == (200, 4)
    assert "x" * 151 in page.text
    assert not Call.objects.exists()


def test_desk_is_for_staff(client, coordinator, staff):
    call = open_call()
    application = waiting(call)
    paths = ["", "new/", f"{call.slug}/", f"{call.slug}/edit/", f"{call.slug}/do/", f"{call.slug}/applications/"]
    paths = [LIST + path for path in paths] + [f"/desk/applications/{application.pk}/{end}" for end in ("", "decide/")]
    client.force_login(coordinator.user)
    assert {client.get(path).status_code for path in paths} == {404}
    assert {client.post(path).status_code for path in paths} <= {404, 405}


# --- review -----------------------------------------------------------------------------------------------------------
def test_list_shows_no_answer_and_nobody_unconfirmed(desk):
    call = open_call()
    assert 'class="empty"' in desk.get(f"{LIST}{call.slug}/applications/").text
    application, unconfirmed = waiting(call), apply(call, "other@tests.example")
    page = desk.get(f"{LIST}{call.slug}/applications/")
    assert [row.pk for row in page.context["page"]] == [application.pk]
    assert ("live here" in page.text, page.context["unconfirmed"]) == (False, 1)
    assert desk.get(f"/desk/applications/{unconfirmed.pk}/").status_code == 404


def test_answers_notes_and_a_decision_once(desk, staff, language):
    application = waiting(open_call())
    path = f"/desk/applications/{application.pk}/"
    assert "Because I live here." in desk.get(path).text
    assert desk.post(path, {"text": ""}).context["form"].errors
    assert desk.post(path, {"text": "x" * 2001}).context["form"].errors
    desk.post(path, {"text": "Knows the neighborhood. 😀"})
    with translation.override(language):
        assert "Knows the neighborhood." in desk.get(path).text
    assert b"neighborhood" not in application.notes.get().text_ct
    assert desk.get(f"{path}decide/?do=accept").status_code == 200
    assert Application.objects.get().state == "waiting"
    for verb in ("accept", "accept", "refuse"):
        assert desk.post(f"{path}decide/", {"do": verb}).url == path
    application.refresh_from_db()
    assert (application.state, application.decided_by, application.call.term.appointments.count()) == ("yes", staff, 1)
    assert [desk.get(f"{path}decide/?do={odd}").status_code for odd in ("", "burn")] == [404, 404]


def test_account_that_was_closed_stops_the_acceptance(desk):
    UserFactory(email="closed@tests.example", is_active=False)
    application = waiting(open_call(), "closed@tests.example")
    page = desk.post(f"/desk/applications/{application.pk}/decide/", {"do": "accept"})
    assert (page.status_code, bool(page.context["refused"])) == (409, True)
    assert Application.objects.get().state == "waiting"


def test_withdrawn_one_shows_that_and_nothing_else(desk, now):
    application = waiting(open_call())
    applications.withdraw(application=application, now=now)
    page = desk.get(f"/desk/applications/{application.pk}/")
    assert (page.status_code, "live here" in page.text, page.context["acts"]) == (200, False, [])
    late = desk.post(f"/desk/applications/{application.pk}/", {"text": "A late note"})
    assert (late.status_code, application.notes.count()) == (302, 0)
    assert "An applicant" not in desk.get(f"{LIST}{application.call.slug}/applications/").text


def test_one_erased_while_staff_press_is_gone(desk, monkeypatch):
    application = waiting(open_call())
    monkeypatch.setattr(applications, "locked", lambda row: Application.objects.get(pk="0" * 32))
    for path, data in (("", {"text": "A note"}), ("decide/", {"do": "accept"})):
        assert desk.post(f"/desk/applications/{application.pk}/{path}", data).status_code == 404


def test_desk_home_says_what_waits(desk, staff, now):
    waiting(open_call())
    assert desk_home.Now.load(staff, now).applications == desk_home.Waiting(1, now)


def test_lists_ask_the_same_for_one_and_for_three(desk):
    call, counts = open_call(), []
    for n in (1, 3):
        while Call.objects.count() < n:
            open_call(slug=f"call-{Call.objects.count()}")
        while call.applications.count() < n:
            waiting(call, f"applicant{call.applications.count()}@tests.example")
        with CaptureQueriesContext(connection) as asked:
            desk.get(LIST)
            desk.get(f"{LIST}{call.slug}/applications/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
