"""Mail about accounts goes through the outbox; a known and an unknown address cannot be told apart."""

import pytest
from django.core import mail

from coordinators.mail import plan_invitation
from outreach.engine import run_once
from outreach.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State = Message.State


def test_sign_in_code_reaches_a_known_address_through_the_outbox(client, frozen):
    UserFactory(email="known@tests.example", language="es")
    response = client.post("/account/login/code/", {"email": "known@tests.example"})
    assert response.status_code == 302
    run_once()
    assert mail.outbox[0].subject
    print(mail.outbox[0].message())


def test_invite(frozen, now):
    user = UserFactory(email="known@tests.example", language="en")
    plan_invitation(user=user, now=now)
    run_once()
    print(mail.outbox[0].message())
