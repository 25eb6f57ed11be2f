"""Make .venv and install one lock file into it. Does nothing when the stamp of that lock is current.

Usage: python3 scripts/install.py requirements.txt

Needs only a Python of 3.11 or newer with venv. uv does the work where it can be installed, plain pip otherwise.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
OLDEST = (3, 11)
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
# uv brings its own certificates, hard links do not cross file systems, and compiled bytecode makes each start faster
UV_OPTIONS = ["--require-hashes", "--system-certs", "--link-mode=copy", "--compile-bytecode", "--quiet"]


def main(lock: Path) -> None:
    """Bring .venv to the state of `lock`; ends the program with a remedy where that cannot be done."""
    if sys.version_info < OLDEST:
        stop(f"Python {sys.version.split()[0]} is too old, 3.11 or newer is needed.", "make PYTHON=python3.11 ...")
    stamp = VENV / f".{lock.stem}.stamp"
    current = fingerprint(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == current:
        return
    began = time.monotonic()
    make_venv()
    print(f"Installing {lock.name} ...", flush=True)
    if not (with_uv(lock) or with_pip(lock)):
        stop(f"{lock.name} could not be installed, see above.", "Check the connection, then run the command again.")
    stamp.write_text(current)
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def fingerprint(lock: Path) -> str:
    """Changes with the lock and with the Python that .venv was made of."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def make_venv() -> None:
    home = VENV / "pyvenv.cfg"
    if PYTHON.exists() and home.exists() and runs(PYTHON, "--version"):
        return
    print("Making .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode:
        stop("This Python cannot make a virtual environment.", "On Debian: apt install python3-venv")


def with_uv(lock: Path) -> bool:
    """True when uv installed the lock; uv itself is locked with its hashes too."""
    if not runs(UV, "--version"):
        pinned = str(ROOT / "requirements-uv.txt")
        runs(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", pinned)
    command = (UV, "pip", "install", "--python", PYTHON, *UV_OPTIONS, "-r", lock)
    return UV.exists() and runs(*command, quiet=False)


def with_pip(lock: Path) -> bool:
    print("uv is not at hand, so pip installs; that takes a few minutes ...", flush=True)
    return runs(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock, quiet=False)


def runs(*command, quiet: bool = True) -> bool:
    """True when the command ends with 0; a missing program counts as failed."""
    stream = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run([*map(str, command)], check=False, stdout=stream, stderr=stream, env=os.environ | QUIET)
    except OSError:
        return False
    return done.returncode == 0


def stop(what: str, remedy: str) -> None:
    raise SystemExit(f"{what}\n{remedy}")


if __name__ == "__main__":
    main(ROOT / (sys.argv[1] if len(sys.argv) > 1 else "requirements.txt"))
