"""manage.py restore: bring a backup back; the engine stays paused until staff resume it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ilp_portal.backup import restoring
from ilp_portal.backup.contents import BackupFault
from ilp_portal.backup.restoring import Plan, Report

NEXT = """
The engine is paused and has sent nothing. What to do next:
1. Start the portal and look at the record, the accounts and the events.
2. Read /desk/messages/: what is unconfirmed with the reason "restored" may have been sent after the backup was made,
   or not. Send again what people still need.
3. Then let it send what is due later: manage.py resume_outbox
4. Make a new backup: manage.py backup"""


class Command(BaseCommand):
    help = "Bring a backup back. Erased sign-ups stay erased, nothing is sent again, the engine stays paused."

    def add_arguments(self, parser) -> None:
        parser.add_argument("backup", type=Path, help="the folder of one backup, or a folder of backups (the newest)")
        parser.add_argument("--keys", type=Path, help="keys file (default: the one of the same time, if it lives)")
        parser.add_argument("--replace", action="store_true", help="replace what is in the database now")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, backup: Path, keys: Path | None, replace: bool, yes: bool, **options) -> None:
        try:
            plan = restoring.prepare(backup, keys)
            self._say(plan)
            if plan.replaces and not replace:
                raise CommandError(f"The database has {len(plan.replaces)} tables. To replace all of them: --replace")
            if not (yes or self._agreed()):
                raise CommandError("Nothing was changed.")
            report = restoring.restore(plan, now=timezone.now())
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self._report(report)

    def _say(self, plan: Plan) -> None:
        self.stdout.write(f"Backup of {plan.manifest.made_at}, {plan.manifest.database}, {plan.manifest.rows} rows")
        if plan.keys_file:
            self.stdout.write(f"Keys of {len(plan.keys)} events: {plan.keys_file}")
        else:
            self.stdout.write("No keys file: nobody will be able to read the sign-ups, nor will they be written to.")
        if not plan.same_secret:
            self.stdout.write("It was made under another SECRET_KEY: its keys and mailed links are of no use here.")

    def _agreed(self) -> bool:
        self.stdout.write("Stop web, worker, clock and loop first. Everything in the database is replaced.")
        try:
            return input("Type yes to go on: ").strip().lower() == "yes"
        except EOFError:
            return False

    def _report(self, report: Report) -> None:
        for table, count in restoring.rows().items():
            self.stdout.write(f"{table:45} {count:8}")
        self.stdout.write(f"Keys brought back: {report.keys}. Erased, because their time is over: {report.erased}.")
        self.stdout.write(f"Messages held as unconfirmed: {report.held}. Due later: {report.waiting}.")
        self.stdout.write(NEXT)
