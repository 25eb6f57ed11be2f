"""Backup and restore of SQLite, on a file of the test's own. PostgreSQL: tests/services/test_backup_services.py."""

import datetime as dt
import io
import json
import resource
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError

from campaigns import files
from ilp_portal import tasks
from ilp_portal.backup import contents, folder, making, manifest, restoring
from ilp_portal.backup.contents import BackupFault
from outreach.models import Engine, Pulse
from tests.database_files import content, database_in, manage
from tests.factories import PartnerFactory, ResourceFactory
from tests.processes import soon

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


# --- making -----------------------------------------------------------------------------------------------------------
def test_backup_holds_every_table_for_its_owner_alone(portal, backups, now):
    PartnerFactory()
    done = making.make(backups, now=now)
    described = manifest.read(done)
    kept = content(done / "portal.sqlite3")
    assert {name: len(rows) for name, rows in kept.items() if name != "sqlite_sequence"} == described.tables
    assert (described.tables["partners_partner"], described.database) == (1, "sqlite")
    modes = {path.stat().st_mode & 0o777 for path in backups.rglob("*")}
    assert (backups.stat().st_mode & 0o777, modes) == (0o700, {0o700, 0o600})
    assert Pulse.objects.filter(duty="backup").count() == 1


def test_backup_is_a_command_that_names_what_it_wrote(portal, tmp_path):
    said = manage("backup", "--to", str(tmp_path / "elsewhere"))
    (done,) = folder.dumps(tmp_path / "elsewhere")
    assert (str(done) in said, str(folder.keys_of(done)) in said, folder.keys_of(done).exists()) == (True, True, True)


def test_two_backups_of_one_second_are_two(portal, backups, now):
    made = [making.make(backups, now=now) for _ in range(3)]
    assert [path.name for path in folder.dumps(backups)] == [path.name for path in made]
    assert len({folder.keys_of(path) for path in made}) == 3


def test_backup_is_one_instant_while_the_portal_writes(portal, backups, now):
    """A writer keeps two tables equal in every transaction; so are they in every dump, and nobody had to wait."""
    stop, written, dumps = threading.Event(), [], []
    both = "BEGIN IMMEDIATE; INSERT INTO aa VALUES (1); INSERT INTO zz VALUES (1); COMMIT"

    def write():
        with closing(sqlite3.connect(portal, isolation_level=None, timeout=20)) as db:
            db.execute("PRAGMA journal_mode=WAL")
            while not stop.is_set():
                db.executescript(both)
                written.append(1)
                stop.wait(0.002)

    with closing(sqlite3.connect(portal)) as db:
        db.executescript("CREATE TABLE aa (n INTEGER); CREATE TABLE zz (n INTEGER);")
    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    for _ in range(3):
        before = len(written)
        assert soon(lambda before=before: len(written) > before)  # however quick a dump is
        dumps.append(manifest.read(making.make(backups, now=now)).tables)
    stop.set()
    writer.join()
    assert [tables["aa"] - tables["zz"] for tables in dumps] == [0] * 3
    assert dumps[-1]["aa"] > dumps[0]["aa"]


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_backup_into_what_is_no_folder_says_so(portal, tmp_path, now, where):
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupFault, match=r"cannot be written to .* No backup was made"):
        making.make(tmp_path / where, now=now)


