"""Reports of mail providers, through the real views of django-anymail: N4 of the test matrix."""

import base64
import dataclasses
import datetime as dt
import hashlib
import hmac
import json
import logging

import pytest
from anymail.signals import AnymailTrackingEvent
from django.urls import reverse

from outreach import actions, bounces, letters, outbox, sealing
from outreach.engine import run_once
from outreach.models import DeliveryAttempt, Message, Suppression

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SECRET = "reports:a-password-of-the-tests"
KEY = "signing-key-of-the-tests"
READER = "reader@tests.example"
POSTMARK, MAILGUN = "/webhooks/mail/postmark/tracking/", "/webhooks/mail/mailgun/tracking/"


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.ANYMAIL_WEBHOOK_SECRET = SECRET
    settings.ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY = KEY


def basic(secret: str) -> dict:
    return {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def tell(client, path, body, secret=SECRET):
    body = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, body, content_type="application/json", headers=basic(secret) if secret else {})


def postmark(kind="HardBounce", details="smtp;550 5.1.1 no such mailbox", **fields) -> dict:
    record = "SpamComplaint" if kind == "SpamComplaint" else "Bounce"
    report = {"RecordType": record, "Type": kind, "Email": READER, "Details": details, "MessageID": "883953f4-6105"}
    return report | {"BouncedAt": "2026-11-18T17:00:00Z", "Description": "what happened"} | fields


def mailgun(message_id, *, event="failed", severity="permanent", said="5.1.1 user unknown", key=KEY) -> dict:
    stamp, token = "1795107600", "token-of-fifty-characters"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "severity": severity,
            "reason": "bounce",
            "recipient": READER,
            "timestamp": 1795107600.5,
            "message": {"headers": {"message-id": message_id.strip("<>"), "subject": "canary subject"}},
            "delivery-status": {"code": 550, "message": said, "description": "canary description"},
        },
    }


def stopped() -> list[tuple]:
    return [(bytes(row.contact_bi), row.topic, row.reason) for row in Suppression.objects.all()]


def against(reason, address=READER) -> list[tuple]:
    return [(sealing.contact_index(address), "", reason)]


@pytest.fixture
def sent(kind, message):
    """A message that the provider accepted."""
    outbox.plan([message()])
    run_once()
    found = Message.objects.get()
    assert found.state == "sent"
    return found


# --- N4: which reports end all mail -----------------------------------------------------------------------------------
def test_n4_an_address_that_does_not_exist_gets_no_more_mail(client, sent, message):
    assert tell(client, POSTMARK, postmark()).status_code == 200
    assert stopped() == against("bounced")


def test_n4_a_complaint_ends_all_mail(client):
    assert tell(client, POSTMARK, postmark("SpamComplaint", details="")).status_code == 200
    assert stopped() == against("complained")


