"""Write the lock files anew from pyproject.toml: newest versions it allows, with hashes, no index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]


def main(*more: str) -> int:
    """`more` goes to uv, for example --upgrade or --upgrade-package django."""
    locks = {
        "requirements.txt": (["pyproject.toml"], ""),
        "requirements-dev.txt": (["pyproject.toml", "--extra", "dev", "--constraint", "requirements.txt"], ""),
        "requirements-sms.txt": (["pyproject.toml", "--extra", "sms", "--constraint", "requirements-dev.txt"], ""),
        "requirements-uv.txt": (["-"], "uv\n"),
    }
    for lock, (source, given) in locks.items():
        command = [str(UV), "pip", "compile", "--quiet", "--system-certs", *OPTIONS, *more, *source, "-o", lock]
        if subprocess.run(command, check=False, cwd=ROOT, input=given, text=True, stdout=subprocess.DEVNULL).returncode:
            print(f"{lock} could not be made; the text above says why.", file=sys.stderr)
            return 1
        print(f"{lock} is current.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
