"""Mail by a provider's API: anymail's real backends against a server on loopback, through the engine."""

import logging
from urllib.parse import unquote_plus

import pytest

from ilp_portal import env
from outreach import engine, outbox
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import DeliveryAttempt, Engine, Message, Suppression
from outreach.replies import Reply, Verdict

from .http_provider import Answer, provider  # noqa: F401, a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:django-anymail has dropped")]
State = Message.State
READER = "reader@tests.example"
URLS = {
    "sendgrid": "anymail+sendgrid://SG.a-key",
    "mailgun": "anymail+mailgun://a%2Dkey@ilp.tests.example",
    "postmark": "anymail+postmark://a-key",
    "brevo": "anymail+brevo://a-key",
}
TAKEN = {
    "sendgrid": Answer(202),
    "mailgun": Answer(200, {"id": "<provider-id@tests.example>", "message": "Queued. Thank you."}),
    "postmark": Answer(200, {"ErrorCode": 0, "Message": "OK", "MessageID": "provider-id", "To": READER}),
    "brevo": Answer(201, {"messageId": "<provider-id@tests.example>"}),
}


@pytest.fixture
def use(settings, provider, monkeypatch):  # noqa: F811
    """use("postmark") points the project's mail at that provider, played by the loopback server."""

    def point(name: str) -> None:
        monkeypatch.setenv("EMAIL_URL", URLS[name])
        config = env.email("EMAIL_URL", debug=False, mailbox=None)
        settings.EMAIL_BACKEND = config["EMAIL_BACKEND"]
        settings.ANYMAIL = config["ANYMAIL"] | {f"{name.upper()}_API_URL": provider.url}
        provider.usual = TAKEN[name]

    return point


@pytest.fixture
def planned(frozen, kind, message):
    outbox.plan([message()])
    return Message.objects.get


@pytest.mark.parametrize("name", URLS)
def test_mail_reaches_the_provider_and_its_own_id_is_not_kept(planned, use, provider, name, caplog):  # noqa: F811
    use(name)
    with caplog.at_level(logging.DEBUG, logger="outreach"):
        assert run_once() == 1
    (asked,) = provider.asked
    body = unquote_plus(asked.body)
    assert (READER in body, f"<d.{planned().pk}." in body) == (True, True)  # our own Message-ID
    done = planned()
    assert (done.state, done.reason) == (State.SENT, f"dot {TAKEN[name].status}")
    kept = str([list(table.objects.values()) for table in (Message, DeliveryAttempt)]) + caplog.text
    assert ("provider-id" in kept, READER in kept, "a-key" in kept) == (False, False, False)


def test_opens_and_clicks_are_not_tracked(planned, use, provider, message):  # noqa: F811
    use("sendgrid")
    run_once()
    assert provider.asked[0].json["tracking_settings"] == {
        "click_tracking": {"enable": False},
        "open_tracking": {"enable": False},
    }
    use("postmark")
    outbox.plan([message(2)])
    run_once()
    assert [provider.asked[1].json[name] for name in ("TrackOpens", "TrackLinks")] == [False, "None"]
    use("mailgun")
    outbox.plan([message(3)])
    run_once()
    assert [provider.asked[2].form[name] for name in ("o:tracking-opens", "o:tracking-clicks")] == ["no", "no"]


