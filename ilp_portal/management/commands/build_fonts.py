from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ilp_portal.fonts import build_fonts


class Command(BaseCommand):
    """Cut the web fonts out of the installed packages into var/static/fonts. Does nothing when they are current."""

    help = "Cut the web fonts out of the installed packages. Does nothing when they are current."
    requires_system_checks = []

    def handle(self, *args, **options):
        folder = Path(settings.VAR_DIR) / "static" / "fonts"
        written = build_fonts(folder)
        for file in written:
            self.stdout.write(f"{file.name}: {file.stat().st_size:,} bytes")
        if not written:
            self.stdout.write("The fonts are current.")
