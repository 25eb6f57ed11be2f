"""Tables brought in at the desk: seconds and memory of looking at a file, taking it in and undoing it, on SQLite.

`python -m bench.tables partners 2000`. All rows are new and go in at once, whatever the limit is.
"""

import os
import resource
import sys
import tempfile
import time

ROWS = {
    "partners": {
        **{"slug": "bench-{n}", "name": "Bench {n}", "kind": "worker-center", "relationship": "ally"},
        **{"region": "dc-area", "description_en": "Words.", "description_es": "Palabras."},
    },
    "events": {
        **{"slug": "bench-{n}", "kind": "rally", "title_en": "Rally {n}", "title_es": "Marcha {n}"},
        **{"held_on": "2099-01-09", "start_time": "18:00", "place": "Street", "neighborhood": "Here"},
    },
}


def main(name: str, count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ilp-bench-") as folder:
        os.environ |= {"DEBUG": "1", "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "ilp_portal.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(name, count)


def measure(name: str, count: int) -> None:
    from django.utils import timezone

    from campaigns.spreadsheets import csv_lines
    from coordinators.models import User
    from ilp_portal.tables import applying, preview, register
    from partners import audit

    row, lines = ROWS[name], [[cell.format(n=n) for cell in ROWS[name].values()] for n in range(count)]
    content = b"".join(csv_lines([row, *lines]))
    register.AT_ONCE = register.DRAFTS_AT_ONCE = register.MOST_ROWS = register.MOST_DRAFTS = count
    staff, now = User.objects.create(email="staff@bench.example"), timezone.now()
    with audit.by(staff):
        sent = applying.keep(table=register.BY_NAME[name], content=content, by=staff, now=now)
        seen = timed("looked at", lambda: preview.context(sent, []))["seen"]
        timed("taken in", lambda: applying.take_in(row=sent, seen=seen, only_good=False, by=staff, now=now))
        timed("undone", lambda: applying.undo(row=sent, by=staff, now=now))


def timed(what: str, act):
    began, spent = time.perf_counter(), time.process_time()
    answer = act()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken, own = time.perf_counter() - began, time.process_time() - spent
    print(f"{what:<10} {taken:6.1f} s, own CPU {own:6.1f} s, memory {most:4.0f} MB at most", flush=True)
    return answer


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
