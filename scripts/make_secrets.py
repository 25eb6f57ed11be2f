"""Make the secret files docker-compose.yml names, each once; what is there stays.

Usage: python -m scripts.make_secrets [folder]

The folder is closed to everybody else. The files in it are readable, because compose mounts each one by itself into
containers that run as another user.
"""

import secrets
import sys
from pathlib import Path


def main(folder: str = "secrets") -> int:
    place = Path(folder)
    place.mkdir(mode=0o700, exist_ok=True)
    place.chmod(0o700)
    password = keep(place / "database-password", secrets.token_hex(24))
    keep(place / "database-url", f"postgres://ilp:{password}@database:5432/ilp")
    keep(place / "secret-key", secrets.token_urlsafe(64))
    print(f"{place}/ holds {', '.join(sorted(file.name for file in place.iterdir()))}.")
    return 0


def keep(file: Path, value: str) -> str:
    """What the file holds, after writing `value` when it did not exist."""
    if not file.exists():
        file.write_text(value, encoding="utf-8")
        file.chmod(0o444)
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