@pytest.mark.parametrize(
    "report",
    [
        postmark(details="smtp;550 5.4.4 no route to host"),
        postmark(details="smtp;452 4.2.2 mailbox full"),
        postmark(details="smtp;550 5.1.8 sender's domain does not exist"),
        postmark(details="smtp;550 5.7.1 policy"),
        postmark(details="421 try again later"),
        postmark("SoftBounce", details="mailbox unavailable"),
        postmark("Transient", details="smtp;451 4.3.0 busy"),
        postmark("DnsError", details=""),
        postmark("SpamNotification", RecordType="Delivery"),
        postmark("AutoResponder", details="I am away"),
    ],
    ids=lambda report: f"{report['Type']} {report['Details']}",
)
def test_n4_what_passes_or_is_not_about_the_reader_stops_nothing(client, sent, report):
    assert tell(client, POSTMARK, report).status_code == 200
    assert stopped() == []
    assert [row.outcome for row in DeliveryAttempt.objects.all()] == ["sent"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"mta_response": "550-5.1.1 The email account does not exist"}, "bounced"),
        ({"mta_response": "host 192.5.1.1 said: 550 no such user"}, "bounced"),
        ({"mta_response": "550 5.1.10 null MX"}, "bounced"),
        ({"reject_reason": "invalid"}, "bounced"),
        ({"reject_reason": "blocked"}, ""),
        ({"reject_reason": "timed_out"}, ""),
        ({"reject_reason": None, "mta_response": "550 5.1.1"}, ""),
        ({"description": "Permanent: General"}, "bounced"),
        ({"description": "Transient: General"}, ""),
        ({"description": "Transient: General", "mta_response": "smtp; 550 4.4.7 expired"}, ""),
        ({"description": "The recipient's inbox was full"}, ""),
        ({"description": "5.1.1", "mta_response": "5.4.4"}, ""),
        ({"esp_event": {"event": "soft_bounce"}}, ""),
        ({"esp_event": {"event": "hard_bounce"}}, "bounced"),
        ({"esp_event": {"hard_bounce": False}}, ""),
        ({"esp_event": [1]}, "bounced"),
        ({"event_type": "deferred", "mta_response": "5.1.1"}, ""),
        ({"event_type": "rejected"}, ""),
        ({"event_type": "complained", "reject_reason": None}, "complained"),
    ],
)
def test_n4_rule_of_what_is_for_good(fields, reason):
    event = AnymailTrackingEvent(**{"event_type": "bounced", "reject_reason": "bounced", "esp_event": {}} | fields)
    assert bounces.reason_of(event) == reason


@pytest.mark.parametrize("address", ["READER@Tests.Example", "Reader <reader@tests.example>", " reader@tests.example "])
def test_the_address_is_found_however_it_is_written(client, address):
    tell(client, POSTMARK, postmark(Email=address))
    assert stopped() == against("bounced")


@pytest.mark.parametrize("address", ["", None, "<>"])
def test_a_report_about_nobody_stops_nobody(client, address):
    assert (tell(client, POSTMARK, postmark(Email=address)).status_code, stopped()) == (200, [])


# --- who speaks -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("secret", ["", "reports:another-password-here", "reports:", "a-password-of-the-tests"])
def test_a_wrong_secret_changes_nothing(client, secret):
    assert tell(client, POSTMARK, postmark(), secret).status_code == 400
    assert stopped() == []


def test_a_signed_report_is_taken(client, sent):
    assert tell(client, MAILGUN, mailgun(letters.message_id(sent.pk))).status_code == 200
    assert stopped() == against("bounced")


def test_a_wrong_signature_changes_nothing(client, sent):
    report = mailgun(letters.message_id(sent.pk), key="another key")
    assert tell(client, MAILGUN, report).status_code == 400
    assert (stopped(), DeliveryAttempt.objects.count()) == ([], 1)


def test_nothing_is_there_without_a_secret(client, settings):
    settings.ANYMAIL_WEBHOOK_SECRET = ""
    for path in (POSTMARK, MAILGUN):
        assert tell(client, path, postmark(), "").status_code == 404
        assert client.head(path).status_code == 404
    assert stopped() == []


@pytest.mark.parametrize("provider", ["nobody", "postmark-inbound", "mandrill", "resend", "a" * 300])
def test_a_provider_that_is_not_set_up_has_no_address(client, provider):
    path = reverse("mail_report", args=[provider])
    assert tell(client, path, "{}").status_code in ({400, 404} if provider in ("mandrill", "resend") else {404})


@pytest.mark.parametrize("path", [POSTMARK, MAILGUN])
@pytest.mark.parametrize("body", ["", "{", "[]", "[1]", "null", '"x"', b"\xff", '{"a": ' * 5000])
@pytest.mark.parametrize("secret", ["", SECRET])
def test_nonsense_is_refused_and_never_an_error(client, path, body, secret):
    assert tell(client, path, body, secret).status_code == 400
    assert stopped() == []


@pytest.mark.parametrize("signature", [1, {}, {"token": "é", "timestamp": "1", "signature": "x"}])
def test_a_signature_of_another_shape_is_refused(client, signature):
    assert tell(client, MAILGUN, {"signature": signature}).status_code == 400


