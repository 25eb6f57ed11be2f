"""Our calendar in the hands of others: ical.js, which reads it in browsers and mail programs, and khal, a calendar of
Debian. Both came to other hours than ours where an hour comes twice, until that was told in UTC."""

from pathlib import Path

from scripts.site import judges
from tests import calendars


def test_ical_js_reads_every_event_as_it_is_meant():
    script = judges.PACKAGES / "calendar.mjs"
    assert calendars.by_ical_js(calendars.written(), script, judges.NODE) == calendars.meant()


def test_khal_takes_the_file_in_and_lists_every_event(tmp_path: Path):
    listed = calendars.by_khal(calendars.written(), tmp_path)
    assert listed == {uid: tuple(entry)[:5] for uid, entry in calendars.meant().items()}
