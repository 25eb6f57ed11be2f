"""The project's files as tests compare them with each other."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
READ = re.compile(r"\benv(?:_public)?\.[a-z_]+\(\s*\"([A-Z_]+)\"")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variables_read() -> set[str]:
    """The environment variables that the settings read."""
    return set(READ.findall(text("ilp_portal/settings.py")))


def variables_of_example() -> set[str]:
    """The variables of .env.example, also those that stand there as a comment."""
    return set(re.findall(r"^#?([A-Z_]+)=", text(".env.example"), re.MULTILINE))


def compose() -> dict:
    return yaml.safe_load(text("docker-compose.yml"))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
