"""SMTP with its phases visible, because what a failure means depends on when it happened (RELIABILITY 2.8).

As an ordinary Django backend it behaves like Django's own. The engine calls `ready` and `hand_over`, over one
connection for many messages.
"""

import functools
import re
import smtplib
import time

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from .replies import Reply

NETWORK = (OSError, smtplib.SMTPServerDisconnected)  # smtplib's own errors are OSErrors too
CLOSING = 421  # RFC 5321: the server says good-bye, at any moment
GO_AHEAD = 354  # RFC 5321: the answer to DATA
ATOM = r"[A-Za-z0-9_%+-]+"
PLAIN = re.compile(rf"{ATOM}(\.{ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}")  # an address that needs no rewriting


def _reply(phase: str, code: int, text: bytes) -> Reply:
    enhanced = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", text or b"")
    return Reply(phase, code, enhanced[0].decode() if enhanced else "")


def bare(address: str) -> str:
    """The address as it stands in an envelope. Raises ValueError for what is none."""
    return address if PLAIN.fullmatch(address) else sanitize_address(address, "utf-8")


@functools.lru_cache(maxsize=4)
def _sender(address: str) -> str:
    return sanitize_address(address, "utf-8")


def _stuffed(text: bytes) -> bytes:
    """No line of it ends the text: RFC 5321 4.5.2."""
    stuffed = text.replace(b"\n.", b"\n..")
    return b"." + stuffed if text.startswith(b".") else stuffed


class EmailBackend(smtp.EmailBackend):
    used = False  # whether the open connection has carried a message already

    def ready(self) -> Reply | None:
        """Open the connection where it is not open. None is success; else why not, before any message is touched."""
        try:
            if self.open():
                self.connection.ehlo_or_helo_if_needed()
                self.used = False
        except smtplib.SMTPAuthenticationError as error:
            self.hang_up()
            return _reply("login", error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            self.hang_up()
            return _reply("connect", error.smtp_code, error.smtp_error)
        except (*NETWORK, ValueError):
            self.hang_up()
            return Reply("connect")
        return None

    def hang_up(self) -> None:
        """Close without a word; what state the other side is in, nobody knows."""
        for connection in (self._partial_connection, self.connection):
            if connection is not None:
                connection.close()
        self._partial_connection = self.connection = None

    def hand_over(self, mail: EmailMessage, seconds: float) -> Reply:
        """Give one mail to the server within `seconds`. Never raises for what the network or the server does."""
        deadline = time.monotonic() + seconds
        sender, recipient = _sender(mail.from_email), bare(mail.to[0])
        text = getattr(mail, "wire", None) or mail.message().as_bytes(linesep="\r\n")
        reply = self._envelope(sender, recipient, len(text), deadline)
        if self.used and reply.phase == "mail" and reply.code in (None, CLOSING):
            # Servers end idle or long connections between two messages: a fresh one, nothing was handed over.
            self.hang_up()
            reply = self.ready() or self._envelope(sender, recipient, len(text), deadline)
        if reply.code == GO_AHEAD:
            reply, self.used = self._text(text, deadline), True
        elif self.connection is not None and reply.code not in (None, CLOSING):
            self._reset(deadline)
        if reply.code in (None, CLOSING):
            self.hang_up()
        return reply

    def _envelope(self, sender: str, recipient: str, size: int, deadline: float) -> Reply:
        """MAIL, RCPT and DATA: up to here a failure is free of duplicates. Success is code 354."""
        options = [f"SIZE={size}"] if self.connection.has_extn("size") else []
        steps = (
            ("mail", lambda server: server.mail(sender, options)),
            ("rcpt", lambda server: server.rcpt(recipient)),
            ("data", lambda server: server.docmd("DATA")),
        )
        for phase, step in steps:
            try:
                self._hurry(deadline)
                code, text = step(self.connection)
            except NETWORK:
                return Reply(phase)
            if code not in (250, 251, GO_AHEAD):
                return _reply(phase, code, text)
        return Reply("data", GO_AHEAD)

    def _text(self, text: bytes, deadline: float) -> Reply:
        try:
            self._hurry(deadline)
        except TimeoutError:  # we stood still for longer than the lease: somebody else has the message by now
            return Reply("data")
        try:
            self.connection.send(_stuffed(text).removesuffix(b"\r\n") + b"\r\n.\r\n")
            return _reply("dot", *self.connection.getreply())
        except NETWORK:
            return Reply("dot")

    def _reset(self, deadline: float) -> None:
        try:
            self._hurry(deadline)
            self.connection.rset()
        except NETWORK:
            self.hang_up()

    def _hurry(self, deadline: float) -> None:
        """Give the next step no more time than the whole message has left."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.sock.settimeout(min(left, self.timeout or left))
