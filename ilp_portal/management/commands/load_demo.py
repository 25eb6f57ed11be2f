"""manage.py load_demo: rows for trying the portal, only under DEBUG; --remove deletes them anywhere."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError
from django.utils import timezone

from ilp_portal import demo


class Command(BaseCommand):
    help = "Make the demo rows and print how to sign in (only under DEBUG), or delete every demo row with --remove."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete every demo row; works without DEBUG too")

    def handle(self, *args, remove: bool, **options) -> None:
        file = settings.VAR_DIR / "demo-passwords.json"
        if remove:
            self._remove()
            file.unlink(missing_ok=True)
            return
        if not settings.DEBUG:
            raise CommandError("Demo rows belong only into a copy for trying out. Set DEBUG=1 there, or use --remove.")
        passwords = demo.read_passwords(file)
        now = timezone.now()
        placed = demo.load(now=now, passwords=passwords)
        for address, password in passwords.items():
            self.stdout.write(f"Sign in as {address}   password {password}")
        self.stdout.write(f"As the demo partner, without an account: {settings.BASE_URL}{demo.partner_page(now)}")
        if not placed:
            self.stdout.write("No term holds today, so the demo coordinator has no campaign. Staff add the term.")

    def _remove(self) -> None:
        try:
            self.stdout.write(f"{demo.remove()} demo rows deleted.")
        except ProtectedError as error:
            held = ", ".join(sorted(f"{row._meta.verbose_name} {row.pk}" for row in error.protected_objects))
            raise CommandError(f"These rows still need a demo row; change them first: {held}.") from error
