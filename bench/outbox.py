"""The message engine beside its limits, on a PostgreSQL and a mail server of its own."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts import production
from scripts.services import HOST, Missing, free_port, listens, postgres, running, until

ROOT = Path(__file__).resolve().parent.parent


def main(*parts: str) -> int:
    """Start both servers and measure in a process of its own, as a worker would run: with production settings."""
    try:
        with tempfile.TemporaryDirectory(prefix="ilp-bench-") as name:
            return measure(Path(name), parts)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1


def measure(folder: Path, parts: tuple[str, ...]) -> int:
    os.chmod(folder, 0o711)  # the user postgres has to pass through
    port, log = free_port(), folder / "sink.log"
    sink = [sys.executable, "-m", "bench.sink", str(port)]
    with postgres(folder, durable=True) as database, running(sink, log, signal.SIGTERM, cwd=ROOT) as server:
        until(lambda: listens(port), server, log)
        variables = production.environment(
            folder / "var",
            DATABASE_URL=database,
            EMAIL_URL=f"smtp://{HOST}:{port}",
            DJANGO_SETTINGS_MODULE="ilp_portal.settings",
            LOG_LEVEL="ERROR",
            STATIC_MANIFEST="0",
            PATH=os.environ["PATH"],
        )
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], check=True, env=variables, cwd=ROOT)
        worker = [sys.executable, "-m", "bench.worker", *parts]
        return subprocess.run(worker, check=False, env=variables, cwd=ROOT).returncode
