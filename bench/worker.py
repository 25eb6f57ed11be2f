"""What bench/outbox.py runs beside its servers: the figures of the outbox, each with its limit."""

import sys

import django


def main(*wanted: str) -> int:
    from bench import claiming, planning, sending

    parts = {"claiming": claiming, "planning": planning, "sending": sending}
    for name in wanted or parts:
        parts[name].figures()
    return 0


if __name__ == "__main__":
    django.setup()
    sys.exit(main(*sys.argv[1:]))
