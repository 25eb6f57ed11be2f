"""Typed readers of the environment. A wrong value stops the start with the variable, what is wrong and the remedy.

Every variable may also be given as a file: ``NAME_FILE`` names a path whose content is the value (Docker and
systemd secrets). Giving both is an error, since nobody could tell which one counts.
"""

import os
import re
import secrets
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
MIN_SECRET_KEY = 50  # characters; the bound of Django's own security check W009
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)  # as ALLOWED_HOSTS takes it
TWILIO = re.compile(  # account, token, and a number, short code or messaging service to send from
    r"twilio://(?P<sid>AC[0-9a-f]{32}):(?P<token>[^:@/?#\s]+)@(?P<sender>\+[1-9][0-9]{6,14}|[0-9]{5,6}|MG[0-9a-f]{32})/?"
)
MIN_BASIC_AUTH = 16  # characters of the password by which a mail provider proves who it is
MAIL_SERVERS = ("smtp", "smtp+tls", "smtp+ssl", "smtps")
PROVIDERS = {  # of django-anymail, those that need no further package; each with the name of its key
    "sendgrid": "SENDGRID_API_KEY",
    "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "brevo": "BREVO_API_KEY",
}
MAIL_PROVIDERS = tuple(f"anymail+{provider}" for provider in PROVIDERS)
CAN_BE_TOLD_NOT_TO_TRACK = ("sendgrid", "mailgun", "postmark")  # Brevo has a switch for the whole account only
MAIL_KEPT = ("mailbox", "consolemail")  # mail that reaches nobody: only for trying
MAILBOX_BACKEND = "outreach.mailbox.EmailBackend"
MOST_REDIS_DATABASES = 16  # Redis has this many unless told otherwise; the cache takes the one after the broker's


def wrong(name: str, what: str, remedy: str) -> ImproperlyConfigured:
    """The one form of every settings error. Never carries a value that may be a secret."""
    return ImproperlyConfigured(f"{name}: {what}. {remedy}")


def given(name: str) -> bool:
    """True when the variable is set, as itself or as a file."""
    return name in os.environ or f"{name}_FILE" in os.environ


