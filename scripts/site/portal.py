"""A throw-away portal as production runs it, with the record and the rows of the demo: its own TLS, Redis and files.

Nothing is left out that a visitor's browser notices: files with hashed names, compressed once; https; the page cache.
"""

import datetime as dt
import http.client
import ipaddress
import os
import signal
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from scripts import migrated, production
from scripts.services import HOST, free_port, redis, running, until

ROOT = Path(__file__).resolve().parent.parent.parent
VALID = dt.timedelta(days=2)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the portal, https, with a certificate that nobody signed; gone when the block ends."""
    var, port = folder / "var", free_port()
    var.mkdir()
    with closing(sqlite3.connect(var / "portal.sqlite3")) as file:
        migrated.copy_into(file)
    with redis(folder) as broker:
        variables = production.environment(
            var,
            PATH=os.environ["PATH"],
            ALLOWED_HOSTS=HOST,
            BASE_URL=f"https://{HOST}:{port}",
            DATABASE_URL=f"sqlite:///{var / 'portal.sqlite3'}",
            REDIS_URL=broker,
            BEHIND_TLS_PROXY="0",
        )
        fill(variables)
        options = ["--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "6", "--log-level", "warning"]
        certificate = ["--certfile", write_certificate(folder), "--keyfile", folder / "key.pem"]
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *options, *certificate]
        log = folder / "portal.log"
        with running([*command, "ilp_portal.wsgi"], log, signal.SIGTERM, cwd=ROOT, env=variables) as portal:
            until(lambda: is_well(port), portal, log)
            yield f"https://{HOST}:{port}"


def fill(variables: dict[str, str]) -> None:
    """The rows of the record and of the demo, which only DEBUG loads, and the files as production has them."""
    debug = variables | {"DEBUG": "1", "BASE_URL": f"http://{HOST}", "DJANGO_SETTINGS_MODULE": "ilp_portal.settings"}
    ask(debug, "-m", "scripts.site.fill")
    ask(variables, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")


def ask(variables: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, env=variables, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def write_certificate(folder: Path) -> Path:
    """A fresh key and a certificate for this machine's loopback address."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - VALID, now + VALID)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"


def trusting() -> ssl.SSLContext:
    """For asking the throw-away portal, whose certificate nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_well(port: int) -> bool:
    asked = http.client.HTTPSConnection(HOST, port, timeout=2, context=trusting())
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()
