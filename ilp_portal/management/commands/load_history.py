"""manage.py load_history: the sourced record of content/ into the tables."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ilp_portal.record.faults import BadRecord
from ilp_portal.record.loading import Report, load

WORDS = ("created", "updated", "unchanged", "kept", "deleted")


class Command(BaseCommand):
    help = "Load the sourced history. Safe to repeat: what staff edited since is reported and kept."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--content", type=Path, default=settings.BASE_DIR / "content", help="folder of the record")

    def handle(self, *args, content: Path, **options) -> None:
        try:
            report = load(content)
        except BadRecord as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"{len(error.faults)} fault(s) in {content.name}/. Nothing was changed.") from error
        self.write_report(report)

    def write_report(self, report: Report) -> None:
        self.stdout.write(" ".join([f"{'':14}", *(f"{word:>9}" for word in WORDS)]))
        for kind, counter in report.counts.items():
            self.stdout.write(" ".join([f"{kind:14}", *(f"{counter[word]:>9}" for word in WORDS)]))
        for text, names in (
            ("edited here, kept", report.kept),
            ("deleted here, stays deleted", report.deleted),
            ("no longer in the record, kept", report.vanished),
        ):
            for name in names:
                self.stdout.write(f"{text}: {name}")
