"""The public page of a call and the page behind the mailed link: no account, no cookie, nothing told to strangers."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import translation

from coordinators.application_forms import ApplyForm
from coordinators.models import Application
from tests.coordinators.calling import ADDRESS, apply, link, open_call, typed, waiting

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def call(db, frozen):
    return open_call()


def send(client, call, data, name="call_detail"):
    return client.post(reverse(f"coordinators:{name}", args=[call.slug]), data, **OWN)


def test_page_says_the_days_and_how_many_are_left(client, call, language):
    with translation.override(language):
        page = client.get(call.get_absolute_url())
    assert page.context["left"] == 10
    assert (call.title_en if language == "en" else call.title_es) in page.text
    assert {"en": "10 days left", "es": "10"}[language] in page.text
    assert not page.cookies


def test_page_before_and_after_has_no_form(client, call, frozen):
    frozen.move_to(dt.datetime(2026, 10, 31, 17, tzinfo=dt.UTC))
    assert 'id="apply"' not in client.get(call.get_absolute_url()).text
    frozen.move_to(dt.datetime(2026, 11, 28, 5, tzinfo=dt.UTC))
    closed = client.get(call.get_absolute_url()).text
    assert ('id="apply"' in closed, 'class="empty"' in closed) == (False, True)


def test_drafts_are_for_nobody(client, staff, call):
    call.published_at = None
    call.save()
    assert [client.get(f"/calls/{call.slug}/{more}").status_code for more in ("", "sent/")] == [404, 404]
    assert send(client, call, typed(call)).status_code == 404


def test_open_call_is_found_from_the_lists(client, call):
    for name in ("campaigns:opportunity_list", "coordinators:term_list"):
        assert f'href="{call.get_absolute_url()}"' in client.get(reverse(name)).text
    call.closed_at = call.published_at
    call.save()
    assert f'href="{call.get_absolute_url()}"' not in client.get(reverse("campaigns:opportunity_list")).text


def test_new_and_known_addresses_get_the_same_answer(client, call):
    answers = [send(client, call, typed(call)) for _ in range(2)]
    waiting(call, "known@tests.example")
    answers.append(send(client, call, typed(call, contact="Known@Tests.example")))
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/calls/{call.slug}/sent/")}
    assert Application.objects.count() == 3  # each beside the others; what is confirmed stays one
    assert not Session.objects.exists()
    assert ADDRESS not in client.get(answers[0].url).text


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, call, language):
    question = f"question_{call.questions.first().pk}"
    data = typed(call, contact="nobody", language="xx", **{question: "Ask María at 202-555-0123. " + "ñ" * 99})
    with translation.override(language):
        page = send(client, call, data | {"name": "two\u2028lines", "agreed": ""})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"name", "contact", "language", "agreed", question}
    assert "Ask María" in page.text
    assert not Application.objects.exists()


def test_details_of_others_odd_signs_and_long_answers_are_sent_back(call):
    question = f"question_{call.questions.first().pk}"
    found = {
        "": 1,
        " ": 1,
        "Her number is 202-555-0123": 1,
        "mine@else.example": 1,
        "a" * 101: 1,
        "a\r\n" * 33 + "b": 0,  # 67 characters, new lines counted once
        "😀 ñ \x1b <script>": 0,
        "\x00": 1,
    }
    errors = {text: len(ApplyForm(typed(call, **{question: text}), call=call).errors) for text in found}
    assert errors == found
    odd = ("x" * 101, "a\nb", "\u202eabc", "")
    assert all("name" in ApplyForm(typed(call, name=name), call=call).errors for name in odd)
    addresses = ("a" * 250 + "@b.example", "ñ@tests.example", '"a b"@tests.example', "=?utf-8?q?a?=@b.example")
    assert all("contact" in ApplyForm(typed(call, contact=text), call=call).errors for text in addresses)


def test_call_that_closed_meanwhile_keeps_the_text_and_says_so(client, call, frozen, language):
    data = typed(call)
    frozen.shift(10 * DAY)
    with translation.override(language):
        page = send(client, call, data)
    assert (page.status_code, "Because I live here." in page.text) == (409, True)
    assert len(page.context["form"].non_field_errors()) == 1
    assert not Application.objects.exists()


def test_other_sites_send_nothing_and_one_client_not_too_much(client, call, monkeypatch):
    foreign = client.post(call.get_absolute_url(), typed(call), HTTP_SEC_FETCH_SITE="cross-site")
    assert (foreign.status_code, Application.objects.count()) == (403, 0)
    monkeypatch.setattr("coordinators.call_views.public.PER_CONTACT", 1)
    send(client, call, typed(call))
    late = send(client, call, typed(call))
    assert (late.status_code, "Because I live here." in late.text) == (429, True)


# --- behind the link --------------------------------------------------------------------------------------------------
def test_opening_changes_nothing_and_the_button_confirms(client, call):
    application = apply(call)
    page = client.get(link(application))
    assert (page.status_code, page["Referrer-Policy"], page["Cache-Control"]) == (
        200,
        "no-referrer",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert Application.objects.get().state == "new"
    assert client.post(link(application), {"action": "confirm"}, **OWN).status_code == 302
    assert Application.objects.get().state == "waiting"
    assert "Because I live here." in client.get(link(application)).text


def test_owner_changes_it_until_the_call_closes(client, call, frozen):
    application = waiting(call)
    question = f"question_{call.questions.first().pk}"
    data = {"action": "save", "name": "Another name", "language": "en", question: "Better words"}
    assert client.post(link(application), data, **OWN).status_code == 302
    application.refresh_from_db()
    assert (application.name, application.language) == ("Another name", "en")
    bad = client.post(link(application), data | {question: "Call 202-555-0123"}, **OWN)
    assert (bad.status_code, "Call 202-555-0123" in bad.text) == (200, True)
    frozen.shift(10 * DAY)
    late = client.post(link(application), data | {question: "Too late"}, **OWN)
    assert (late.status_code, "Too late" in late.text) == (409, True)
    shown = client.get(link(application)).text
    assert ("Better words" in shown, 'name="action" value="save"' in shown) == (True, False)


def test_owner_withdraws_and_the_link_dies(client, call):
    application = waiting(call)
    page = client.post(link(application), {"action": "withdraw"}, **OWN)
    assert (page.status_code, client.get(link(application)).status_code) == (200, 404)
    assert Application.objects.get().name == ""


def test_a_page_left_open_does_nothing_to_the_one_that_was_confirmed_meanwhile(client, call):
    left_open, own = apply(call, word="Of somebody else"), waiting(call)
    question = f"question_{call.questions.first().pk}"
    data = {"action": "save", "name": "Another name", "language": "en", question: "Typed in the old page"}
    late = client.post(link(left_open), data, **OWN)
    assert (late.status_code, "Typed in the old page" in late.text) == (409, True)
    assert f'action="{link(own)}#change"' in late.text
    for answer in (client.get(link(left_open)), client.post(link(left_open), {"action": "withdraw"}, **OWN)):
        assert (answer.status_code, answer["Location"]) == (302, link(own))
    own.refresh_from_db()
    assert (own.state, own.name == "Another name") == ("waiting", False)


def test_no_other_link_opens_anything(client, call, frozen):
    application = apply(call)
    path = link(application)
    tokens = ("x", "0" * 32, f"{application.pk.hex}.forged", f"{application.pk}", "%00", "a" * 3000, "😀")
    statuses = {client.get(f"/calls/application/{token}/").status_code for token in tokens}
    assert statuses <= {400, 404}
    assert client.post(path, {"action": "burn"}, **OWN).status_code == 404
    frozen.shift(2 * DAY)
    assert (client.get(path).status_code, client.post(path, {"action": "confirm"}, **OWN).status_code) == (404, 404)
