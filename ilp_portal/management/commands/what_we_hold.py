"""manage.py what_we_hold ADDRESS: everything the portal holds about a mail address or a phone number."""

from django.core.management.base import BaseCommand
from django.utils import translation

from ilp_portal import holdings


class Command(BaseCommand):
    help = "Print everything the portal holds about a mail address or a phone number. Changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", help="a mail address, or a number like +12025550100")

    def handle(self, *args, address: str, **options) -> None:
        with translation.override("en"):
            found = list(holdings.lines(address))
        self.stdout.write("\n".join(found) if found else "Nothing.")
