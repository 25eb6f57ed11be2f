import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from outreach import engine, loop
from outreach.clock import db_now
from outreach.models import Engine, Message


class Command(BaseCommand):
    help = "Send what is due and nobody else sent: the safety net beside Celery. SIGTERM ends it between two messages."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send everything that is due now, then exit")

    def handle(self, *args, once: bool, **options):
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        if not once:
            loop.watch(stop)
            return
        handled = 0
        while not stop.is_set() and (more := engine.run_once(stop=stop.is_set)):
            handled += more
        self.stdout.write(f"{handled} messages taken up.")
        self._explain_the_rest()

    def _explain_the_rest(self) -> None:
        """Say of each channel in which something waits why it does."""
        due, said = Message.objects.claimable(db_now()), []
        for state in Engine.objects.all():
            waiting = due.filter(channel=state.channel).count()
            if waiting and state.paused:
                said.append(f"{state.channel} is paused: {state.reason}. Mend it, then: manage.py resume_outbox")
            elif waiting:
                said.append(f"{waiting} messages still wait: {state.channel} was not reached.")
        if said:
            raise CommandError("\n".join(said))
