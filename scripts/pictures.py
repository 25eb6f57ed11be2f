"""The pictures of the README, from a throw-away portal with the demo in it: docs/img.

Usage: python -m scripts.pictures

Tests never write there; only this does, when somebody asks for new pictures.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ilp_portal.supervisor import die_with_parent
from scripts.chromium import DESK, FLAGS, PHONE
from scripts.run_tests import chromium
from scripts.services import Missing, free_port

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "img"
PATIENCE = 300.0  # seconds a portal may take to get ready with an empty folder


def main() -> int:
    try:
        program = chromium()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    PLACE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ilp-pictures-") as folder:
        portal, address = serve(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
                take(browser, address, json.loads((Path(folder) / "demo-passwords.json").read_text()))
                browser.close()
        finally:
            portal.terminate()
            portal.wait(timeout=20)
    return 0


def serve(folder: Path) -> tuple[subprocess.Popen, str]:
    """A portal of its own and its address, as soon as it is ready."""
    port, parent = free_port(), os.getpid()
    variables = {"PATH": os.environ["PATH"], "DEBUG": "1", "VAR_DIR": str(folder), "PORT": str(port)}
    log = folder / "serve.log"
    with log.open("wb") as sink:
        portal = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=variables,
            stdout=sink,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 no thread is running yet
        )
    deadline = time.monotonic() + PATIENCE
    while "The portal is ready" not in log.read_text():
        if portal.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(log.read_text())
        time.sleep(0.2)
    return portal, f"http://127.0.0.1:{port}"


def take(browser: Browser, address: str, passwords: dict[str, str]) -> None:
    """Three pictures: the front page at a desk, the same in Spanish on a phone, the week on a phone."""
    desk = browser.new_page(base_url=address, viewport=DESK, locale="en-US", color_scheme="light")
    desk.goto("/")
    shoot(desk, "home")
    phone = browser.new_page(base_url=address, viewport=PHONE, locale="es-US", color_scheme="light")
    phone.goto("/es/")
    shoot(phone, "home-es-phone")
    week = browser.new_page(base_url=address, viewport=PHONE, locale="en-US", color_scheme="light")
    sign_in(week, "coordinator@demo.example", passwords["coordinator@demo.example"])
    log_hours(week)
    shoot(week, "week-phone")


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/account/login/")
    page.locator("details:has(input[name=password]) summary").click()
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", password)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def log_hours(page: Page) -> None:
    """A few lines of the demo coordinator's week, typed as a person would."""
    for number, minutes in enumerate((90, 120, 60)):
        page.goto("/hours/")
        if not page.locator("select[name=day]").is_visible():
            page.locator("#add summary").click()
        days = page.locator("select[name=day] option").all()
        page.select_option("select[name=day]", days[number % len(days)].get_attribute("value"))
        page.check(f"input[name=quick][value='{minutes}']")
        page.locator("form:has(select[name=day]) button[type=submit]").click()
        page.wait_for_load_state()
    page.goto("/hours/")


def shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=PLACE / f"{name}.png")
    print(f"docs/img/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
