"""The whole portal on this machine with one command."""

import os
import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from campaigns import weeks
from ilp_portal import demo, embedded
from ilp_portal.supervisor import Supervisor, die_with_parent

# Lines show when they are written; that the worker runs as root is nobody's concern on a machine for trying
ENVIRONMENT = {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}


class Command(BaseCommand):
    """Set up var/ and run web, worker, clock and loop until Ctrl-C. Only for trying the portal: needs DEBUG=1."""

    help = "Run the whole portal on this machine for trying it. Needs DEBUG=1; production uses docker-compose.yml."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(settings.PORT), help="on 127.0.0.1 (default: PORT, 8000)")
        parser.add_argument("--with-parent", action="store_true", help="stop when the program that started it ends")

    def handle(self, *, port, with_parent, **options):
        began = time.monotonic()
        if not settings.DEBUG:
            raise CommandError("serve is only for trying the portal. Set DEBUG=1; production: docs/operations.md.")
        if with_parent:
            die_with_parent(os.getppid(), signal.SIGTERM)
        supervisor = Supervisor(self.stdout, ENVIRONMENT)
        try:
            with embedded.lock(settings.VAR_DIR), supervisor.signals():
                embedded.need_port(port)
                embedded.set_up(supervisor.say, today=weeks.today(timezone.now()))
                supervisor.add("web", embedded.web_program(port))
                if supervisor.run(until=lambda: embedded.answers(port)):
                    for name, command in embedded.background_programs().items():
                        supervisor.add(name, command)
                    partner = demo.partner_page(timezone.now())
                    connection.close()
                    supervisor.say(welcome(port, time.monotonic() - began, partner))
                    supervisor.run()
        except embedded.NotPossible as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The portal has stopped.")


def welcome(port: int, seconds: float, partner: str = "") -> str:
    """What somebody who tries the portal needs to know; `partner` is the path of the demo partner's page."""
    address = f"http://{embedded.HOST}:{port}"
    lines = ["", f"The portal is ready ({seconds:.1f} s)", "", f"  English   {address}/", f"  Español   {address}/es/"]
    lines += [f"  Mailbox   {address}/mailbox/", ""]
    lines += [f"  Sign in as {who}   password {password}" for who, password in embedded.sign_ins().items()]
    lines += [f"  As the demo partner, without an account: {address}{partner}"] if partner else []
    return "\n".join([*lines, "", "Ctrl-C stops everything.", ""])
