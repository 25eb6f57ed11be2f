"""Every address of the site, judged from outside; what it came to is written to docs/evidence/site.md.

Usage: python -m scripts.site [sample|main|visits]

About 400 addresses, each in both schemes at two widths: half an hour on two quiet cores. `sample` takes one to three
addresses of each kind of page instead, `main` the four main pages in both languages. `visits` takes only the first
visits to these four anew, which any other work on the machine spoils. Ends with 1 when a page has a fault; the figures
are written all the same.
"""

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

import django
from playwright.sync_api import sync_playwright

if __name__ == "__main__":
    os.environ |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "ilp_portal.settings", "VAR_DIR": tempfile.mkdtemp()}
    django.setup()

from scripts.chromium import FLAGS
from scripts.run_tests import chromium
from scripts.services import Missing
from scripts.site import addresses, arriving, evidence, judges, looking, portal

TIMES = 3
MAIN = ("home", "history", "campaigns:campaign_detail", "events:event_detail")


def main(which: str = "every") -> int:
    try:
        program = chromium()
        judges.install()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="ilp-site-") as folder, portal.served(Path(folder)) as base:
        pages = addresses.every(base) if which == "every" else addresses.sample(base)
        main_pages = [base + path_of(pages, name, language) for name in MAIN for language in addresses.LANGUAGES]
        kept = {"main": set(main_pages), "visits": set()}.get(which)
        chosen = [page for page in pages if kept is None or base + page.path in kept]
        found = evidence.Found(
            pages=chosen,
            scores=[judges.lighthouse(program, main_pages, evidence.CATEGORIES) for _ in range(TIMES)],
            html=judges.html_faults((page.path[:99], addresses.html_of(base, page)) for page in chosen),
            **arrivals(program, base, [url.removeprefix(base) for url in main_pages]),
            looks=looking.at_all(program, base, chosen),
        )
    evidence.renew_visits(found) if which == "visits" else evidence.write(found, which)
    print("\n".join(found.faults()) or f"{len(chosen)} addresses, no fault.")
    return bool(found.faults())


def path_of(pages: list[addresses.Address], name: str, language: str) -> str:
    found = [page.path for page in pages if (page.name, page.language) == (name, language) and "?" not in page.path]
    return next((path for path in found if "/demo-" in path), found[0])


def arrivals(program: str, base: str, paths: list[str]) -> dict:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        weights = {path: arriving.weight(browser, base, path) for path in paths}
        shifts = {path: median(arriving.shift(browser, base, path) for _ in range(TIMES)) for path in paths}
        browser.close()
    return {"weights": weights, "shifts": shifts}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
