"""One round: a database, a mail server and the portal's processes, all of its own, and the account at its end."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ilp_portal.supervisor import die_with_parent
from scripts import production
from tests import project
from tests.faults.accounts import lost, stale

LEASE = 4  # seconds; ninety in production
SETTLE = 60.0  # seconds in which something of what was planned has to find its end
NEXT = 10.0  # seconds until the next mail has to arrive, or the next fault comes all the same
ASK = 0.5  # seconds between two questions to the portal: each is a process
LATE = re.compile(r"message (\d+): the lease was lost while it was handed over")  # outreach/delivery.py


@dataclass
class Row:
    """One line of the table."""

    id: str
    what: str
    planned: int = 0
    once: int = 0
    copies: int = 0
    most: int = 0
    faults: int = 0
    unknown: int = 0
    late: int = 0
    shown: int = 0
    lost: int = 0
    stale: int = 0
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)


class Round:
    """`start` and `kill` workers, `call` what the portal does, `settle`, then `close_account`."""

    def __init__(self, row: Row, folder: Path, stack: ExitStack, environment: dict[str, str], plan: dict):
        self.row, self.folder, self.stack = row, folder, stack
        self.dice, self.workers, self.began = random.Random(row.id), [], time.monotonic()
        self.resumed, self.ended = 0, {}
        (folder / "plan.json").write_text("{}")
        self.mail = self._program("mail", ["tests.faults.mail_server", str(folder), json.dumps(plan)], dict(os.environ))
        port = int(self.mail.stdout.readline())
        self.environment = environment | {"EMAIL_URL": f"smtp://portal:secret@127.0.0.1:{port}"}
        self.company = self._program("company", ["tests.faults.company"], self.environment)
        assert "ready" in self._answer()

    def _program(self, name: str, words: list[str], environment: dict[str, str]) -> subprocess.Popen:
        parent = os.getpid()
        log = self.stack.enter_context((self.folder / f"{name}.log").open("ab"))
        started = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=project.ROOT,
            env=environment,
            text=True,
            preexec_fn=lambda: die_with_parent(parent),  # noqa: PLW1509 it takes no lock
        )
        self.stack.callback(started.wait)
        self.stack.callback(started.kill)
        return started

    # --- orders -------------------------------------------------------------------------------------------------------
    def _answer(self) -> dict:
        line = self.company.stdout.readline()
        assert line, f"the company ended:\n{self.log('company')[-3000:]}"
        return json.loads(line)

    def _order(self, **what) -> dict:
        self.company.stdin.write(json.dumps(what) + "\n")
        self.company.stdin.flush()
        return self._answer()

    def call(self, act: str, **values):
        """What the act returned. A process that failed fails the round."""
        said = self._order(do="call", act=act, values=values)
        assert "value" in said, f"{act} ended with {said['code']}:\n{self.log('company')[-3000:]}"
        return said["value"]

    def dies(self, act: str, **values) -> bool:
        """Whether the act's process was killed half-way, as it was to be."""
        return self._order(do="call", act=act, values=values).get("code") == -signal.SIGKILL

    def start(self, act: str, **values) -> int:
        return self._order(do="start", act=act, values=values)["value"]

    def tell(self, pid: int, number: int) -> None:
        assert self._order(do="signal", pid=pid, number=number)["value"], f"{pid} is no process of this round"

    def hire(self, number: int) -> None:
        """So many more workers."""
        self.workers += [self.start("work") for _ in range(number)]

    def kill_one(self) -> None:
        """kill -9 of a worker, whatever it does at this moment; another one takes its place at once."""
        self.wait_for_mail()
        victim = self.workers.pop(self.dice.randrange(len(self.workers)))
        self.tell(victim, signal.SIGKILL)
        self.row.faults += 1
        self.hire(1)

    def gone(self) -> list[int]:
        """Workers that ended by themselves: a fault of ours."""
        self._look_who_ended()
        return sorted(set(self.ended) & set(self.workers))

    def _look_who_ended(self) -> None:
        self.ended |= {int(pid): code for pid, code in self._order(do="ended")["value"].items()}

    def wait_for(self, pids: list[int], seconds: float = 300) -> None:
        """Until these processes have done their work, without an error."""

        def ready() -> bool:
            self._look_who_ended()
            return set(pids) <= self.ended.keys()

        assert self.soon(ready, seconds), f"{set(pids) - self.ended.keys()} still run"
        assert [self.ended[pid] for pid in pids] == [0] * len(pids), self.log("company")[-3000:]

    def soon(self, true: Callable[[], object], seconds: float = 120) -> bool:
        """Whether it comes true within the time."""
        deadline = time.monotonic() + seconds
        while not (now := true()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return bool(now)

    def celery(self, *words: str) -> subprocess.Popen:
        """Celery's worker or clock, as in production."""
        quiet = ["--loglevel", "WARNING"]
        return self._program(words[0], ["celery", "--app", "ilp_portal", *words, *quiet], self.environment)

    def manage(self, *words: str) -> str:
        """What a command of the portal printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            check=False,
            cwd=project.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kill_all(self) -> None:
        """kill -9 of every worker; nobody takes their places."""
        for worker in self.workers:
            self.tell(worker, signal.SIGKILL)
        self.row.faults += len(self.workers)
        self.workers = []

    def note(self, text: str) -> None:
        self.row.notes.append(text)

    def change_mail(self, **plan) -> None:
        half = self.folder / "plan.half"  # the mail server may look at any moment
        half.write_text(json.dumps(plan))
        half.replace(self.folder / "plan.json")

    def pause(self, low: float, high: float) -> None:
        time.sleep(self.dice.uniform(low, high))

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def say(self, text: str) -> None:
        print(f"{time.monotonic() - self.began:6.0f} s  {self.row.id}: {text}", file=sys.stderr, flush=True)

    def repeat(self, times: int, step, low: float, high: float) -> None:
        """The step so many times with a pause of chance between, with a word now and then."""
        for number in range(times):
            step()
            self.pause(low, high)
            if times >= 20 and (number + 1) % max(times // 5, 1) == 0:
                self.say(f"{number + 1} of {times} faults, {self.arrived()} mails arrived")

    def wait_for_mail(self) -> None:
        """Until one more has arrived, so that a fault meets workers that work, however slow the machine is."""
        before, deadline = self.arrived(), time.monotonic() + NEXT
        while not self.soon(lambda: self.arrived() > before, ASK):
            if time.monotonic() > deadline or not self.waiting():
                return

    def waiting(self) -> int:
        """Messages that have not found their end; staff resume the engine when it paused on a fault of ours."""
        seen = self.call("look")
        self.resumed += seen["resumed"]
        return seen["waiting"]

    # --- the end ------------------------------------------------------------------------------------------------------
    def settle(self, seconds: float = SETTLE) -> None:
        """Wait until nothing is pending; staff resume the engine when it paused on a fault of ours.

        Fails when nothing ends for so many seconds: how long all of it takes depends on the machine.
        """
        least, deadline = self.waiting(), time.monotonic() + seconds
        while waiting := self.waiting():
            if waiting < least:
                least, deadline = waiting, time.monotonic() + seconds
            assert time.monotonic() < deadline, f"not settled: {self._states()}\n{self.log('company')[-3000:]}"
            time.sleep(ASK)

    def _states(self) -> Counter:
        return Counter(message["state"] for message in self.call("account")["messages"])

    def journal(self) -> list[dict]:
        file = self.folder / "mail.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]

    def arrived(self) -> int:
        file = self.folder / "mail.jsonl"
        return sum(b'"fault"' not in line for line in file.read_bytes().splitlines()) if file.exists() else 0

    def close_account(self, later: tuple[int, ...] = ()) -> dict:
        """Count, write the row down, and check what holds in every round. Events named in `later` are not due yet."""
        account, journal, row = self._account(later), self.journal(), self.row
        mails = [entry for entry in journal if "fault" not in entry]
        copies = Counter(entry["message"] for entry in mails)
        allowed = {message["pk"]: 1 + message["uncertain"] for message in account["messages"]}
        assert {pk: n for pk, n in copies.items() if n > allowed.get(pk, 0)} == {}
        faults = Counter(entry["fault"] for entry in journal if "fault" in entry)
        row.planned = len(account["messages"])
        row.copies, row.most = copies.total() - len(copies), max(copies.values(), default=0)
        row.faults += faults.total()
        row.late = sum(copies[int(pk)] > 1 for pk in LATE.findall(self.log("company")))
        row.unknown = sum(1 for entry in journal if entry.get("phase") == "dot" and entry["fault"] not in "421 451 452")
        shown = [m["pk"] for m in account["messages"] if m["state"] == "unconfirmed" and m["pk"] not in copies]
        if shown:
            account, mails, copies = self._send_again(shown, later)
        row.shown, row.once = len(shown), sum(n == 1 for n in copies.values())
        row.lost, row.stale = len(lost(account, mails, copies)), len(stale(account, mails))
        row.seconds = time.monotonic() - self.began
        if faults:
            row.notes.append(", ".join(f"{number} x {name}" for name, number in sorted(faults.items())))
        if row.late:
            row.notes.append(f"{row.late} x handed over by a worker that stood still until its lease was over")
        if self.resumed:
            row.notes.append(f"resumed {self.resumed} times")
        folder = Path(os.environ["FAULT_FOLDER"])
        (folder / f"{row.id}.json").write_text(json.dumps(asdict(row)), encoding="utf-8")
        self.say(f"planned {row.planned}, copies {row.copies}, faults {row.faults}, lost {row.lost}, stale {row.stale}")
        assert (account["holds"], self.gone()) == (True, [])
        assert (lost(account, mails, copies), stale(account, mails)) == ([], [])
        return account

    def _account(self, later: tuple[int, ...]) -> dict:
        account = self.call("account")
        account["people"] = {int(pk): one for pk, one in account["people"].items() if one["event"] not in later}
        account["messages"] = [m for m in account["messages"] if m["subject_id"] in account["people"]]
        return account

    def _send_again(self, pks: list[int], later: tuple[int, ...]) -> tuple[dict, list[dict], Counter]:
        """Staff press the button beside what ended as unconfirmed; the mail server has come to its senses."""
        self.change_mail(rates={})
        self.call("send_again", pks=pks)
        self.settle()
        mails = [entry for entry in self.journal() if "fault" not in entry]
        return self._account(later), mails, Counter(entry["message"] for entry in mails)


def environment(folder: Path, database: str, **more: str) -> dict[str, str]:
    """The portal's variables; an empty `database` is the embedded SQLite in the folder."""
    quick = {
        "PATH": os.environ["PATH"],
        "OUTBOX_LEASE_SECONDS": str(LEASE),
        "OUTBOX_LOOP_GRACE_SECONDS": "0",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "WARNING",
    }
    if not database:
        return quick | {"DEBUG": "1", "VAR_DIR": str(folder / "var")} | more
    made_up = production.environment(folder / "var", DATABASE_URL=database, STATIC_MANIFEST="0")
    return made_up | quick | more
