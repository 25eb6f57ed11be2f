"""Processes as tests look at them, through /proc."""

import time
from collections.abc import Callable
from pathlib import Path


def lives(process_id: int) -> bool:
    """False for a zombie too: its parent only has not looked yet."""
    return _state(process_id) not in ("", "Z")


BUSY = 3  # times as long as alone, since other parts of the checks run beside


def soon(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it comes true within the time that it may take on a machine with nothing else to do."""
    deadline = time.monotonic() + BUSY * seconds
    while not (now := true()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return now


def catches(process_id: int, number: int) -> bool:
    """Whether the program has a handler of its own for the signal by now."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(mask, 16) >> (number - 1) & 1)


def descendants(process_id: int) -> set[int]:
    """The children of a process and theirs."""
    found, rest = set(), {process_id}
    parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    while rest:
        rest = {child for child, parent in parents.items() if parent in rest}
        found |= rest
    return found


def _fields(process_id: int) -> list[str]:
    try:
        text = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()  # the name before it may hold anything


def _state(process_id: int) -> str:
    return next(iter(_fields(process_id)), "")


def _parent(process_id: int) -> int:
    return int((_fields(process_id) or ["", "0"])[1])
