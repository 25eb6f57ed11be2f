from django.core.management.base import BaseCommand

from outreach import actions


class Command(BaseCommand):
    help = "Let a paused outbox send again, after its fault was mended."

    def handle(self, *args, **options):
        self.stdout.write("The outbox sends again." if actions.resume() else "The outbox was not paused.")
