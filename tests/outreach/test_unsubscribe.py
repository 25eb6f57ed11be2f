"""Stopping a topic by the link in a message: N1, N2 of the test matrix, and what the page may never tell."""

import datetime as dt
import email
import re
from email import policy

import pytest
from django.core import mail
from django.core.signing import Signer
from django.utils import translation

from campaigns import digest, nudges
from campaigns.models import PartnerLink
from coordinators.models import User
from events.models import Rsvp
from events.topic import EVENTS
from ilp_portal import partner_digest
from outreach import actions, kinds, letters, outbox, sealing, unsubscribe
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import Message, Suppression
from tests.events.conftest import OWN, event, person  # noqa: F401, roles of the events' tests
from tests.factories import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FOREIGN = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
BOUNCED, COMPLAINED = Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED


@pytest.fixture
def rsvp(person):  # noqa: F811
    return person("reader@tests.example")


@pytest.fixture
def reminder(rsvp):
    return Message.objects.filter(kind="events.reminder", subject_id=rsvp.pk).first()


@pytest.fixture
def path(reminder):
    return unsubscribe.path(reminder, "en")


def stopped() -> list[tuple]:
    return list(Suppression.objects.values_list("topic", "reason"))


def truth() -> tuple:
    return stopped(), list(Rsvp.objects.values()), list(Message.objects.values()), list(User.objects.values())


def send(rsvp, now) -> str:
    """The state in which the next reminder ends."""
    Message.objects.all().delete()
    facts = {"kind": "events.reminder", "subject_type": "events.rsvp", "subject_id": rsvp.pk, "due_at": now}
    outbox.plan([Message(**facts, revision=rsvp.event.revision, not_after=now + dt.timedelta(hours=1))])
    run_once()
    return Message.objects.get().state


