"""Everything that is wrong before a test runs: each step says its name and result, all of them run, the sum decides.

Usage: python -m scripts.check
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from scripts import catalogue, production, spelling

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Where somebody else's machine or package index would show through; written so that this file is no find itself
TELLTALES = {
    "a path of one machine": re.compile(r"(?<![\w.*-])/(root|work|home/[a-z]+|Users)/\w"),
    "a package index": re.compile(
        r"(?<!emit)--(extra-)?index-url|files\.pythonhosted|pypi\.org/simple|registry\.npmjs"
    ),
}


def run(*command: str, **variables: str) -> str:
    """What the command printed when it failed, nothing when it was content."""
    environment = os.environ | {"DEBUG": "1"} | variables
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip() or f"ended with {done.returncode}" if done.returncode else ""


def style() -> str:
    return run(str(BIN / "ruff"), "check", "--no-cache", ".")


def layout() -> str:
    return run(str(BIN / "ruff"), "format", "--check", "--no-cache", ".")


def templates() -> str:
    return run(str(BIN / "djlint"), "--lint", "--quiet", "templates")


def migrations() -> str:
    return run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def translations() -> str:
    wrong = [fault for language in catalogue.languages() for fault in catalogue.faults(language)]
    if catalogue.can_collect():
        texts = catalogue.collected()
        wrong += [f"es: not in the catalogue: {entry.msgid!r}" for entry in catalogue.missing("es", texts)]
        wrong += [f"es: nobody uses: {entry.msgid!r}" for entry in catalogue.unused("es", texts)]
    return "\n".join(wrong)


def spelling_of_words() -> str:
    return "\n".join(fault for language in spelling.DICTIONARIES for fault in spelling.faults(language))


def production_settings() -> str:
    """Django's own judgement of the settings, with nothing in the environment but what production needs."""
    with tempfile.TemporaryDirectory(prefix="ilp-check-") as folder:
        variables = production.environment(Path(folder), PATH=os.environ["PATH"])
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        done = subprocess.run(command, check=False, cwd=ROOT, env=variables, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def compose() -> str:
    """The compose file as docker-compose reads it, where that is installed, and against the project."""
    said = ""
    if shutil.which("docker-compose"):
        said = run("docker-compose", "--env-file", ".env.example", "config", "--quiet")
    return said or run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_compose.py")


def locks() -> str:
    """Every dependency of pyproject.toml is locked, with hashes, in a version it allows; all locks agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted, extras = project["dependencies"], project["optional-dependencies"]
    all_of_it, wrong = pins("requirements-dev.txt"), []
    for lock, extra in (("requirements.txt", ""), ("requirements-sms.txt", "sms"), ("requirements-dev.txt", "dev")):
        locked = pins(lock)
        wrong += [f"{lock}: {name}" for name in unmet(wanted + extras.get(extra, []), locked)]
        wrong += [
            f"{lock}: another version than requirements-dev.txt: {pin}" for pin in locked.items() - all_of_it.items()
        ]
    return "\n".join(map(str, [*wrong, *without_hash()]))


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.M)
    return {name.lower().replace("_", "-"): version for name, version in found}


def unmet(requirements: list[str], locked: dict[str, str]) -> list[str]:
    parsed = [Requirement(text) for text in requirements]
    return [str(need) for need in parsed if not need.specifier.contains(locked.get(need.name.lower(), "none"), True)]


def without_hash() -> list[str]:
    entry = re.compile(r"^[\w.-]+==.*(?<!\\)$", re.M)
    files = sorted(ROOT.glob("requirements*.txt"))
    return [f"{file.name}: no hash: {line}" for file in files for line in entry.findall(file.read_text())]


def tracked_files() -> str:
    """Nothing in the repository tells whose machine it was made on."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wrong = []
    for name in filter(None, listed.split("\0")):
        text = (ROOT / name).read_bytes().decode(errors="ignore") if (ROOT / name).exists() else ""
        wrong += [
            f"{name} names {what}: {found[0]}" for what, sign in TELLTALES.items() if (found := sign.search(text))
        ]
    return "\n".join(wrong)


STEPS = {
    "style": (style, "ruff check --fix ."),
    "layout": (layout, "ruff format ."),
    "templates": (templates, "See the rule's name in the line; djlint's own list explains it."),
    "migrations": (migrations, "python manage.py makemigrations --name what_becomes_true"),
    "translations": (translations, "make messages, then translate what is empty in locale/es"),
    "spelling": (spelling_of_words, "Correct it; a name or a word no dictionary has goes into locale/*/words.txt."),
    "production settings": (production_settings, "See ilp_portal/settings.py, last part."),
    "compose file": (compose, "See docker-compose.yml and tests/test_compose.py."),
    "locks": (locks, "make lock"),
    "tracked files": (tracked_files, "Take it out; nobody else has it."),
}


def main() -> int:
    """Run every step. What needs a program that is not here is left out, and says so; in CI that counts as failed."""
    failed, left_out = [], []
    for name, (step, remedy) in STEPS.items():
        try:
            said = step()
        except spelling.Missing as missing:
            left_out.append(name)
            print(f"{name:<22} left out: {missing}", flush=True)
            continue
        print(f"{name:<22} {'FAILED' if said else 'ok'}", flush=True)
        if said:
            failed.append(name)
            print(f"{said}\nRemedy: {remedy}\n", flush=True)
    if os.environ.get("CI"):
        failed += left_out
    print(f"Failed: {', '.join(failed)}." if failed else f"All {len(STEPS) - len(left_out)} checks passed.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
