"""Make the fonts and collect every static file the way production serves them: hashed names, compressed.

Usage: VAR_DIR=/where/it/goes python -m scripts.collect_static

Runs while an image is built, when no secret and no server is there yet; production settings are made up for it.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts import production


def main() -> int:
    environment = os.environ | production.environment(Path(os.environ.get("VAR_DIR", "var")))
    for command in (["build_fonts"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        code = subprocess.run([sys.executable, "manage.py", *command], check=False, env=environment).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
