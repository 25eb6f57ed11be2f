"""manage.py backup: dump, manifest and keys into the folder of the backups."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ilp_portal.backup import folder, making
from ilp_portal.backup.contents import BackupFault


class Command(BaseCommand):
    help = "Back up the database while the portal runs. The keys of the events go into a file of their own."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, help="folder (default: BACKUP_DIR)")

    def handle(self, *args, to: Path, **options) -> None:
        try:
            done = making.make(to.absolute(), now=timezone.now())
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Backup: {done}")
        self.stdout.write(f"Keys:   {folder.keys_of(done)} (deleted after {folder.KEEP_KEYS.days} days)")
