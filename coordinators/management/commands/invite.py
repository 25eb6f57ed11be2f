"""manage.py invite ADDRESS --role administrator|staff|coordinator: the only way in, and the first administrator's."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from coordinators import actions, roles
from coordinators.models import User


class Command(BaseCommand):
    help = "Make or update the account of an address, give it a role and send an invitation."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--role", required=True, help=", ".join(roles.NAMES))
        parser.add_argument("--name", default="", help="display name; a pseudonym is fine")
        parser.add_argument("--language", default="", help=", ".join(code for code, _ in settings.LANGUAGES))

    def handle(self, *, address, role, name, language, **options):
        checked(address=address, role=role, name=name, language=language)
        user = actions.invite(address=address, role=role, name=name, language=language, now=timezone.now())
        self.stdout.write(self.style.SUCCESS(f"Account {user.pk} has the role {role}. An invitation is on its way."))


def checked(*, address: str, role: str, name: str, language: str) -> None:
    """Raises CommandError with what is wrong and what would be right."""
    try:
        validate_email(address.strip())
        User._meta.get_field("email").run_validators(address.strip())
    except ValidationError as error:
        raise CommandError(f"{address!r} is no email address: {' '.join(error.messages)}") from error
    if role not in roles.NAMES:
        raise CommandError(f"{role!r} is no role. Choose one of: {', '.join(roles.NAMES)}.")
    if len(name) > (longest := User._meta.get_field("name").max_length) or not name.isprintable():
        raise CommandError(f"That name cannot be stored. Use plain characters, {longest} at most.")
    if language and language not in dict(settings.LANGUAGES):
        raise CommandError(f"{language!r} is no language of the portal. Choose en or es.")
