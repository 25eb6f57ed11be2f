"""What bench/outbox.py runs beside its servers: the figures of the outbox, each with its limit."""

import sys

import django


def main() -> int:
    from bench import claiming, planning, sending

    for part in (claiming, planning, sending):
        part.figures()
    return 0


if __name__ == "__main__":
    django.setup()
    sys.exit(main())