def test_backup_on_a_full_disk_says_so_and_leaves_the_old_ones(portal, backups, now):
    first = making.make(backups, now=now)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(CommandError, match=r"cannot be written to .* No backup was made"):
            manage("backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder.dumps(backups) == [first]
    making.make(backups, now=now)
    assert list(backups.glob("*.part")) == []  # what the failed one left is gone


def test_second_backup_at_the_same_time_is_refused(portal, backups, now):
    with folder.held(backups), pytest.raises(BackupFault, match="Another backup is being written"):
        making.make(backups, now=now)
    with folder.held(backups):
        assert making.expire(now=now) == 0


def test_backup_of_no_database_says_so(portal, backups, now, tmp_path):
    with database_in(tmp_path / "none.sqlite3"), pytest.raises(BackupFault, match="does not exist"):
        making.make(backups, now=now)


def test_keys_die_after_a_week_and_dumps_after_their_days(portal, backups, now, settings):
    settings.BACKUP_KEEP_DAYS = 30
    for days in (0, 24, 25):
        making.make(backups, now=now + days * DAY)
    (backups / "keys" / "notes.txt").write_text("mine")
    assert [path.name for path in sorted((backups / "keys").iterdir())] == [
        "keys-20261212T170000Z.json",
        "keys-20261213T170000Z.json",
        "notes.txt",
    ]
    assert (making.expire(now=now + 30 * DAY - SECOND), making.expire(now=now + 30 * DAY)) == (0, 1)
    assert making.expire(now=now + 32 * DAY) == 2  # both keys
    assert making.expire(now=now + 900 * DAY) == 1  # the last dump stays
    assert [path.name for path in folder.dumps(backups)] == ["portal-20261213T170000Z"]


@pytest.mark.usefixtures("portal")
def test_clock_backs_up_once_a_day_where_backups_are_expected(backups, frozen, settings):
    tasks.back_up_when_due()
    assert folder.dumps(backups) == []
    settings.BACKUP_EXPECTED = True
    for hours, made in [(0, 1), (23, 1), (1, 2)]:
        frozen.shift(dt.timedelta(hours=hours))
        tasks.back_up_when_due()
        assert len(folder.dumps(backups)) == made


@pytest.mark.usefixtures("portal")
def test_clock_that_cannot_back_up_says_why_and_tries_again(settings, tmp_path, caplog):
    settings.BACKUP_EXPECTED, settings.BACKUP_DIR = True, tmp_path / "portal.sqlite3" / "below"
    tasks.back_up_when_due()
    assert "no backup:" in caplog.text
    assert not Pulse.objects.filter(duty="backup").exists()


# --- bringing back ----------------------------------------------------------------------------------------------------
def test_restored_database_has_the_rows_of_the_dump(portal, backups, now, tmp_path):
    PartnerFactory.create_batch(3)
    edition = files.Made("pdf", bytes(range(256)) * 1000, 3)
    files.store(resource=ResourceFactory(), language="es", made=edition, now=now)
    before = content(portal)
    making.make(backups, now=now)
    with database_in(tmp_path / "new.sqlite3"):
        said = manage("restore", str(backups), "--yes")
    after = content(tmp_path / "new.sqlite3")
    different = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    made_anew = {"ilp_portal_publicentry", "ilp_portal_indexstate"}  # what the search finds, from the rows themselves
    assert different <= {"outreach_engine", "outreach_pulse", "portal_cache", "sqlite_sequence"} | made_anew
    assert all("'restored'" in row for row in after["outreach_engine"])
    assert "partners_partner" in said
    assert after["campaigns_resourcecontent"] == [repr((1, edition.data))]


def spoil_dump(done: Path) -> None:
    with (done / "portal.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"spoiled")


def said_otherwise(**entries):
    def change(done: Path) -> None:
        written = json.loads((done / manifest.FILE).read_text())
        (done / manifest.FILE).write_text(json.dumps(written | entries))

    return change


SPOILED = {
    "bytes": (spoil_dump, "was changed since it was written"),
    "missing": (lambda done: (done / "portal.sqlite3").unlink(), "is missing or was changed"),
    "no-manifest": (lambda done: (done / manifest.FILE).unlink(), "holds no backup|is no backup"),
    "half-manifest": (lambda done: (done / manifest.FILE).write_text('{"format": 1'), "cannot be read"),
    "no-files": (said_otherwise(files={}), "holds no dump"),
    "other-rows": (said_otherwise(tables={"partners_partner": 7}), "Other numbers of rows"),
    "other-database": (said_otherwise(database="postgresql"), "was made of postgresql"),
    "newer-portal": (said_otherwise(migrations=["events.0999_not_yet"]), "another version of the portal"),
    "newer-format": (said_otherwise(format=2), "this portal reads 1"),
    "path-outside": (said_otherwise(files={"../x": "0"}), "is missing or was changed"),
    "file-nobody-proved": (lambda done: (done / "outreach_message.copy.gz").touch(), "nobody proved it"),
    "sql-as-a-name": (said_otherwise(tables={'x" ; DROP TABLE y': 0}), "cannot be read"),
    "no-number": (said_otherwise(tables={"partners_partner": "0 OR 1"}), "cannot be read"),
    "lists": (said_otherwise(tables=[], files=[]), "cannot be read"),
    "list-as-migration": (said_otherwise(migrations=[["events"]]), "cannot be read"),
    "nothing": (said_otherwise(migrations=None), "cannot be read"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_dump_is_refused_before_anything_is_touched(portal, backups, now, name):
    spoil, complaint = SPOILED[name]
    done = making.make(backups, now=now)
    PartnerFactory()
    before = content(portal)
    spoil(done)
    with pytest.raises(CommandError, match=complaint):
        manage("restore", str(done), "--yes", "--replace")
    assert content(portal) == before


@pytest.mark.parametrize("text", ["", "{}", '{"keys": {"1": "zz"}, "sha256": ""}', '{"keys": {}, "sha256": ""}'])
def test_spoiled_keys_are_refused_before_anything_is_touched(portal, backups, now, text):
    done = making.make(backups, now=now)
    before = content(portal)
    folder.keys_of(done).write_text(text)
    with pytest.raises(CommandError, match=r"keys file|was changed since"):
        manage("restore", str(done), "--yes", "--replace")
    assert content(portal) == before


def test_full_database_is_replaced_only_when_told_and_agreed(portal, backups, now, monkeypatch):
    making.make(backups, now=now)
    PartnerFactory()
    before = content(portal)
    with pytest.raises(CommandError, match="--replace"):
        manage("restore", str(backups), "--yes")
    for answer in ("no", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        with pytest.raises(CommandError, match=r"Nothing was changed\."):
            manage("restore", str(backups), "--replace")
    assert content(portal) == before
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    manage("restore", str(backups), "--replace")
    assert content(portal)["partners_partner"] == []


def test_folder_without_a_backup_says_so(portal, tmp_path):
    with pytest.raises(CommandError, match="holds no backup"):
        manage("restore", str(tmp_path), "--yes", "--replace")
    with pytest.raises(CommandError, match="is no backup"):
        manage("restore", str(tmp_path / "none"), "--yes", "--replace")


def test_restore_that_cannot_be_made_safe_says_so_and_stays_paused(portal, backups, now, monkeypatch):
    making.make(backups, now=now)
    monkeypatch.setattr(restoring, "hold", lambda now: 1 // 0)
    with pytest.raises(CommandError, match="ZeroDivisionError"):
        manage("restore", str(backups), "--yes", "--replace")
    assert list(Engine.objects.values_list("paused", "reason")) == [(True, "restored")] * 2


def test_every_table_left_out_exists(portal):
    assert contents.LEFT_OUT - content(portal).keys() <= {"portal_cache"}
