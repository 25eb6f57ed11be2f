"""A mail server in a process of its own, fast, slow to answer, and faulty as often as it is told.

Usage: python -m tests.faults.mail_server FOLDER '{"rates": {"451": 0.05}, ...}'

It prints its port, and writes what it accepted and every fault it made as lines of JSON to FOLDER/mail.jsonl. The plan
may be changed while it runs: it is FOLDER/plan.json. `people` whose address begins with "gone" do not exist.
"""

import asyncio
import base64
import contextlib
import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

PLAN = {
    "rates": {},  # fault -> share of the messages, or of the sign-ins for 535
    "latency": [0.02, 0.12],  # seconds until RCPT is answered: a real server is not on loopback
    "stall": 5.0,  # seconds; longer than what one message may take
    "stop": 5.0,  # seconds a worker stands still; longer than its lease
    "seed": 1,
}
REFUSALS = {
    "421": (("mail", "rcpt", "data", "dot"), "421 4.3.2 closing"),
    "451": (("rcpt", "data", "dot"), "451 4.7.1 try later"),
    "452": (("mail", "rcpt"), "452 4.3.1 no room"),
}
PHASES = {
    **{name: phases for name, (phases, _text) in REFUSALS.items()},
    "stall": ("mail", "rcpt", "dot"),
    "drop before": ("mail", "rcpt", "data", "dot"),  # at the dot: half the text came, the dot never did
    "drop after": ("dot",),
    "stop": ("mail", "rcpt", "data"),
}
STAGE = re.compile(rb"stage-(\d+)-")  # the place of these events: it tells which revision a mail carries
MESSAGE_ID = re.compile(rb"^Message-ID: <d\.(\d+)\.", re.MULTILINE | re.IGNORECASE)


class Server:
    def __init__(self, folder: Path, plan: dict):
        self.folder, self.plan = folder, PLAN | plan
        self.dice = random.Random(self.plan["seed"])
        self.journal = (folder / "mail.jsonl").open("a", encoding="utf-8", buffering=1)
        self.changed = 0.0

    def note(self, **what) -> None:
        self.journal.write(json.dumps({"at": time.time(), **what}) + "\n")

    def look_at_plan(self) -> None:
        file = self.folder / "plan.json"
        if file.exists() and file.stat().st_mtime != self.changed:
            self.changed = file.stat().st_mtime
            self.plan |= json.loads(file.read_text(encoding="utf-8"))

    def fault(self) -> tuple[str, str]:
        """What befalls the next message and in which phase, mostly nothing."""
        chance = self.dice.random()
        for name, rate in self.plan["rates"].items():
            if name in PHASES:
                if chance < rate:
                    return name, self.dice.choice(PHASES[name])
                chance -= rate
        return "", ""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Dialogue(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # the worker was killed, or hung up on us
        finally:
            writer.transport.abort()


class Dialogue:
    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        self.server, self.reader, self.writer = server, reader, writer
        self.peer = self.recipient = ""
        self.fault, self.stopped = ("", ""), False

    async def say(self, text: str) -> None:
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def run(self) -> None:
        await self.say("220 mail.tests.example")
        while line := (await self.reader.readline()).decode("latin-1").strip():
            verb = line[:4].upper()
            answer = getattr(self, f"on_{verb.lower()}", None)
            await (answer(line) if answer else self.say("250 ok"))
            if verb == "QUIT" or self.writer.transport.is_closing():
                return

    async def on_ehlo(self, line: str) -> None:
        self.peer = line[5:]
        await self.say("250-mail.tests.example\r\n250-SIZE 1000000\r\n250 AUTH PLAIN")

    async def on_auth(self, line: str) -> None:
        base64.b64decode(line.rsplit(maxsplit=1)[-1])
        refused = self.server.dice.random() < self.server.plan["rates"].get("535", 0)
        if refused:
            self.server.note(fault="535", phase="login")
        await self.say("535 5.7.8 wrong password" if refused else "235 welcome")

    async def on_mail(self, _line: str) -> None:
        self.server.look_at_plan()
        self.fault, self.stopped = self.server.fault(), False
        if await self.goes_well("mail"):
            await self.say("250 ok")

    async def on_rcpt(self, line: str) -> None:
        self.recipient = line[line.index("<") + 1 : line.index(">")]
        await asyncio.sleep(self.server.dice.uniform(*self.server.plan["latency"]))
        if self.recipient.startswith("gone"):
            self.server.note(fault="550", phase="rcpt", to=self.recipient)
            await self.say("550 5.1.1 no such user")
        elif await self.goes_well("rcpt"):
            await self.say("250 ok")

    async def on_data(self, _line: str) -> None:
        if not await self.goes_well("data"):
            return
        await self.say("354 go on")
        if self.fault == ("drop before", "dot"):
            await self.reader.read(200)
            await self.goes_well("dot")
            return
        text = await self.reader.readuntil(b"\r\n.\r\n")
        if self.fault[0] in ("drop after", "stall") or self.fault[1] != "dot":
            self.keep(text)
        if await self.goes_well("dot"):
            await self.say("250 accepted")

    def keep(self, text: bytes) -> None:
        joined = text.replace(b"=\r\n", b"")
        stage, number = STAGE.search(joined), MESSAGE_ID.search(joined)
        told = {"stage": int(stage[1]) if stage else None, "message": int(number[1]) if number else None}
        self.server.note(to=self.recipient, **told, stopped=self.stopped)

    async def goes_well(self, phase: str) -> bool:
        """False when the fault of this message happened here; then the answer was given, or never will be."""
        name, when = self.fault
        if when != phase:
            return True
        self.fault = ("", "")
        self.server.note(fault=name, phase=phase, to=self.recipient)
        if name in REFUSALS:
            await self.say(REFUSALS[name][1])
        elif name == "stop":
            return await self.stop_the_worker()
        else:
            await asyncio.sleep(self.server.plan["stall"] if name == "stall" else 0)
            self.writer.transport.abort()
        return False

    async def stop_the_worker(self) -> bool:
        """SIGSTOP to the process that waits for our answer: it says its number in EHLO (tests/faults/company.py)."""
        self.stopped = True
        pid = int(self.peer.partition(".")[0].removeprefix("worker-"))
        for number, seconds in ((signal.SIGSTOP, self.server.plan["stop"]), (signal.SIGCONT, 0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            await asyncio.sleep(seconds)
        return True


async def main(folder: Path, plan: dict) -> None:
    server = Server(folder, plan)
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, limit=2**22)
    print(listening.sockets[0].getsockname()[1], flush=True)
    async with listening:
        await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