# --- N1: one click of a mail program, and nothing without a click -----------------------------------------------------
@pytest.mark.parametrize("form", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_n1_one_click_without_cookie_or_origin_holds_at_the_next_gate(client, path, rsvp, now, form):
    multipart = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    body = "List-Unsubscribe=One-Click" if "urlencoded" in form else multipart
    response = client.post(path, body, content_type=form)
    assert (response.status_code, response.content, response.cookies) == (200, b"", {})
    assert stopped() == [("events", "asked")]
    assert (send(rsvp, now), mail.outbox) == (State.SUPPRESSED, [])


def test_n1_without_the_click_the_reminder_goes_out(path, rsvp, now):
    assert send(rsvp, now) == State.SENT


def test_n1_csrf_does_not_stand_in_the_way(path):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(path, ONE_CLICK).status_code == 200
    assert stopped() == [("events", "asked")]


def test_n1_one_click_twice_is_one_stop(client, path):
    assert [client.post(path, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert stopped() == [("events", "asked")]


@pytest.mark.parametrize("query", ["", "?List-Unsubscribe=One-Click", "?action=stop", "?action=resume"])
@pytest.mark.parametrize("headers", [{}, {"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
def test_n1_opening_the_page_changes_nothing(client, path, query, headers):
    before = truth()
    answers = [client.get(path + query, headers=headers), client.head(path + query, headers=headers)]
    assert [answer.status_code for answer in answers] == [200, 200]
    for method in (client.options, client.put, client.patch, client.delete, client.trace):
        assert method(path + query).status_code == 405
    assert truth() == before


def test_n1_both_headers_stand_on_every_mail_that_has_a_topic(rsvp, coordinator):
    contact = ContactFactory()
    days = {"made_at": rsvp.event.starts_at, "expires_on": rsvp.event.held_on}
    link = PartnerLink.objects.create(partner=contact.partner, contact=contact, **days)
    subjects = {nudges.KIND: coordinator.appointments.get().pk, digest.KIND: coordinator.user.pk}
    subjects[partner_digest.KIND] = link.pk
    with_topic = [name for name in kinds.names() if kinds.get(name).topic]
    assert {"events.reminder", nudges.KIND, digest.KIND} <= set(with_topic)
    for name in kinds.names():
        message = Message(pk=7, kind=name, subject_id=subjects.get(name, rsvp.pk))
        link = unsubscribe.url(message, "es")
        wanted = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        assert unsubscribe.headers(message, "es") == (wanted if name in with_topic else {}), name
        assert bool(link) == (name in with_topic)


@pytest.mark.parametrize("name", ["events.confirmation", "account.mail", "account.invitation"])
def test_n1_what_somebody_just_asked_for_has_nothing_to_stop(name):
    assert unsubscribe.headers(Message(kind=name, subject_id=1), "en") == {}


def test_n1_the_headers_arrive_whole(settings, rsvp, reminder, now):
    settings.BASE_URL = "https://portal-of-the-project.tests.example"
    send(rsvp, now)
    raw = mail.outbox[0].message().as_bytes(linesep="\r\n")
    read = email.message_from_bytes(raw, policy=policy.default)
    link = unsubscribe.url(reminder, "en")
    assert link.startswith("https://")
    assert read["List-Unsubscribe"].strip() == f"<{link}>"  # folded before its one long word
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_n1_a_mail_without_topic_carries_neither(kind, message):
    composed = letters.compose(message(), Letter("reader@tests.example", "en", "tests_note", {"what": "x"}))
    assert [name for name in composed.extra_headers if name.startswith("List-")] == []


# --- the page ---------------------------------------------------------------------------------------------------------
def press(client, path, action, headers=OWN):
    return client.post(path, {"action": action}, headers=headers)


def test_the_buttons_stop_and_take_it_back(client, path, rsvp, now):
    response = press(client, path, "stop")
    assert (response.status_code, response.url, stopped()) == (302, path, [("events", "asked")])
    assert send(rsvp, now) == State.SUPPRESSED
    assert press(client, path, "resume").status_code == 302
    assert (stopped(), send(rsvp, now)) == ([], State.SENT)


def buttons(html: str) -> list[str]:
    return re.findall(r'name="action" value="(\w+)"', html)


def test_the_page_names_the_topic_and_nobody(client, path, rsvp):
    html = client.get(path).content.decode()
    assert [text for text in (EVENTS.label, EVENTS.note) if str(text) not in html] == []
    assert [word for word in ("reader@", rsvp.event.title_en, rsvp.event.place) if word in html] == []
    assert buttons(html) == ["stop"]
    press(client, path, "stop")
    assert buttons(client.get(path).content.decode()) == ["resume"]


@pytest.mark.parametrize("headers", [{}, FOREIGN, {"sec-fetch-site": "same-site"}, {"origin": "http://testserver:81"}])
def test_another_site_presses_no_button(client, path, headers):
    before = truth()
    for action in ("stop", "resume"):
        assert press(client, path, action, headers).status_code == 403
    assert truth() == before


@pytest.mark.parametrize("action", ["", "delete", "\x00", "🦋", str(10**30)])
def test_another_action_does_nothing(client, path, action):
    assert (press(client, path, action).status_code, stopped()) == (404, [])


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "one-click"}, {"list-unsubscribe": "One-Click"}, {}])
def test_only_the_words_of_the_rule_are_one_click(client, path, body):
    assert (client.post(path, body).status_code, stopped()) == (403, [])


def test_the_page_is_private(client, path):
    answers = [client.get(path), press(client, path, "stop"), client.post(path, ONE_CLICK), client.get("/stop/x/")]
    answers.append(press(client, path, "stop", FOREIGN))
    for response in answers:
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert response.cookies == {}


def test_old_browsers_that_send_no_origin_from_such_a_page_may_press(client, path):
    assert press(client, path, "stop", {"origin": "null"}).status_code == 302


def test_the_link_leads_to_the_language_of_the_message(reminder, client):
    with translation.override("es"):
        assert unsubscribe.path(reminder, "en").startswith("/stop/")
    assert unsubscribe.path(reminder, "es").startswith("/es/")
    assert '<html lang="es">' in client.get(unsubscribe.path(reminder, "es")).content.decode()


@pytest.mark.parametrize("reason", [BOUNCED, COMPLAINED])
def test_wanting_it_again_does_not_lift_a_bounce_or_a_complaint(client, path, now, reason):
    index = sealing.contact_index("reader@tests.example")
    actions.stop_writing(contact_bi=index, topic="", reason=reason, now=now)
    response = press(client, path, "resume")
    assert (response.status_code, stopped()) == (200, [("", reason)])
    assert "We cannot write to this address" in response.content.decode()


# --- N2: a dead link tells nothing ------------------------------------------------------------------------------------
def answer(response) -> tuple:
    html = re.sub(rb'href="[^"]*"', b"", response.content)
    return response.status_code, html, response["Cache-Control"], response["Referrer-Policy"], response.cookies


def test_n2_bad_forged_foreign_and_purged_links_are_answered_alike(client, reminder, rsvp, path):
    token, signer = unsubscribe.token_of(reminder), Signer(**unsubscribe.SIGNER)
    mine = [rsvp.pk, rsvp.binding]
    nobody = signer.sign_object(["events.reminder", 10**15, rsvp.binding])
    without_topic = signer.sign_object(["events.confirmation", *mine])
    unknown_kind = signer.sign_object(["newsletter.issue", *mine])
    unmarked, marked = signer.sign_object(["events.reminder", rsvp.pk]), signer.sign_object(["events.reminder", 1, "x"])
    foreign = Signer(salt="another purpose", sep=".").sign_object(["events.reminder", *mine])
    swapped = f"{without_topic.split('.')[0]}.{token.split('.')[1]}"
    fakes = ["x", ".", "🦋", "1" * 3000, token[:-1], token + "x", nobody, without_topic, unknown_kind, foreign, swapped]
    fakes += [unmarked, marked]
    paths = [f"/stop/{fake}/" for fake in fakes]
    rsvp.delete()
    for send_ in (
        client.get,
        lambda address: press(client, address, "stop"),
        lambda address: press(client, address, "resume", FOREIGN),
        lambda address: client.post(address, ONE_CLICK),
    ):
        answers = [answer(send_(address)) for address in [*paths, path]]
        assert answers == [answers[-1]] * len(answers)
        assert answers[0][0] == 404
    assert stopped() == []


def test_n2_a_link_of_before_a_restore_opens_nothing_of_who_has_the_number_now(client, path, rsvp, person):  # noqa: F811
    number = rsvp.pk
    rsvp.delete()
    Rsvp.objects.filter(pk=person("newcomer@tests.example").pk).update(id=number)
    assert Rsvp.objects.get().pk == number
    assert [client.get(path).status_code, client.post(path, ONE_CLICK).status_code] == [404, 404]
    assert stopped() == []


@pytest.mark.parametrize("fault", [LookupError, Rsvp.DoesNotExist])
def test_n2_erased_while_the_button_is_pressed_is_answered_like_erased(client, path, monkeypatch, fault):
    def gone(subject_id, now):
        raise fault(subject_id)

    monkeypatch.setitem(vars(EVENTS), "stop", gone)
    assert press(client, path, "stop").status_code == client.post(path, ONE_CLICK).status_code == 404


def test_no_token_reaches_a_log(client, path, rsvp, caplog):
    caplog.set_level("DEBUG")
    token = path.split("/")[-2]
    answers = [press(client, path, "other"), press(client, path, "stop", FOREIGN), client.put(path)]
    rsvp.delete()
    answers += [client.get(path), client.get(f"{path.rstrip('/')}”/")]
    assert [answer.status_code for answer in answers] == [404, 403, 405, 404, 404]
    assert "Not Found: outreach:stop" in caplog.text
    assert token not in caplog.text


def test_a_token_says_nothing_about_the_person_and_differs_for_each(person):  # noqa: F811
    tokens = {
        unsubscribe.token_of(Message(kind="events.reminder", subject_id=person(f"{n}@tests.example").pk))
        for n in range(3)
    }
    assert len(tokens) == 3


def test_one_persons_link_stops_nobody_else(client, path, person, now):  # noqa: F811
    other = person("other@tests.example")
    client.post(path, ONE_CLICK)
    assert send(other, now) == State.SENT
