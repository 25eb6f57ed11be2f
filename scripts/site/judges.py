"""Judges from outside, installed from npm into .node: Lighthouse, and the Nu checker of HTML (a Java program).

The lock names no registry: npm asks the one it is set up with and compares what comes with the hashes of the lock.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scripts.chromium import FLAGS
from scripts.services import Missing

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES, NODE = ROOT / "scripts" / "node", ROOT / ".node"
CHECKER = NODE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
DEBIAN = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless", "khal": "khal"}
CATEGORIES = ("accessibility", "best-practices", "seo")
# Lighthouse starts a browser of its own. Its certificate warning is for the throw-away portal's, which nobody signed
BROWSER = [*FLAGS, "--headless=new", "--ignore-certificate-errors"]


def install() -> None:
    """Bring .node to the state of the lock; does nothing when it is there."""
    for program, package in DEBIAN.items():
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed. On Debian: apt install {package}")
    lock, stamp = PACKAGES / "package-lock.json", NODE / ".stamp"
    current = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == current:
        return
    NODE.mkdir(exist_ok=True)
    for file in (PACKAGES / "package.json", lock):
        shutil.copyfile(file, NODE / file.name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    done = subprocess.run(command, check=False, cwd=NODE, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"npm could not install the judges:\n{done.stdout}{done.stderr}")
    stamp.write_text(current)


def html_faults(pages: Iterable[tuple[str, str]]) -> list[str]:
    """What the checker says of (name, HTML) pages: errors and warnings, a line each."""
    with tempfile.TemporaryDirectory(prefix="ilp-html-") as folder:
        names = {}
        for number, (name, html) in enumerate(pages):
            (Path(folder) / f"{number}.html").write_text(html, encoding="utf-8")
            names[f"{number}.html"] = name
        command = ["java", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)["messages"]
    return [f"{names[Path(one['url']).name]}:{one.get('lastLine', 0)} {one['message']}" for one in told]


def lighthouse(chromium: str, addresses: list[str], categories: Iterable[str] = CATEGORIES) -> list[dict]:
    """{address, scores, faults} of each address, one browser for all."""
    asked = {"chromium": chromium, "flags": BROWSER, "categories": list(categories), "addresses": addresses}
    command = ["node", str(PACKAGES / "audit.mjs"), json.dumps(asked)]
    done = subprocess.run(command, check=False, cwd=NODE, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed:\n{done.stdout}{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]
