"""manage.py purge_personal_data: erase what is past its time now, or show the register of personal data."""

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from ilp_portal import privacy


class Command(BaseCommand):
    help = "Erase personal data that is past its time. The clock does this every hour; here it is by hand."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--register", action="store_true", help="print the register as Markdown, erase nothing")

    def handle(self, *args, register: bool, **options) -> None:
        if register:
            with translation.override("en"):
                self.stdout.write(privacy.markdown(), ending="")
            return
        for name, count in privacy.purge(now=timezone.now()).items():
            self.stdout.write(f"{name}: {count}")
