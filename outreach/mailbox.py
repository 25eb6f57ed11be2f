"""The mailbox of the embedded portal: each mail is a file of its own, so that trying it needs no mail server."""

import datetime as dt
import itertools
import os
import re
import secrets
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

SHOWN = 100  # newest mails on the page
NAME = re.compile(r"\d{8}T\d{12}-\d{6}-[0-9a-f]{6}")  # instant in UTC with microseconds, number, noise

_numbers = itertools.count()


def folder() -> Path:
    """Where the mails lie: EMAIL_FILE_PATH of a mailbox:// address, or the embedded default."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.MAILBOX_DIR)


class EmailBackend(BaseEmailBackend):
    """Writes each mail to a file whose name sorts by time. A mail is there whole or not at all."""

    def send_messages(self, email_messages) -> int:
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds sign-in codes
        for mail in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{next(_numbers) % 10**6:06d}-{secrets.token_hex(3)}"
            draft = place / f".{name}.part"
            draft.write_bytes(mail.message().as_bytes())
            os.replace(draft, place / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """One mail of the mailbox, read back."""

    name: str
    parsed: Parsed

    @classmethod
    def read(cls, path: Path) -> "Mail":
        return cls(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))

    @property
    def to(self) -> str:
        return str(self.parsed["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"] or "")

    @property
    def language(self) -> str:
        return str(self.parsed["Content-Language"] or "")

    @property
    def sent_at(self) -> dt.datetime:
        return parsedate_to_datetime(self.parsed["Date"]).replace(tzinfo=dt.UTC)  # Django writes -0000, read as naive

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


def newest() -> list[Mail]:
    """The newest mails, newest first; none when nothing was sent yet."""
    paths = sorted((path for path in folder().glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    return [Mail.read(path) for path in paths[:SHOWN]]


def get(name: str) -> Mail | None:
    """One mail by name. A name of any other form is None, so that no path leads out of the folder."""
    path = folder() / f"{name}.eml"
    return Mail.read(path) if NAME.fullmatch(name) and path.is_file() else None
