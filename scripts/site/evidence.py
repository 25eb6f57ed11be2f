"""What a look at every address came to, as a page of docs/evidence."""

import datetime as dt
import json
import os
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from scripts.site.addresses import LANGUAGES, Address
from scripts.site.arriving import MOST_BYTES, MOST_REQUESTS, MOST_SHIFT
from scripts.site.judges import CATEGORIES as FULL_MARKS

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docs" / "evidence" / "site.md"
CATEGORIES = ("performance", *FULL_MARKS)
GOAL = 98  # performance, median of three

HEAD = """\
# The public pages, judged from outside

Taken on {day} with `{command}` on {cores} cores, load {load:.1f} at the end. A throw-away portal as production runs it
(https, hashed and compressed files, the page cache) with the whole record and the rows of the demo; Chromium for axe,
Lighthouse {lighthouse} and the Nu checker of HTML {checker}. The gate of every change is `make test-site`, one
of the four readings (English at a light desk, Spanish on a dark phone) on one to three addresses of each kind of page;
`make site` reads every address at all four.

| what | found |
| --- | --- |
| addresses | {addresses}: {each}{more} |
| axe, 1280 and 320 pixels, light and dark, {times} readings; also sideways scrolling, requests elsewhere, cookies, \
motion against the reader's wish, navigation in print | {looks} faults |
| Nu checker of HTML, errors and warnings | {html} |
"""

LIMITS = f"""\
Limits: {MOST_BYTES:,} bytes as sent, headers too, {MOST_REQUESTS} requests, shift {MOST_SHIFT} on a phone of 390
pixels with fonts that come late; 100 for accessibility, best practices and SEO. Goal for performance, the median of
three: {GOAL}. Lighthouse reckons a slow phone from what it saw here, so other work on the machine lowers it.
"""


class Found(NamedTuple):
    """Figures of all pages, and of the main pages by address (bytes, shifts) or by run (scores)."""

    pages: list[Address]
    scores: list[list[dict]]
    html: list[str]
    weights: dict[str, list[tuple[str, int]]]
    shifts: dict[str, float]
    looks: list[str]

    def marks(self) -> dict[str, dict[str, float]]:
        """The median of the runs: {path: {category: score}}."""
        return {
            urlsplit(runs[0]["address"]).path: {
                category: median(run["scores"][category] for run in runs) for category in CATEGORIES
            }
            for runs in zip(*self.scores, strict=True)
        }

    def faults(self) -> list[str]:
        """What a gate would stop; the clock is none."""
        marks = self.marks().items()
        found = [f"{path} {name}: {mark[name]}" for path, mark in marks for name in FULL_MARKS if mark[name] < 100]
        found += [f"{path} jumps by {shift:.3f}" for path, shift in self.shifts.items() if shift >= MOST_SHIFT]
        for path, came in self.weights.items():
            if sum(size for _, size in came) > MOST_BYTES or len(came) > MOST_REQUESTS:
                found.append(f"{path} is heavy: {came}")
        return [*self.looks, *self.html, *found]


def write(found: Found, which: str) -> None:
    each = [f"{sum(page.language == code for page in found.pages)} in {code}" for code in LANGUAGES]
    head = HEAD.format(
        more="" if which == "main" else "; forms, searches, narrowed and empty lists and error pages included",
        command="make site" if which == "every" else f"python -m scripts.site {which}",
        day=dt.datetime.now(dt.UTC).date(),
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        lighthouse=version("lighthouse"),
        checker=version("vnu-jar"),
        addresses=len(found.pages),
        each=" and ".join(each),
        looks=len(found.looks),
        times=4 * len(found.pages),
        html=len(found.html),
    )
    FILE.write_text(head + table(found) + faults(found), encoding="utf-8")


def renew_visits(found: Found) -> None:
    """Put the first visits in the place of those on the page, and say when they were taken; the rest stays."""
    page = FILE.read_text(encoding="utf-8")
    before, after = page.index("\n## First visits\n"), page.index("\n## Faults\n")
    day, load = dt.datetime.now(dt.UTC).date(), os.getloadavg()[0]
    said = f"\nTaken on {day} with `python -m scripts.site visits`, load {load:.1f} at the end.\n"
    FILE.write_text(page[:before] + table(found) + said + page[after:], encoding="utf-8")


def version(package: str) -> str:
    lock = ROOT / "scripts" / "node" / "package-lock.json"
    return json.loads(lock.read_text(encoding="utf-8"))["packages"][f"node_modules/{package}"]["version"]


def table(found: Found) -> str:
    """One line a main page: what a first visit weighs, how it jumps, Lighthouse's marks."""
    lines = [
        "\n## First visits\n",
        LIMITS,
        "| page | bytes | requests | shift | performance | accessibility | best practices | SEO |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    marks = found.marks()
    for path, came in found.weights.items():
        cells = [path, f"{sum(size for _, size in came):,}", len(came), f"{found.shifts[path]:.4f}"]
        lines.append("| " + " | ".join(map(str, [*cells, *(f"{marks[path][name]:.0f}" for name in CATEGORIES)])) + " |")
    return "\n".join(lines) + "\n"


def faults(found: Found) -> str:
    told = found.faults()
    return "\n## Faults\n\n" + ("\n".join(f"- `{fault[:300]}`" for fault in told) if told else "None.") + "\n"
