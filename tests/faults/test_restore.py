"""F11: the database is lost while mail goes out, and an older backup comes back."""

import pytest


@pytest.mark.parametrize("database", ["", "sqlite"])
def test_f11_an_older_backup_comes_back(begin, part, tmp_path, database):
    name = "F11 SQLite" if database else "F11 PostgreSQL"
    people, slow = part(400, 120), {"latency": [0.5, 1.0]}
    stage = begin(name, "backup while mail goes out, all workers killed, restored", database=database, plan=slow)
    stage.call("event_with", people=people)
    stage.hire(3)
    assert stage.soon(lambda: stage.arrived() >= 5)
    stage.manage("backup", "--to", str(tmp_path / "backups"))
    at_backup = stage.arrived()
    assert stage.soon(lambda: stage.arrived() >= at_backup + 5)
    stage.kill_all()
    stage.change_mail(latency=[0, 0.02])
    stage.manage("restore", str(tmp_path / "backups"), "--yes", "--replace")
    before = stage.arrived()  # now: what the killed workers had written the mail server may have read a moment later
    stage.row.faults += 1
    stage.hire(2)
    stage.pause(3, 3)
    assert (stage.arrived(), len(stage.call("engine_state"))) == (before, 2)  # paused, on both channels
    stage.settle()  # staff resume
    assert stage.arrived() == before  # what was due at the backup waits for staff
    stage.close_account()  # they press "send again" beside what did not arrive
    assert stage.row.shown > 0
    assert stage.row.copies <= stage.row.faults + stage.row.late
