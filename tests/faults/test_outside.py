"""F3, F9, F10: what the portal stands on gives way: Redis, the disk, the power."""

import signal
import time

from tests.faults import accounts, servers


class Outage:
    """Called so many times: every call takes something from the portal for a moment, and plans for people meanwhile."""

    def __init__(self, stage, redis, worker):
        self.stage, self.redis, self.worker = stage, redis, worker
        hang = lambda: worker.send_signal(signal.SIGSTOP)  # noqa: E731
        self.ways = (redis.stop, redis.flush, lambda: redis.tell(signal.SIGSTOP), hang)

    def __call__(self) -> None:
        self.ways[self.stage.row.faults % 4]()
        self.stage.row.faults += 1
        began = time.monotonic()
        self.stage.call("event_with", people=30)  # whose page does not wait for a broker that is gone
        assert time.monotonic() - began < 15
        self.stage.pause(0.5, 1.5)
        self.redis.heal()
        self.worker.send_signal(signal.SIGCONT)


def test_f3_redis_ends_is_emptied_and_hangs_and_so_does_celery(begin, part, tmp_path):
    redis = servers.OwnRedis(tmp_path / "redis")
    what = "Redis stopped, emptied or hung, Celery's worker stopped, while people are planned for"
    stage = begin("F3", what, REDIS_URL=redis.address, OUTBOX_LOOP_GRACE_SECONDS="2")
    stage.stack.callback(redis.stop)
    worker = stage.celery("worker", "--concurrency", "2")
    stage.celery("beat", "--schedule", str(tmp_path / "schedule"))
    stage.hire(1)
    stage.repeat(part(50), Outage(stage, redis, worker), 0, 1)
    stage.settle()
    longest = max(accounts.waits(stage.close_account(), stage.journal()))
    stage.note(f"longest wait {longest:.0f} s")
    assert longest <= 180
    assert stage.row.copies <= stage.row.late


def test_f10_power_fails_between_commit_and_nudge(begin, part):
    stage = begin("F10", "the process that signs somebody up is killed right after its commit")
    event = stage.call("event_with", people=0)
    stage.hire(2)
    for number in range(part(200)):
        assert stage.dies("sign_up_and_lose_power", event=event, number=number)
        stage.row.faults += 1
    stage.settle()
    stage.close_account()
    assert stage.row.planned == part(200)
    assert stage.row.copies <= stage.row.late


def test_f9_database_that_cannot_be_written_to(begin, part):
    stage = begin("F9 PostgreSQL", "the database is read-only for a second")
    event = stage.call("event_with", people=part(600))
    stage.hire(3)

    def refuse():
        stage.wait_for_mail()
        stage.call("make_read_only", yes=True)
        stage.row.faults += 1
        told = stage.call("sign_up_page", event=event, number=stage.row.faults)
        assert (told["status"], told["kept"]) == (500, False)
        stage.call("make_read_only", yes=False)
        told = stage.call("sign_up_page", event=event, number=stage.row.faults)
        assert (told["status"], told["kept"]) == (302, True)

    stage.repeat(part(17, 2), refuse, 0.3, 0.8)
    stage.settle()
    stage.close_account()
    assert stage.row.copies <= 3 * stage.row.faults + stage.row.late


def test_f9_database_that_is_locked(begin, part):
    stage = begin("F9 SQLite", "somebody else writes for 10 seconds", database="sqlite")
    stage.call("event_with", people=part(300))
    stage.hire(3)

    def lock():
        stage.wait_for_mail()
        stage.wait_for([stage.start("lock_the_database", seconds=10)])
        stage.row.faults += 1

    stage.repeat(part(3, 1), lock, 1, 2)
    stage.settle()
    stage.close_account()
    assert stage.row.copies <= 3 * stage.row.faults + stage.row.late
