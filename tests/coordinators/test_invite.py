"""By invitation only: the command that makes the first administrator, and the admin page that does the same."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from coordinators import actions, roles
from coordinators.models import User
from outreach.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def invite(*words) -> None:
    call_command("invite", *words)


@pytest.mark.parametrize("role", roles.NAMES)
def test_invite_makes_an_account_that_signs_in_by_code(role):
    invite("New.Person@Tests.Example", "--role", role, "--name", "Person", "--language", "es")
    user = User.objects.get(email="new.person@tests.example")
    assert (roles.of(user), user.name, user.language, user.has_usable_password()) == (role, "Person", "es", False)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (user.email, True, True)


def test_invite_plans_one_invitation():
    invite("new@tests.example", "--role", "administrator")
    user = User.objects.get()
    assert list(Message.objects.values_list("kind", "subject_type", "subject_id")) == [
        ("account.invitation", "coordinators.user", user.pk)
    ]


def test_invite_again_changes_the_role_and_keeps_the_rest():
    user = UserFactory(email="old@tests.example", name="Person", language="es", role="coordinator", is_active=False)
    invite("OLD@tests.example", "--role", "staff")
    user.refresh_from_db()
    assert (roles.of(user), user.name, user.language, user.is_active) == ("staff", "Person", "es", True)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no-address", "--role", "staff"], "no email address"),
        (["nobody@", "--role", "staff"], "no email address"),
        ([f"{'x' * 64}@{'y.' * 120}example", "--role", "staff"], "no email address"),
        (["a@tests.example", "--role", "emperor"], "Choose one of: coordinator, staff, administrator"),
        (["a@tests.example", "--role", "staff", "--language", "fr"], "Choose en or es"),
        (["a@tests.example", "--role", "staff", "--name", "x" * 81], "80 at most"),
        (["a@tests.example", "--role", "staff", "--name", "\udcff"], "cannot be stored"),
    ],
)
def test_invite_says_what_is_wrong_and_makes_nothing(words, says):
    with pytest.raises(CommandError, match=says):
        invite(*words)
    assert (User.objects.count(), Message.objects.count()) == (0, 0)


def test_confirming_an_address_takes_the_former_one_off():
    user = UserFactory(email="first@tests.example")
    actions.confirm_address(user=user)
    user.email = "second@tests.example"
    user.save()
    actions.confirm_address(user=user)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("second@tests.example", True, True)
    ]
