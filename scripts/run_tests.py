"""The three parts of the tests: `fast` needs nothing, `services` PostgreSQL and Redis, `browser` Chromium.

Usage: python -m scripts.run_tests fast|services|browser [arguments for pytest]
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.services import Missing, database_and_redis

WORKERS = ["-n", "2", "--dist", "loadgroup"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A test run answers to nothing that happens to be set on this machine
FOREIGN = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DEFAULT_FROM_EMAIL")


def main(part: str, *more: str) -> int:
    """Run one part; returns pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="ilp-tests-") as folder:
        left_out = Path(folder) / "left-out.json"
        kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in FOREIGN}
        environment = kept | {"DEBUG": "1", "VAR_DIR": folder, "LEFT_OUT_FILE": str(left_out)}
        try:
            code = {"fast": fast, "services": services, "browser": browser}[part](environment, more)
        except Missing as missing:
            print(missing, file=sys.stderr)
            return 1
        if part == "fast" and left_out.exists():
            print(what_was_left_out(json.loads(left_out.read_text(encoding="utf-8"))))
        return code


def fast(environment: dict[str, str], more: tuple[str, ...]) -> int:
    return pytest(environment, *WORKERS, "-m", "not services and not browser", *more)


def services(environment: dict[str, str], more: tuple[str, ...]) -> int:
    """The service tests one by one, since they share a broker; then all others that use the database on PostgreSQL."""
    with database_and_redis() as addresses:
        print("Tests of the services, on PostgreSQL and Redis:", flush=True)
        code = pytest(environment | addresses, "-m", "services", *more)
        if code:
            return code
        print("All other tests that use the database, on PostgreSQL:", flush=True)
        database = {"DATABASE_URL": addresses["DATABASE_URL"], "DATABASE_TESTS_ONLY": "1"}
        return pytest(environment | database, *WORKERS, "-m", "not services and not browser", *more)


def browser(environment: dict[str, str], more: tuple[str, ...]) -> int:
    return pytest(environment | {"CHROMIUM": chromium()}, "-m", "browser", *more)


def chromium() -> str:
    """The browser to drive: CHROMIUM, or the first one that is installed."""
    wanted = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else BROWSERS
    found = next(filter(None, map(shutil.which, wanted)), None)
    if found is None:
        raise Missing("Chromium is not installed. On Debian: apt install chromium; or set CHROMIUM to its path.")
    return found


def pytest(environment: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-p", "scripts.pytest_rules", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, check=False, env=environment).returncode


def what_was_left_out(counts: dict[str, int]) -> str:
    services, browser = counts.get("services", 0), counts.get("browser", 0)
    return f"Left out: {services} service tests (make test-services), {browser} browser tests (make test-browser)."


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
