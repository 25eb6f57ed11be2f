"""Mail about accounts goes through the outbox; a known and an unknown address cannot be told apart."""

import datetime as dt
import re
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordinators.actions import confirm_address
from coordinators.adapter import AccountAdapter
from coordinators.mail import CODES, NOTICES, SILENT, plan_invitation
from outreach.engine import run_once
from outreach.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State = Message.State
ASK = {"login_code": "account_request_login_code", "password_reset_code": "account_reset_password"}
CODE = re.compile(r"^ {4}([\w-]{6,11})$", re.MULTILINE)  # alone on its line


@pytest.fixture(params=ASK)
def ask(request, client):
    """Asks for a code for an address, as a visitor does."""
    return lambda address: client.post(reverse(ASK[request.param]), {"email": address})


@pytest.fixture
def reader(frozen):
    user = UserFactory(email="known@tests.example", language="es")
    confirm_address(user=user)
    return user


def test_code_reaches_its_account_in_the_language_of_the_profile(ask, reader):
    assert ask("known@tests.example").status_code == 302
    assert mail.outbox == []
    run_once()
    (sent,) = mail.outbox
    assert (sent.to, sent.message()["Content-Language"]) == (["known@tests.example"], "es")
    assert len(CODE.findall(sent.body)) == 1
    assert CODE.findall(sent.body)[0] in sent.alternatives[0].content


def test_code_of_the_mail_signs_in(client, reader):
    client.post(reverse("account_request_login_code"), {"email": "KNOWN@tests.example"})
    run_once()
    code = CODE.findall(mail.outbox[0].body)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["_auth_user_id"] == str(reader.pk)


@pytest.mark.parametrize("address", ["known@tests.example", "unknown@tests.example", "former@tests.example"])
def test_every_address_costs_one_row_that_looks_the_same(ask, reader, now, address):
    UserFactory(email="former@tests.example", is_active=False)
    ask(address)
    rows = Message.objects.values("kind", "subject_type", "subject_id", "priority", "revision", "not_after", "state")
    assert list(rows) == [
        {
            "kind": "account.mail",
            "subject_type": "-",
            "subject_id": 0,
            "priority": 0,
            "revision": 0,
            "not_after": now + dt.timedelta(minutes=10),
            "state": State.QUEUED,
        }
    ]


@pytest.mark.parametrize("address", ["unknown@tests.example", "former@tests.example"])
def test_nobody_is_written_to_who_has_no_active_account(ask, reader, address):
    UserFactory(email="former@tests.example", is_active=False)
    ask(address)
    run_once()
    assert mail.outbox == []
    assert Message.objects.values_list("state", "sealed").get() == (State.SUPPRESSED, None)


def _answer(ask, client, address) -> tuple:
    """All that a stranger sees: status, place, and the page after it, without token and address."""
    response = ask(address)
    page = client.get(response.url)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()).replace(address, "ADDRESS")
    return response.status_code, response.url, page.status_code, sorted(response.cookies), text


def test_known_and_unknown_address_get_the_same_answer(ask, client, reader):
    known = _answer(ask, client, "known@tests.example")
    client.logout()
    unknown = _answer(ask, client, "other@tests.example")
    assert known == unknown


def test_known_and_unknown_address_write_the_same_statements(ask, client, reader):
    def writes(address):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        return [
            re.split(r"[ (]", query["sql"])[:3] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))
        ]

    assert writes("known@tests.example") == writes("other@tests.example")


def test_account_closed_between_request_and_gate_gets_nothing(ask, reader):
    ask("known@tests.example")
    reader.is_active = False
    reader.save()
    run_once()
    assert mail.outbox == []


def test_code_is_not_sent_after_ten_minutes(ask, reader, frozen):
    ask("known@tests.example")
    assert Message.objects.get().sealed is not None
    frozen.shift(601)
    run_once()
    assert (mail.outbox, *Message.objects.values_list("state", "sealed").get()) == ([], State.EXPIRED, None)


def test_code_is_wiped_when_it_is_sent(ask, reader):
    ask("known@tests.example")
    run_once()
    assert Message.objects.values_list("state", "sealed").get() == (State.SENT, None)