def text(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file named by NAME_FILE, or the default; None as default means required."""
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value is not None and path is not None:
        raise wrong(name, f"is given twice, as {name} and as {name}_FILE", "Keep one of the two.")
    if path is not None:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise wrong(f"{name}_FILE", f"cannot be read ({reason})", "Name a readable text file.") from error
    if value is None:
        if default is None:
            raise wrong(name, "is missing", f"Set {name}, or {name}_FILE to a file that holds it.")
        return default
    return value.strip()


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and empty, in any case."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise wrong(name, f"is {value[:20]!r}, which is neither yes nor no", "Use 1 or 0.")
    return value in TRUE


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number between `least` and `most`, both included."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise wrong(name, f"is not a whole number from {least} to {most}", f"For example {name}={default}.")
    return int(value)


def level(name: str, default: str) -> str:
    """How much the logs tell, as Python names it."""
    value = text(name, default).upper()
    if value not in LOG_LEVELS:
        raise wrong(name, "is no level of the logs", f"Use one of {', '.join(LOG_LEVELS)}.")
    return value


def names(name: str, default: str | None = None) -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def address(name: str, value: str, schemes: tuple[str, ...], example: str) -> SplitResult:
    """The parts of an address of one of the schemes, its host and port proved to be readable."""
    try:
        parts = urlsplit(value)
        _ = parts.hostname, parts.port  # a wrong one raises only when asked for
    except ValueError as error:
        raise wrong(name, "is no readable address", f"For example {name}={example}") from error
    if parts.scheme not in schemes or any(character <= " " for character in value):
        raise wrong(
            name,
            f"does not start with {' or '.join(f'{scheme}://' for scheme in schemes)}",
            f"For example {name}={example}",
        )
    return parts


def folder(name: str, default: Path) -> Path:
    """A folder the portal may write to; made when it is not there."""
    path = Path(text(name, str(default))).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no path"
        raise wrong(name, f"cannot be made a folder ({reason})", "Name a folder that may be written to.") from error
    if not os.access(path, os.W_OK):
        raise wrong(name, "is a folder that may not be written to", "Name another one, or change who owns it.")
    return path


def secret_key(name: str, *, debug: bool, file: Path) -> str:
    """The signing key. In DEBUG a random one is made once in `file`; production sets its own, 50 characters or more."""
    if debug and not given(name):
        if not file.exists():
            part = file.with_name(f"{file.name}.{os.getpid()}.part")
            part.touch(mode=0o600)
            part.write_text(secrets.token_urlsafe(64), encoding="utf-8")
            part.replace(file)
        return file.read_text(encoding="utf-8").strip()
    value = text(name)
    if len(value) < MIN_SECRET_KEY or len(set(value)) < 5:
        remedy = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'."
        raise wrong(name, f"is too weak, it needs {MIN_SECRET_KEY} characters", remedy)
    return value


def hosts(name: str, *, debug: bool) -> list[str]:
    """Host names that may be asked for; a bare * is refused outside DEBUG because links in mail are built from them."""
    value = names(name, "127.0.0.1,localhost,[::1]" if debug else None)
    if not value or not all(HOST.fullmatch(host) or (debug and host == "*") for host in value):
        raise wrong(name, "has to name the hosts of the portal, without https:// and port", f"{name}=ilp.example.edu")
    return value


def base_url(name: str, *, debug: bool, default: str, hosts: list[str]) -> str:
    """Where readers reach the portal; links in mail start with it. https outside DEBUG, no path, a host of `hosts`."""
    value = text(name, default if debug else None).rstrip("/")
    example = "https://ilp.example.edu"
    parts = address(name, value, ("http", "https") if debug else ("https",), example)
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise wrong(name, "is not scheme and host only", f"For example {name}={example}")
    if not validate_host(parts.hostname, hosts):
        raise wrong(
            name, "names a host that ALLOWED_HOSTS does not allow", "Add it there, or links in mail lead nowhere."
        )
    return value


def database(name: str, *, debug: bool, file: Path, options: dict) -> dict:
    """Django's database dict from postgres://… or sqlite:///…; unset in DEBUG it is SQLite in `file`.

    `options` holds the OPTIONS per engine scheme.
    """
    example = "postgres://user:password@host:5432/name"
    if debug and not given(name):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options["sqlite"]}
    value = text(name)
    parts = address(name, value, ("postgres", "postgresql", "sqlite"), example)
    if parts.scheme == "sqlite" and parts.netloc:
        raise wrong(
            name, "names a relative file", f"Use three slashes and a whole path: {name}=sqlite:////srv/ilp.sqlite3"
        )
    config = environ.Env.db_url_config(value)
    if not config.get("NAME") or config["NAME"] == ":memory:":
        raise wrong(name, "names no database", f"End it with the database: {name}={example}")
    config.setdefault("OPTIONS", {}).update(options["sqlite" if parts.scheme == "sqlite" else "postgres"])
    return config


def redis_databases(name: str, *, debug: bool) -> tuple[str, str] | None:
    """(broker, cache) addresses in different database numbers; None when unset, which only DEBUG allows.

    The cache takes the number after the broker's, because a cache clear empties its whole database.
    """
    value = text(name, "" if debug else None)
    if debug and not value:
        return None
    example = "redis://127.0.0.1:6379/0"
    parts = address(name, value, ("redis", "rediss"), example)
    number = parts.path.strip("/") or "0"
    if not parts.hostname:
        raise wrong(name, "names no host", f"For example {name}={example}")
    if number not in map(str, range(MOST_REDIS_DATABASES - 1)):
        last = MOST_REDIS_DATABASES - 2
        raise wrong(name, f"has to end with a number from 0 to {last}", f"For example {name}={example}")
    broker, cache = (parts._replace(path=f"/{n}").geturl() for n in (int(number), int(number) + 1))
    return broker, cache


def email(name: str, *, debug: bool, mailbox: Path) -> dict:
    """Django's EMAIL_* settings from smtp://, smtp+tls:// or smtps://, those of django-anymail from anymail+…://; in
    DEBUG also mailbox:///folder, consolemail://."""
    example = "smtp+tls://user:password@mail.example.edu:587"
    if debug and not given(name):
        return {"EMAIL_BACKEND": MAILBOX_BACKEND, "EMAIL_FILE_PATH": str(mailbox)}
    value = text(name)
    parts = address(name, value, MAIL_SERVERS + MAIL_PROVIDERS + (MAIL_KEPT if debug else ()), example)
    if parts.scheme in MAIL_PROVIDERS:
        return mail_provider(name, parts)
    if parts.scheme == "consolemail":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "mailbox":
        if parts.netloc or not parts.path:
            raise wrong(name, "names no whole path", f"Use three slashes: {name}=mailbox:///srv/mail")
        return {"EMAIL_BACKEND": MAILBOX_BACKEND, "EMAIL_FILE_PATH": parts.path}
    if not parts.hostname:
        raise wrong(name, "names no mail server", f"For example {name}={example}")
    config = environ.Env.email_url_config(value.replace("smtps://", "smtp+ssl://", 1))
    config["EMAIL_BACKEND"] = "outreach.smtp.EmailBackend"
    config["EMAIL_PORT"] = config.get("EMAIL_PORT") or {"smtp": 25, "smtp+tls": 587}.get(parts.scheme, 465)
    return {key: val or "" for key, val in config.items() if key.startswith("EMAIL_") and key != "EMAIL_FILE_PATH"}


def mail_provider(name: str, parts: SplitResult) -> dict:
    """django-anymail's settings from anymail+postmark://key; Mailgun has anymail+mailgun://key@domain?region=eu."""
    provider, example = parts.scheme.removeprefix("anymail+"), f"{name}={parts.scheme}://key"
    key, _, domain = parts.netloc.rpartition("@") if provider == "mailgun" else (parts.netloc, "", "")
    anymail = {PROVIDERS[provider]: unquote(key)}
    if provider == "mailgun":
        example += "@ilp.example.edu"
        anymail["MAILGUN_SENDER_DOMAIN"] = domain
        if parts.query == "region=eu":
            anymail["MAILGUN_API_URL"] = "https://api.eu.mailgun.net/v3"
    query_known = parts.query in ("", "region=eu" if provider == "mailgun" else "")
    if not all(anymail.values()) or parts.path.strip("/") or not query_known:
        raise wrong(name, "is not the address of a mail provider", f"For example {example}")
    if provider in CAN_BE_TOLD_NOT_TO_TRACK:
        anymail[f"{provider.upper()}_SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": anymail}


def texts(name: str, *, debug: bool, folder: Path) -> dict | None:
    """How text messages go: twilio://SID:TOKEN@+15550100, in DEBUG also console:// and file:///folder; None for off."""
    value = text(name, "")
    if not value:
        return None
    example = "twilio://SID:TOKEN@+12025550100"
    scheme, _, rest = value.partition("://")
    if debug and scheme == "console" and not rest:
        return {"ADAPTER": "console"}
    if debug and scheme == "file" and (not rest or rest.startswith("/")):
        return {"ADAPTER": "file", "FOLDER": rest.rstrip("/") or str(folder)}
    found = TWILIO.fullmatch(value)
    if not found:
        schemes = "twilio://, console:// or file:///folder" if debug else "twilio://"
        raise wrong(name, f"is no address of text messages ({schemes})", f"For example {name}={example}")
    if find_spec("twilio") is None:
        raise wrong(name, "needs Twilio's client", "Install requirements-sms.txt, or leave it unset.")
    return {"ADAPTER": "twilio", "SID": found["sid"], "TOKEN": unquote(found["token"]), "FROM": found["sender"]}


def basic_auth(name: str) -> str:
    """user:password by which a mail provider proves who it is; "" when unset. Both stand in an address as they are."""
    value = text(name, "")
    if value and not re.fullmatch(rf"[A-Za-z0-9_~.-]+:[A-Za-z0-9_~.-]{{{MIN_BASIC_AUTH},}}", value):
        remedy = (
            f"For example {name}=reports:password, the password made of {MIN_BASIC_AUTH} letters and digits or more."
        )
        raise wrong(name, "is not user:password of letters and digits, or the password is short", remedy)
    return value


def sender(name: str, *, debug: bool, default: str) -> str:
    """The From of every mail: an address, or a name with an address in angle brackets."""
    value = text(name, default if debug else None)
    if any(character < " " for character in value):
        raise wrong(name, "holds a line break or another sign nobody sees", "Write it on one line.")
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError as error:
        raise wrong(name, "is not a mail address", f'For example {name}="ILP <ilp@example.edu>"') from error
    return value
