"""F1, F2, F7: processes that end or stand still at any moment.

A kill or a restart may cost a copy for each worker, and so may a lease that ran out between the mail server's yes and
the mark: at 4 seconds instead of 90 a busy machine does that by itself, and the row counts it as late.
"""

import pytest

from tests.faults import servers


@pytest.mark.parametrize(("database", "kills", "people"), [("", 500, 4000), ("sqlite", 200, 1600)])
def test_f1_workers_killed_in_the_middle_of_a_batch(begin, part, database, kills, people):
    name = "F1 SQLite" if database else "F1 PostgreSQL"
    stage = begin(name, "kill -9 of a random worker", database=database)
    stage.call("event_with", people=part(people))
    stage.hire(4)
    stage.repeat(part(kills), stage.kill_one, 0.2, 0.4)
    stage.settle()
    stage.close_account()
    assert stage.row.copies <= part(kills) + stage.row.late
    assert stage.row.most <= 3  # 1 + U


def test_f2_database_restarted_at_once(begin, part, stack):
    server = servers.OwnPostgres(servers.template_server(), stack)
    stage = begin("F2", "PostgreSQL stopped with -m immediate", database=server.address)
    stage.call("event_with", people=part(1500))
    stage.hire(3)

    def restart():
        server.restart_immediately()
        stage.row.faults += 1

    stage.repeat(part(50), restart, 0.5, 1.0)
    stage.settle()
    stage.close_account()
    assert stage.row.copies <= 3 * part(50) + stage.row.late
    assert stage.row.most <= 3


def test_f7_workers_that_stand_still_longer_than_their_lease(begin, part):
    stops = part(100)
    stage = begin("F7", "SIGSTOP while the server's answer is awaited, longer than the lease", plan={"stop": 5.0})
    stage.change_mail(rates={"stop": 0.1})
    stage.call("event_with", people=max(10 * stops, 100))  # who is stopped is left to chance: few may all be spared
    stage.hire(6)
    stage.settle(300)
    stage.close_account()
    assert stage.row.faults >= stops // 2
    assert [mail for mail in stage.journal() if mail.get("stopped")] == []  # nobody who stood still hands it over
    assert stage.row.copies <= stage.row.late
