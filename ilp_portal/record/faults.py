"""What is wrong with the record: every fault says file, record and field, and all of them are told at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    file: str
    record: str
    field: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.record, self.field, self.what) if part)


@dataclass
class Faults:
    """The list that grows while the record is read."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, record: str = "", field: str = "", what: str = "") -> None:
        self.found.append(Fault(file, record, field, what))

    def __bool__(self) -> bool:
        return bool(self.found)


class BadRecord(Exception):
    """The record cannot be loaded; `faults` holds every reason. Nothing was changed."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