def test_reading_the_address_does_nothing(client):
    assert client.get(POSTMARK, headers=basic(SECRET)).status_code == 405


# --- what is written down ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 3])
def test_the_report_stands_beside_the_tries_once(client, sent, now, times):
    before = Message.objects.values().get()
    for _ in range(times):
        tell(client, MAILGUN, mailgun(letters.message_id(sent.pk)))
    tries = list(DeliveryAttempt.objects.values_list("message", "number", "at", "phase", "code", "outcome"))
    assert tries == [(sent.pk, 1, now, "dot", 250, "sent"), (sent.pk, 1, now, "report", None, "bounced")]
    assert Message.objects.values().get() == before


def test_a_complaint_stands_there_too(client, sent):
    tell(client, MAILGUN, mailgun(letters.message_id(sent.pk), event="complained"))
    assert [row.outcome for row in sent.tries.all()] == ["sent", "complained"]


def test_a_provider_that_writes_its_own_message_id_gives_back_ours(client, sent):
    mine = {"message_id": letters.message_id(sent.pk)}
    tell(client, POSTMARK, postmark(Metadata=mine))
    assert [row.outcome for row in sent.tries.all()] == ["sent", "bounced"]


@pytest.mark.parametrize("change", [lambda mid: mid.replace("<d.", "<d.1"), lambda mid: "<d.1.00000000@tests.example>"])
def test_a_message_id_without_its_mark_finds_nothing(client, sent, change):
    tell(client, MAILGUN, mailgun(change(letters.message_id(sent.pk))))
    assert [row.outcome for row in DeliveryAttempt.objects.all()] == ["sent"]


def test_nothing_of_the_report_reaches_a_log(client, sent, caplog):
    caplog.set_level(logging.DEBUG)
    tell(client, MAILGUN, mailgun(letters.message_id(sent.pk)))
    tell(client, MAILGUN, mailgun(letters.message_id(sent.pk)) | {"event-data": {"recipient": READER}})
    tell(client, POSTMARK, postmark(), "wrong:password")
    assert any("not understood" in record.getMessage() for record in caplog.records)
    told = " ".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert [word for word in (READER, "canary", KEY, SECRET, "wrong:password") if word in told] == []


# --- how long it holds ------------------------------------------------------------------------------------------------
def test_a_bounce_outlives_the_readers_own_stop_and_start(client, now):
    index = sealing.contact_index(READER)
    actions.stop_writing(contact_bi=index, topic="", reason="asked", now=now)
    tell(client, POSTMARK, postmark())
    assert actions.write_again(contact_bi=index, topic="") is False
    assert stopped() == against("bounced")


def test_a_later_stop_of_the_reader_does_not_weaken_a_bounce(client, now):
    tell(client, POSTMARK, postmark())
    actions.stop_writing(contact_bi=sealing.contact_index(READER), topic="", reason="asked", now=now)
    assert stopped() == against("bounced")


def test_after_a_bounce_the_next_reminder_is_not_sent(client, kind, message):
    from events.topic import EVENTS

    topic = dataclasses.replace(EVENTS, mark=lambda subject_id: "mark")
    kind(facts=lambda row: letters.Letter(READER, "en", "tests_note", {"what": "x"}), topic=topic)
    tell(client, POSTMARK, postmark())
    outbox.plan([message()])
    run_once()
    assert Message.objects.values_list("state", "reason").get() == ("suppressed", "asked us to stop")


def test_one_report_asks_as_many_questions_whatever_there_is(client, sent, now, django_assert_max_num_queries):
    for number in range(20):
        index = sealing.contact_index(f"{number}@tests.example")
        actions.stop_writing(contact_bi=index, topic="", reason="bounced", now=now - dt.timedelta(days=number))
    with django_assert_max_num_queries(12):
        tell(client, MAILGUN, mailgun(letters.message_id(sent.pk)))
