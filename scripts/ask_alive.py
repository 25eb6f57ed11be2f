"""Ask whether worker or clock lives, from inside its own container: exit 0 while its sign of life is fresh.

Usage: python -m scripts.ask_alive worker|clock

It starts no Django, since it is asked often. What writes the sign: ilp_portal/signs.py.
"""

import os
import sys
import time
from pathlib import Path

OLDEST = 60.0  # seconds; the clock gives a sign every ten, the worker every two
VAR = Path(__file__).resolve().parent.parent / "var"


def main(name: str) -> int:
    try:
        age = time.time() - (Path(os.environ.get("VAR_DIR", VAR)) / f"{name}.alive").stat().st_mtime
    except OSError:
        return 1
    return int(age > OLDEST)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