def test_no_address_and_no_code_lies_in_the_outbox_or_the_log(ask, reader, caplog):
    ask("known@tests.example")
    run_once()
    code = CODE.findall(mail.outbox[0].body)[0]
    row = str(Message.objects.values().get())
    assert not any(word in row + caplog.text for word in ("known@", code))


def test_new_address_is_confirmed_by_a_code_sent_to_it(reader):
    AccountAdapter().send_mail(
        "account/email/email_confirmation", "new@tests.example", {"user": reader, "code": "ABCD-EFGH"}
    )
    run_once()
    assert mail.outbox[0].to == ["new@tests.example"]
    assert CODE.findall(mail.outbox[0].body) == ["ABCD-EFGH"]


@pytest.mark.parametrize("notice", NOTICES)
def test_notice_tells_the_owner_without_ip_and_browser(notice, language, frozen, now):
    owner = UserFactory(email="owner@tests.example", language=language)
    secret = {"ip": "192.0.2.7", "user_agent": "Browser of the thief"}
    changed = {
        "from_email": "old@tests.example",
        "to_email": "new@tests.example",
        "deleted_email": "gone@tests.example",
    }
    AccountAdapter().send_mail(f"any/email/{notice}", "owner@tests.example", {"user": owner} | secret | changed)
    assert Message.objects.get().not_after == now + dt.timedelta(days=1)
    run_once()
    (sent,) = mail.outbox
    assert sent.message()["Content-Language"] == language
    assert not any(value in sent.body + sent.alternatives[0].content for value in secret.values())
    assert "%(" not in sent.body


def test_changed_password_is_told_to_the_owner(client, reader):
    reader.set_password("correct horse battery staple")
    reader.save()
    client.post(reverse("account_login"), {"login": reader.email, "password": "correct horse battery staple"})
    new = "another long pass phrase"
    form = {"oldpassword": "correct horse battery staple", "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    run_once()
    assert [sent.to for sent in mail.outbox] == [["known@tests.example"]]


def test_every_mail_that_allauth_can_send_has_a_rule():
    folders = Path(allauth.__file__).parent.glob("templates/*/email")
    found = {path.name.removesuffix("_message.txt") for folder in folders for path in folder.glob("*_message.txt")}
    not_ours = {"base", "password_reset_key", "account_connected", "account_disconnected"}  # links, social sign-in
    assert found - not_ours <= SILENT | CODES.keys() | NOTICES.keys()


def test_mail_nobody_wrote_fails_visibly(reader):
    AccountAdapter().send_mail("account/email/something_new", reader.email, {"user": reader})
    run_once()
    assert Message.objects.values_list("state", "reason").get() == (State.FAILED, "our fault: KeyError")


def test_invitation_leads_to_the_sign_in_page(frozen, now, language):
    invited = UserFactory(email="invited@tests.example", language=language)
    assert plan_invitation(user=invited, now=now) is True
    assert plan_invitation(user=invited, now=now) is False
    run_once()
    (sent,) = mail.outbox
    path = {"en": "/account/login/", "es": "/es/cuenta/login/"}[language]
    assert (sent.to, sent.message()["Content-Language"]) == (["invited@tests.example"], language)
    assert f"http://127.0.0.1:8000{path}" in sent.body
    assert f'href="http://127.0.0.1:8000{path}"' in sent.alternatives[0].content


def test_invitation_may_be_repeated_later(frozen, now):
    invited = UserFactory()
    plan_invitation(user=invited, now=now)
    assert plan_invitation(user=invited, now=now + dt.timedelta(minutes=1)) is True


@pytest.mark.parametrize(
    ("change", "state"),
    [({"is_active": False}, State.SUPPRESSED), ({"last_login": dt.datetime.now(dt.UTC)}, State.SUPERSEDED)],
)
def test_invitation_is_not_sent_to_who_needs_none(frozen, now, change, state):
    invited = UserFactory()
    plan_invitation(user=invited, now=now)
    type(invited).objects.update(**change)
    run_once()
    assert (mail.outbox, Message.objects.get().state) == ([], state)
