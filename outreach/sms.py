"""Text messages: the console, a folder of files, or Twilio. Off unless SMS_URL is set; then no form asks for a number.

The three have the interface of outreach.channels.
"""

import logging
import secrets
import sys
from pathlib import Path

import requests
from django.conf import settings
from django.utils import timezone

from . import providers
from .replies import Reply, Verdict
from .texting import Text

log = logging.getLogger(__name__)

API_URL = "https://api.twilio.com"

STOPPED = (21610,)  # the reader told Twilio to stop
NOT_FOR_THIS_NUMBER = (21211, 21612, 21614, 21217, 21265)  # no number, not reachable, no mobile phone
FOR_THIS_TEXT_ONLY = (21408, 21602, 21617)  # country switched off, empty, too long
WE_ARE_REFUSED = (20003, 20005, 20404, 21212, 21603, 21606, 21608, 21659, 21660, 21661)  # account, sender
TOO_MANY = (20429, 14107, 21611)  # rate, queue full


def is_on() -> bool:
    return settings.SMS is not None


def open_adapter():
    """The configured channel."""
    config = settings.SMS
    if config["ADAPTER"] == "twilio":
        return Twilio(config)
    return Files(Path(config["FOLDER"])) if config["ADAPTER"] == "file" else Console()


class Console:
    """Prints each text to standard output; it reaches nobody."""

    def ready(self) -> None:
        return None

    def hand_over(self, made: Text, seconds: float) -> Reply:
        sys.stdout.write(_page(made))
        return Reply("dot", 250)

    def close(self) -> None:
        return None


class Files(Console):
    """Each text is a file of its own whose name sorts by time; it is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, made: Text, seconds: float) -> Reply:
        name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self.folder / f".{name}.part"
            draft.write_text(_page(made), encoding="utf-8")
            draft.replace(self.folder / f"{name}.txt")
        except OSError:
            return Reply("connect")
        return Reply("dot", 250)


def _page(made: Text) -> str:
    size = made.size
    return f"To: {made.to[0]}\nParts: {size.parts} ({size.coding}, {size.units})\n\n{made.body}\n"


class Twilio:
    """Twilio's own client, with our time limits and without its log, which would quote."""

    def __init__(self, config: dict) -> None:
        from twilio.rest import Client

        self.http = _quiet_client(config.get("API_URL", API_URL))
        self.client = Client(config["SID"], config["TOKEN"], http_client=self.http)
        key = "messaging_service_sid" if config["FROM"].startswith("MG") else "from_"
        self.sender = {key: config["FROM"]}

    def ready(self) -> None:
        return None

    def hand_over(self, made: Text, seconds: float) -> Reply:
        from twilio.base.exceptions import TwilioRestException

        self.http.timeout = providers.time_limits(seconds)
        try:
            sent = self.client.messages.create(to=made.to[0], body=made.body, **self.sender)
        except TwilioRestException as error:
            return of_code(error.code, error.status)
        except requests.RequestException as error:
            return providers.of_network(error)
        except Exception as error:  # an answer that nobody can read
            log.warning("answer of Twilio not understood: %s", type(error).__name__)
            return Reply("dot")
        refused = sent.status in ("failed", "undelivered")
        return of_code(sent.error_code, 400) if refused else Reply("dot", 201, verdict=Verdict.SENT)

    def close(self) -> None:
        self.http.session.close()


def is_signed(request, token: str) -> bool:
    """Whether Twilio sent this, to the address by which readers reach us, whatever proxies stand in between."""
    from twilio.request_validator import RequestValidator

    url = settings.BASE_URL + request.get_full_path()
    return RequestValidator(token).validate(url, request.POST, request.headers.get("X-Twilio-Signature", ""))


def of_code(code: int | None, status: int) -> Reply:
    """What Twilio's error means for the message; its own codes first, then HTTP's."""
    if code in STOPPED:
        return Reply("rcpt", code, verdict=Verdict.STOPPED)
    if code in NOT_FOR_THIS_NUMBER:
        return Reply("rcpt", code, verdict=Verdict.DEAD)
    if code in FOR_THIS_TEXT_ONLY:
        return Reply("data", code, verdict=Verdict.FAILED)
    if code in WE_ARE_REFUSED:
        return Reply("login", code, verdict=Verdict.OURS)
    if code in TOO_MANY:
        return Reply("connect", code, verdict=Verdict.RETRY)
    reply = providers.of_status(status)
    return Reply(reply.phase, code if code and code < 2**15 and status < 500 else status, verdict=reply.verdict)


def _quiet_client(api_url: str):
    from twilio.http.http_client import TwilioHttpClient

    unheard = logging.Logger("unheard")  # under no other logger, so that what is said to it is heard nowhere
    unheard.disabled = True

    class Quiet(TwilioHttpClient):
        def request(self, method, url, *args, **kwargs):
            return super().request(method, url.replace(API_URL, api_url, 1), *args, **kwargs)

    return Quiet(logger=unheard)
