from django.core.management.base import BaseCommand, CommandError

from outreach import conservation
from outreach.clock import db_now
from outreach.models import Engine, Message

LISTED = 20  # ids named in one line


class Command(BaseCommand):
    help = "Prove that no message was lost: planned = finals + pending. Exits with 1 when one is lost, late or stuck."

    def handle(self, *args, **options):
        account = conservation.take(db_now())
        for name in Message.State.values:
            self.stdout.write(f"{name:12} {account.by_state.get(name, 0):8}")
        self.stdout.write(f"planned {account.planned} = final {account.finals} + pending {account.pending}")
        for state in Engine.objects.filter(paused=True):
            self.stdout.write(f"{state.channel} is paused: {state.reason}")
        complaints = [
            f"{what}: {len(ids)}, ids {', '.join(map(str, ids[:LISTED]))}{' …' if len(ids) > LISTED else ''}"
            for what, ids in (
                ("overdue", account.overdue),
                ("stuck with a worker that is gone", account.stuck),
                ("sent without a record of it", account.unrecorded),
            )
            if ids
        ]
        if account.planned != account.finals + account.pending:
            complaints.insert(0, "the law is broken: planned is not final + pending")
        if complaints:
            raise CommandError("\n".join(complaints))
        self.stdout.write("The law holds: nothing lost, nothing late.")