@pytest.mark.parametrize(
    ("name", "status", "answer"),
    [
        ("sendgrid", 400, {"errors": [{"message": "no valid address", "field": "personalizations.0.to.0.email"}]}),
        ("mailgun", 400, {"message": "'to' parameter is not a valid address. please check documentation"}),
        ("mailgun", 400, {"message": "to parameter is not a valid address. please check documentation"}),
        ("brevo", 400, {"code": "invalid_parameter", "message": "email is not valid in to"}),
        ("postmark", 422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{READER}'."}),
        (
            "postmark",
            422,
            {
                "ErrorCode": 406,
                "Message": f"Found inactive addresses: {READER}. Inactive recipients are ones that have bounced.",
            },
        ),
    ],
)  # fmt: skip
def test_refused_reader_is_dead_and_the_next_one_is_served(frozen, kind, message, use, provider, name, status, answer):  # noqa: F811
    use(name)
    kind(facts=lambda row: Letter(READER, "en", "tests_note", {"what": str(row.subject_id)}))
    provider.answer(status, answer)
    outbox.plan([message(1), message(2)])
    run_once()
    assert list(Message.objects.values_list("state", flat=True)) == [State.DEAD, State.SENT]
    assert Message.objects.first().reason == f"rcpt {status}"
    assert not Engine.is_paused()
    assert not Suppression.objects.exists()  # a provider's list may be wrong; its report of a bounce decides


@pytest.mark.parametrize(
    ("name", "status", "answer", "reason"),
    [
        ("sendgrid", 401, {"errors": [{"message": "Permission denied, wrong credentials"}]}, "login 401"),
        (
            "sendgrid",
            403,
            {"errors": [{"message": "from address is no verified sender", "field": "from"}]},
            "login 403",
        ),
        ("sendgrid", 400, {"errors": [{"message": "The from email is not valid", "field": "from.email"}]}, "mail 400"),
        ("mailgun", 404, {"message": "Domain not found: ilp.tests.example"}, "mail 404"),
        ("postmark", 422, {"ErrorCode": 300, "Message": "Invalid 'From' address: 'x'."}, "mail 422"),
        ("brevo", 402, {"code": "not_enough_credits", "message": "no credits"}, "mail 402"),
    ],
)
def test_our_own_fault_pauses_mail_and_harms_no_reader(planned, message, use, provider, name, status, answer, reason):  # noqa: F811
    use(name)
    outbox.plan([message(2)])
    provider.answer(status, answer)
    assert run_once() == 1
    assert Engine.objects.get(channel="email").reason == reason
    assert not Engine.is_paused("sms")
    assert set(Message.objects.values_list("state", flat=True)) == {State.QUEUED}
    assert (run_once(), len(provider.asked)) == (0, 1)


@pytest.mark.parametrize(
    "said", ["'to' parameter is not a valid address: {}", "{} is no address: email is not valid in to"]
)
@pytest.mark.parametrize("typed", ["sender@tests.example", "reader@sender.example"])
def test_address_with_our_words_is_refused_alone(frozen, kind, message, use, provider, said, typed):  # noqa: F811
    use("mailgun")
    kind(facts=lambda row: Letter(typed, "en", "tests_note", {"what": "x"}))
    provider.answer(400, {"message": said.format(typed)})
    outbox.plan([message()])
    run_once()
    assert (Message.objects.get().state, Engine.is_paused()) == (State.DEAD, False)


def test_refusal_of_one_text_stops_nobody_else(planned, use, provider, frozen, message):  # noqa: F811
    use("sendgrid")
    provider.answer(413)
    run_once()
    outbox.plan([message(2)])
    run_once()
    provider.answer(413)
    frozen.shift(40)
    run_once()
    assert list(Message.objects.values_list("state", flat=True)) == [State.FAILED, State.SENT]
    assert not Engine.is_paused()


def test_too_many_requests_wait_and_ask_no_more_in_this_run(planned, message, use, provider, frozen):  # noqa: F811
    use("postmark")
    outbox.plan([message(2)])
    provider.answer(429)
    assert run_once() == 1
    assert list(Message.objects.values_list("state", "uncertain", "reason")) == [
        (State.QUEUED, 0, "connect 429"),
        (State.QUEUED, 0, ""),
    ]
    frozen.shift(40)
    run_once()
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


def test_refused_connection_is_no_copy_and_opens_the_breaker(planned, use, provider, frozen):  # noqa: F811
    use("brevo")
    provider.stop()
    for _ in range(engine.CONNECT_FAILURES):
        assert run_once() == 1
        frozen.shift(721)  # the longest pause with its jitter, and a second
        Message.objects.update(not_after=planned().next_at.replace(year=2027))
    assert (planned().state, planned().uncertain, planned().reason) == (State.QUEUED, 0, "connect no answer")
    assert engine.breakers["email"].is_open()
    assert run_once() == 0


@pytest.mark.parametrize("fault", ["drop", "500", "stall"])
def test_answer_lost_after_the_request_is_unknown_and_counted(planned, kind, use, provider, frozen, settings, fault):  # noqa: F811
    use("mailgun")
    kind(max_uncertain=1)
    settings.OUTBOX = {**settings.OUTBOX, "LEASE_SECONDS": 1}
    for _ in range(2):
        {"drop": provider.drop, "500": lambda: provider.answer(500), "stall": lambda: provider.stall(5)}[fault]()
        run_once()
        frozen.shift(40)
    assert (planned().state, planned().uncertain) == (State.UNCONFIRMED, 1)
    assert len(provider.asked) == 2
    assert list(DeliveryAttempt.objects.values_list("outcome", flat=True)) == [
        "outcome unknown",
        "outcome unknown, no further try",
    ]


def test_success_that_nobody_can_read_is_unknown(planned, use, provider):  # noqa: F811
    use("mailgun")
    provider.answer(200, {"message": "Mailgun Magnificent API"})
    run_once()
    assert (planned().state, planned().uncertain) == (State.QUEUED, 1)


def test_message_that_a_provider_cannot_carry_fails_alone(planned, kind, use, provider):  # noqa: F811
    use("brevo")
    kind(facts=lambda row: Letter(READER, "en", "tests_note", {"what": "x"}, headers={"X-Note": "año"}))
    run_once()
    assert (planned().state, provider.asked) == (State.FAILED, [])


def test_verdict_of_a_channel_stands():
    assert str(Reply("rcpt", 406, verdict=Verdict.DEAD)) == "rcpt 406"
