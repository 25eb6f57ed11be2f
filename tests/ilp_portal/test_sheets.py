"""Several sheets are written, one is served."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from ilp_portal.sheets import SOURCES, TARGET, join_sheets, without_remarks

ROOT = Path(__file__).resolve().parents[2]
ON_SOME_PAGES = {
    "accompaniment",
    "admin",
    "alert",
    "approval",
    "deskhome",
    "door",
    "embed",
    "eventdesk",
    "imports",
    "offline",
    "people",
    "recorddesk",
    "reports",
    "partner",
    "share",
} | {
    "totals",
    "week",
}


def test_every_sheet_of_the_folder_is_served():
    assert {file.stem for file in (ROOT / "static/css").glob("*.css")} - ON_SOME_PAGES == set(SOURCES)


def test_joined_sheet_holds_all_sheets_and_names_the_layers_first():
    text = Path(finders.find(TARGET)).read_text()
    assert all(without_remarks((ROOT / f"static/css/{name}.css").read_text()) in text for name in SOURCES)
    assert text.startswith("@layer reset, tokens,")


def test_served_sheet_is_without_remarks_and_loses_no_rule():
    written = '/* who\n   reads */\n@media print {\n  a::after { content: " (x)  " } /* y */\n\n  b { c: d }\n}\n'
    assert without_remarks(written) == '@media print {\na::after { content: " (x)  " }\nb { c: d }\n}'


def test_finder_knows_nothing_but_its_sheet():
    assert finders.find("css/portal.css.map") is None
    assert finders.find("css/portal.css", find_all=True) == [finders.find("css/portal.css")]


def test_edit_shows_at_the_next_reload_and_an_unchanged_sheet_is_left_alone(tmp_path):
    for name in SOURCES:
        (tmp_path / f"{name}.css").write_text(f"{name} {{}}")
    target = join_sheets(tmp_path, tmp_path / "out/portal.css")
    first = target.stat().st_mtime_ns
    assert join_sheets(tmp_path, target).stat().st_mtime_ns == first
    (tmp_path / "print.css").write_text("changed {}")
    assert join_sheets(tmp_path, target).read_text().endswith("desk {}\nchanged {}")


@pytest.mark.django_db
def test_home_page_takes_six_files(client):
    html = client.get("/").content.decode()
    fetched = re.findall(r'(?:<link rel="(?:stylesheet|preload|icon)" href|<script src)="([^"]+)"', html)
    assert 1 + len(fetched) == 6  # the page itself, and what it asks for
