"""A real SMTP server on loopback that keeps what it gets, and fails when it is told to.

Fixture `smtp_sink` points the project's mail at it. Faults are consumed in order, the first that fits:

    smtp_sink.fail("rcpt", "550 5.1.1 no such user", to="gone@tests.example")
    smtp_sink.drop("dot", accepted=True)        # took the message, never said so
    smtp_sink.stall("mail", seconds=3)
"""

import asyncio
import email.policy
import socket
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Fault:
    phase: str
    reply: str = ""
    to: str | None = None  # None fits every recipient
    times: int = 1
    seconds: float = 0
    drop: bool = False
    accepted: bool = False


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: list[str]
    mail: EmailMessage


class Dialogue(SMTP):
    """aiosmtpd has hooks for MAIL, RCPT and the end of the text; DATA itself and the count of connections are ours."""

    def connection_made(self, transport):
        self.event_handler.connections += 1
        super().connection_made(transport)

    async def smtp_DATA(self, arg):
        fault = await self.event_handler.meet("data", self, self.envelope.rcpt_tos[0])
        if fault.reply or fault.drop:
            await self.push(fault.reply)
        else:
            await super().smtp_DATA(arg)


@dataclass
class Sink:
    """What arrived, and the faults that are still to come."""

    messages: list[Received] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    connections: int = 0
    refuse_login: bool = False

    def __post_init__(self):
        self._lock, self._controller = threading.Lock(), None
        self._held = socket.socket()  # bound until the end, so that a stopped sink's port is given to nobody else
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))
        self.port = self._held.getsockname()[1]

    def start(self) -> None:
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=lambda *_: AuthResult(success=not self.refuse_login, handled=False),
            auth_require_tls=False,
        )
        self._controller.start()
        self.connections = 0  # the controller tries its own door

    def stop(self) -> None:
        """From now on the connection is refused; start() opens the same port again."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    def close(self) -> None:
        self.stop()
        self._held.close()

    def fail(self, phase: str, reply: str, *, to: str | None = None, times: int = 1) -> None:
        self.faults.append(Fault(phase, reply, to, times))

    def drop(self, phase: str, *, accepted: bool = False, to: str | None = None, times: int = 1) -> None:
        self.faults.append(Fault(phase, "", to, times, drop=True, accepted=accepted))

    def stall(self, phase: str, seconds: float, *, to: str | None = None, times: int = 1) -> None:
        self.faults.append(Fault(phase, "", to, times, seconds=seconds))

    def to(self, address: str) -> list[EmailMessage]:
        return [received.mail for received in self.messages if address in received.recipients]

    def recipients(self) -> list[str]:
        return [address for received in self.messages for address in received.recipients]

    # ── what aiosmtpd calls, in its own thread ──────────────────────────────────────────────────────────────────────
    async def meet(self, phase: str, server, recipient: str | None) -> Fault:
        """The fault that is due in this phase; one that changes nothing when none is. A drop ends the connection."""
        with self._lock:
            fits = (f for f in self.faults if f.phase == phase and f.times > 0 and f.to in (None, recipient))
            fault = next(fits, Fault(phase))
            fault.times -= 1
        await asyncio.sleep(fault.seconds)
        if fault.drop:
            server.transport.abort()
        return fault

    async def handle_MAIL(self, server, session, envelope, address, options):
        fault = await self.meet("mail", server, None)
        if not fault.reply:
            envelope.mail_from = address
        return fault.reply or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        fault = await self.meet("rcpt", server, address)
        if not fault.reply:
            envelope.rcpt_tos.append(address)
        return fault.reply or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fault = await self.meet("dot", server, envelope.rcpt_tos[0])
        if fault.accepted or not (fault.drop or fault.reply):
            mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
            with self._lock:
                self.messages.append(Received(envelope.mail_from, list(envelope.rcpt_tos), mail))
        return fault.reply or "250 OK"


class _Controller(Controller):
    def factory(self):
        return Dialogue(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def smtp_sink(settings):
    """The sink, running, and the project's mail pointed at it."""
    sink = Sink()
    sink.start()
    settings.EMAIL_BACKEND = "outreach.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield sink
    sink.close()
