"""A wrong environment stops the start and says which variable, what is wrong with it and what to do."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ilp_portal import env
from scripts import production

ROOT = Path(__file__).resolve().parents[2]
READERS = {
    "SECRET_KEY": lambda debug, folder: env.secret_key("SECRET_KEY", debug=debug, file=folder / "secret-key"),
    "DEBUG": lambda debug, folder: env.flag("DEBUG"),
    "ALLOWED_HOSTS": lambda debug, folder: env.hosts("ALLOWED_HOSTS", debug=debug),
    "BASE_URL": lambda debug, folder: env.base_url(
        "BASE_URL", debug=debug, default="http://127.0.0.1:8000", hosts=["ilp.example.edu", "127.0.0.1"]
    ),
    "DATABASE_URL": lambda debug, folder: env.database(
        "DATABASE_URL", debug=debug, file=folder / "portal.sqlite3", options={"sqlite": {"timeout": 1}, "postgres": {}}
    ),
    "REDIS_URL": lambda debug, folder: env.redis_databases("REDIS_URL", debug=debug),
    "EMAIL_URL": lambda debug, folder: env.email("EMAIL_URL", debug=debug, mailbox=folder / "mail"),
    "DEFAULT_FROM_EMAIL": lambda debug, folder: env.sender("DEFAULT_FROM_EMAIL", debug=debug, default="a@b.example"),
    "SMS_URL": lambda debug, folder: env.texts("SMS_URL", debug=debug, folder=folder / "texts"),
    "ANYMAIL_WEBHOOK_SECRET": lambda debug, folder: env.basic_auth("ANYMAIL_WEBHOOK_SECRET"),
    "LOG_LEVEL": lambda debug, folder: env.level("LOG_LEVEL", "INFO"),
    "PORT": lambda debug, folder: env.number("PORT", 8000, least=1, most=65535),
    "VAR_DIR": lambda debug, folder: env.folder("VAR_DIR", folder),
}
REQUIRED = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
]
WRONG = {
    "SECRET_KEY": {"": "is too weak", "short": "is too weak", "a" * 80: "is too weak"},
    "DEBUG": {"maybe": "neither yes nor no", "2": "neither yes nor no", "é": "neither yes nor no"},
    "ALLOWED_HOSTS": {
        value: "has to name the hosts"
        for value in ("", " , ", "*", "https://ilp.example.edu", "ilp.example.edu:443", "ilp.example.edu/es", "a b")
    },
    "BASE_URL": {
        "": "does not start with https://",
        "ilp.example.edu": "does not start with https://",
        "http://ilp.example.edu": "does not start with https://",
        "https://": "is not scheme and host only",
        "https://ilp.example.edu/portal": "is not scheme and host only",
        "https://ilp.example.edu?a=b": "is not scheme and host only",
        "https://me:word@ilp.example.edu": "is not scheme and host only",
        "https://elsewhere.example.edu": "ALLOWED_HOSTS does not allow",
        "https://[::1": "is no readable address",
        "https://ilp.example.edu:port": "is no readable address",
    },
    "DATABASE_URL": {
        "": "does not start with postgres://",
        "ilp": "does not start with postgres://",
        "mysql://host/name": "does not start with postgres://",
        "postgres://host:5432": "names no database",
        "postgres://host:port/name": "is no readable address",
        "postgres://user:with space@host/name": "does not start with",
        "sqlite://portal.sqlite3": "names a relative file",
        "sqlite://": "names no database",
    },
    "REDIS_URL": {
        "": "does not start with redis://",
        "127.0.0.1:6379": "does not start with redis://",
        "http://127.0.0.1/0": "does not start with redis://",
        "redis://": "names no host",
        "redis://127.0.0.1:99999/0": "is no readable address",
        "redis://127.0.0.1/first": "has to end with a number",
        "redis://127.0.0.1/15": "has to end with a number",
        f"redis://127.0.0.1/{10**30}": "has to end with a number",
    },
    "EMAIL_URL": {
        "": "does not start with smtp://",
        "mail.example.edu": "does not start with smtp://",
        "consolemail://": "does not start with smtp://",
        "mailbox:///srv/mail": "does not start with smtp://",
        "smtp://": "names no mail server",
        "smtp://mail.example.edu:mail": "is no readable address",
        "anymail+amazon-ses://": "does not start with smtp://",
        "anymail+pigeon://key": "does not start with smtp://",
        "anymail+sendgrid://": "is not the address of a mail provider",
        "anymail+sendgrid://SG.key/v3": "is not the address of a mail provider",
        "anymail+postmark://key?stream=x": "is not the address of a mail provider",
        "anymail+mailgun://key": "is not the address of a mail provider",
        "anymail+mailgun://@ilp.example.edu": "is not the address of a mail provider",
    },
    "SMS_URL": {
        value: "is no address of text messages"
        for value in (
            "sms",
            "console://",  # reaches nobody: only for trying
            "file:///srv/texts",
            "twilio://",
            "twilio://AC0:token@+12025550100",
            f"twilio://AC{'0' * 32}:token@2025550100",
            f"twilio://AC{'0' * 32}:@+12025550100",
            f"twilio://AC{'0' * 32}:token@+1202555٠100",
        )
    },
    "DEFAULT_FROM_EMAIL": {
        "": "is not a mail address",
        "ILP Portal": "is not a mail address",
        "ilp@": "is not a mail address",
        "ILP <ilp@example.edu>\nBcc: all@example.edu": "line break",
    },
    "ANYMAIL_WEBHOOK_SECRET": {
        value: "is not user:password"
        for value in ("reports", ":" + "x" * 30, "reports:short", "reports:with spaces in it now", "a:b@" + "x" * 30)
    },
    "LOG_LEVEL": {"LOUD": "is no level of the logs", "": "is no level of the logs"},
    "PORT": {value: "is not a whole number" for value in ("", "0", "65536", "-1", "8e3", "٨", "9" * 30)},
    "VAR_DIR": {"/proc/nowhere": "cannot be made a folder", "/dev/null/var": "cannot be made a folder"},
}
CASES = [(name, value, what) for name, values in WRONG.items() for value, what in values.items()]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in READERS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.mark.parametrize(("name", "value", "what"), CASES)
def test_wrong_value_stops_with_variable_fault_and_remedy(name, value, what, monkeypatch, tmp_path):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as stopped:
        READERS[name](False, tmp_path)
    said = str(stopped.value)
    subject, _, rest = said.partition(": ")
    fault, _, remedy = rest.partition(". ")
    assert (subject, what in fault, bool(remedy)) == (name, True, True), said


@pytest.mark.parametrize("name", REQUIRED)
def test_missing_value_stops_outside_debug(name, tmp_path):
    with pytest.raises(ImproperlyConfigured, match=f"{name}: is missing. Set {name}, or {name}_FILE"):
        READERS[name](False, tmp_path)


@pytest.mark.parametrize("name", REQUIRED)
def test_missing_value_has_a_default_in_debug(name, tmp_path):
    assert READERS[name](True, tmp_path) is not None or name == "REDIS_URL"


@pytest.mark.parametrize("name", REQUIRED)
def test_value_is_read_from_a_file(name, monkeypatch, tmp_path):
    values = production.environment(tmp_path)
    (tmp_path / "value").write_text(f"{values[name]}\n")
    monkeypatch.setenv(name, values[name])
    as_itself = READERS[name](False, tmp_path)
    monkeypatch.delenv(name)
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "value"))
    assert READERS[name](False, tmp_path) == as_itself


@pytest.mark.parametrize("name", REQUIRED)
def test_file_that_cannot_be_read_stops(name, monkeypatch, tmp_path):
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match=f"{name}_FILE: cannot be read .No such file"):
        READERS[name](True, tmp_path)


def test_file_that_is_no_text_stops(monkeypatch, tmp_path):
    (tmp_path / "value").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "value"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE: cannot be read \(it is not text"):
        READERS["SECRET_KEY"](False, tmp_path)


@pytest.mark.parametrize("name", REQUIRED)
def test_value_given_twice_stops(name, monkeypatch, tmp_path):
    monkeypatch.setenv(name, "one")
    monkeypatch.setenv(f"{name}_FILE", "other")
    with pytest.raises(ImproperlyConfigured, match=f"{name}: is given twice"):
        READERS[name](True, tmp_path)


def test_error_never_tells_a_secret(monkeypatch, tmp_path):
    secret = "s3cr3t-word"
    for name, value in {
        "SECRET_KEY": secret,
        "DATABASE_URL": f"mysql://user:{secret}@host/name",
        "REDIS_URL": f"redis://:{secret}@host/first",
        "EMAIL_URL": f"smtp://user:{secret}@host:port",
    }.items():
        monkeypatch.setenv(name, value)
        with pytest.raises(ImproperlyConfigured) as stopped:
            READERS[name](False, tmp_path)
        assert secret not in str(stopped.value)


def test_secret_key_of_debug_is_made_once_and_only_for_its_owner(tmp_path):
    first = READERS["SECRET_KEY"](True, tmp_path)
    assert (READERS["SECRET_KEY"](True, tmp_path), len(first) >= 50) == (first, True)
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_broker_and_cache_get_different_redis_databases(monkeypatch, tmp_path):
    monkeypatch.setenv("REDIS_URL", "rediss://user:w%40rd@redis.example.edu:6380/3")
    server = "rediss://user:w%40rd@redis.example.edu:6380"
    assert READERS["REDIS_URL"](False, tmp_path) == (f"{server}/3", f"{server}/4")


def test_log_is_kept_for_ninety_days_or_as_many_as_are_set(monkeypatch, tmp_path):
    monkeypatch.delenv("AUDIT_DAYS", raising=False)
    for name, value in {"DEBUG": "1", "VAR_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    settings = str(ROOT / "ilp_portal" / "settings.py")
    kept = [runpy.run_path(settings)["AUDIT_KEPT"].days]
    for days in ("30", "3650"):
        monkeypatch.setenv("AUDIT_DAYS", days)
        kept.append(runpy.run_path(settings)["AUDIT_KEPT"].days)
    assert kept == [90, 30, 3650]
    for days in ("29", "3651", "", "ninety"):
        monkeypatch.setenv("AUDIT_DAYS", days)
        with pytest.raises(ImproperlyConfigured, match=r"^AUDIT_DAYS: is not a whole number from 30 to 3650"):
            runpy.run_path(settings)


def test_folder_with_odd_signs_still_holds_the_embedded_portal(tmp_path):
    odd = tmp_path / "Mi carpeta #1 ñ?"
    database, mail = READERS["DATABASE_URL"](True, odd), READERS["EMAIL_URL"](True, odd)
    assert (database["NAME"], mail["EMAIL_FILE_PATH"]) == (str(odd / "portal.sqlite3"), str(odd / "mail"))


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.edu", 25, "", ""),
        ("smtp+tls://mail.example.edu", 587, True, ""),
        ("smtps://mail.example.edu", 465, "", True),
        ("smtp+ssl://mail.example.edu:4650", 4650, "", True),
    ],
)
def test_mail_address_chooses_port_and_encryption(value, port, tls, ssl, monkeypatch, tmp_path):
    monkeypatch.setenv("EMAIL_URL", value)
    read = READERS["EMAIL_URL"](False, tmp_path)
    chosen = (read["EMAIL_HOST"], read["EMAIL_PORT"], read.get("EMAIL_USE_TLS", ""), read.get("EMAIL_USE_SSL", ""))
    assert chosen == ("mail.example.edu", port, tls, ssl)


def check(**variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        check=False,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", [*REQUIRED, "DEBUG", "PORT", "TRUSTED_PROXY_COUNT", "OUTBOX_LEASE_SECONDS"])
def test_command_ends_with_one_line_instead_of_a_traceback(name, tmp_path):
    done = check(**production.environment(tmp_path, **{name: "?"}))
    assert (done.returncode, done.stdout) == (2, "")
    assert (done.stderr.startswith(f"The settings are wrong. {name}: "), done.stderr.count("\n")) == (True, 1)


def test_nothing_set_stops_at_the_first_required_variable(tmp_path):
    done = check(VAR_DIR=str(tmp_path))
    assert (done.returncode, "SECRET_KEY: is missing" in done.stderr) == (2, True)
