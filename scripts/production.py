"""A complete production environment with values that are made up, for checks that want production settings."""

import secrets
from pathlib import Path


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Every variable production needs; `folder` takes what is written. Servers are named, none is asked."""
    made_up = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "ilp.example.edu",
        "BASE_URL": "https://ilp.example.edu",
        "DATABASE_URL": "postgres://ilp:secret@127.0.0.1:1/ilp",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp+tls://ilp:secret@127.0.0.1:1",
        "DEFAULT_FROM_EMAIL": "ILP Portal <ilp@ilp.example.edu>",
        "VAR_DIR": str(folder),
    }
    return made_up | more
