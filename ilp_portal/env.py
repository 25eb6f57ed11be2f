"""Typed readers of the environment. A wrong value stops the start with the variable, what is wrong and the remedy.

Every variable may also be given as a file: ``NAME_FILE`` names a path whose content is the value (Docker and
systemd secrets). Giving both is an error, since nobody could tell which one counts.
"""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
MIN_SECRET_KEY = 50  # characters; the bound of Django's own security check W009
EMAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "smtps", "consolemail", "mailbox")


def wrong(name: str, what: str, remedy: str) -> ImproperlyConfigured:
    """The one form of every settings error. Never carries a value that may be a secret."""
    return ImproperlyConfigured(f"{name}: {what}. {remedy}")


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


def names(name: str, default: str | None = None) -> list[str]:
    """A list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret_key(name: str, *, debug: bool, file: Path) -> str:
    """The signing key. In DEBUG a random one is made once in `file`; production sets its own, 50 characters or more."""
    if debug and name not in os.environ and f"{name}_FILE" not in os.environ:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        return file.read_text(encoding="utf-8").strip()
    value = text(name)
    if len(value) < MIN_SECRET_KEY or len(set(value)) < 5:
        remedy = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'."
        raise wrong(name, f"is too weak, it needs {MIN_SECRET_KEY} characters", remedy)
    return value


def hosts(name: str, *, debug: bool) -> list[str]:
    """Host names that may be asked for; a bare * is refused outside DEBUG because links in mail are built from them."""
    value = names(name, "127.0.0.1,localhost,[::1]" if debug else None)
    if not value or (not debug and "*" in value):
        raise wrong(name, "has to name the hosts of the portal", "For example ALLOWED_HOSTS=ilp.example.edu.")
    return value


def base_url(name: str, *, debug: bool, default: str) -> str:
    """Where readers reach the portal; links in mail start with it. https outside DEBUG, no path, no final slash."""
    value = text(name, default if debug else None).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ({"http", "https"} if debug else {"https"}) or not parts.hostname or parts.path:
        raise wrong(name, "is not an address like https://ilp.example.edu", "Give scheme and host only, https.")
    return value


def database(name: str, *, default: str, options: dict) -> dict:
    """Django's database dict from postgres://… or sqlite:///…; `options` holds the OPTIONS per engine scheme."""
    value = text(name, default)
    scheme = urlsplit(value).scheme
    if scheme not in ("postgres", "postgresql", "sqlite"):
        raise wrong(name, "is not a postgres:// or sqlite:/// address", "postgres://user:password@host:5432/name")
    config = environ.Env.db_url_config(value)
    if not config.get("NAME"):
        raise wrong(name, "names no database", "End it with the database: postgres://user:password@host:5432/name")
    config.setdefault("OPTIONS", {}).update(options["sqlite" if scheme == "sqlite" else "postgres"])
    return config


def redis_databases(name: str) -> tuple[str, str] | None:
    """(broker, cache) addresses in different database numbers, or None when unset.

    The cache takes the number after the broker's, because a cache clear empties its whole database.
    """
    value = text(name, "")
    if not value:
        return None
    parts = urlsplit(value)
    number = parts.path.strip("/") or "0"
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or not number.isdigit():
        raise wrong(name, "is not a redis:// address", "For example redis://127.0.0.1:6379/0")
    bare = parts._replace(path="")
    return (bare._replace(path=f"/{number}").geturl(), bare._replace(path=f"/{int(number) + 1}").geturl())


def email(name: str, *, debug: bool, mailbox: Path) -> dict:
    """Django's EMAIL_* settings from smtp://, smtp+tls://, smtps://, consolemail:// or mailbox:///folder."""
    value = text(name, f"mailbox://{mailbox}" if debug else None)
    parts = urlsplit(value)
    if parts.scheme not in EMAIL_SCHEMES:
        raise wrong(name, "is not a mail address of a known kind", "smtp+tls://user:password@mail.example.edu:587")
    if parts.scheme == "mailbox":
        return {"EMAIL_BACKEND": "outreach.mailbox.EmailBackend", "EMAIL_FILE_PATH": parts.path}
    if parts.scheme != "consolemail" and not parts.hostname:
        raise wrong(name, "names no mail server", "smtp+tls://user:password@mail.example.edu:587")
    try:
        config = environ.Env.email_url_config(value.replace("smtps://", "smtp+ssl://", 1))
    except (ValueError, ImproperlyConfigured) as error:
        raise wrong(name, "cannot be read", "Percent-encode special characters of user and password.") from error
    if parts.scheme == "consolemail":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    config["EMAIL_BACKEND"] = "outreach.smtp.EmailBackend"
    config["EMAIL_PORT"] = config.get("EMAIL_PORT") or {"smtp": 25, "smtp+tls": 587}.get(parts.scheme, 465)
    return {key: val or "" for key, val in config.items() if key.startswith("EMAIL_") and key != "EMAIL_FILE_PATH"}


def sender(name: str, *, debug: bool, default: str) -> str:
    """The From of every mail: an address, or a name with an address in angle brackets."""
    value = text(name, default if debug else None)
    local, _, domain = parseaddr(value)[1].partition("@")
    if not local or not domain or "\n" in value or "\r" in value:
        raise wrong(name, "is not a mail address", 'For example DEFAULT_FROM_EMAIL="ILP <ilp@example.edu>".')
    return value
