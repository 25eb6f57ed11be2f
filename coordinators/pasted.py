"""People as somebody pastes them: one a line, as an address book, a mail program or a spreadsheet writes them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from outreach.letters import is_said_as_written

MOST_LINES = 200
LONGEST_NAME, LONGEST_ADDRESS = 80, 254  # characters, as the account keeps them
IN_ANGLES = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
BETWEEN = re.compile(r"(?<=>)\s*[;,]")  # of several in one line, as mail programs write them
HEADS = {"name", "nombre", "email", "e-mail", "mail", "correo", "address", "first name", "last name", "apellido"}


class Fault(models.TextChoices):
    NO_ADDRESS = "none", _("There is no email address in this line.")
    BAD_ADDRESS = "bad", _("That is no email address. Write one like name@mail.com.")
    NO_NAME = "nameless", _("The name is missing. Write it before the address, or after a semicolon.")
    BAD_NAME = "name", _("That name cannot be stored: plain signs, at most 80.")
    TWICE = "twice", _("This address stands further up already.")
    IN_USE = "used", _("An account has this address already. Nothing was changed.")


@dataclass(frozen=True)
class Namesake:
    """Somebody on record with the name of a line; `address` of the account, if there is one."""

    person: int
    address: str | None


@dataclass
class Line:
    """One person as pasted; `number` of the line, from 1. `fault` is empty while nothing is wrong."""

    number: int
    text: str
    name: str
    address: str
    fault: str = ""
    namesakes: list[Namesake] = field(default_factory=list)  # may be the same person; read() looks nobody up

    @property
    def words(self) -> str:
        return str(Fault(self.fault).label) if self.fault else ""


def read(text: str) -> list[Line]:
    """Everybody in the text, in its order; what is wrong with a line is said in it. Nothing is looked up."""
    lines, seen = [], set()
    for number, piece in _pieces(text):
        name, address = _parts(piece)
        line = Line(number, piece, name, address, _fault(name, address))
        if not line.fault and address in seen:
            line.fault = Fault.TWICE
        seen.add(address)
        lines.append(line)
    return lines


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(text.splitlines(), start=1):
        for piece in BETWEEN.split(row):
            if cells := piece.strip(" \t,;"):
                is_head = number == 1 and {cell.strip(' "').lower() for cell in re.split(r"[\t;,]", cells)} <= HEADS
                if not is_head:
                    yield number, cells


def _parts(piece: str) -> tuple[str, str]:
    """(name, address); an address is what has an @."""
    if found := IN_ANGLES.search(piece):
        return _plain(found["name"]), found["address"].strip().lower()
    sign = next((sign for sign in "\t;," if sign in piece), "\t")
    cells = next(csv.reader([piece], delimiter=sign))
    address = next((cell for cell in cells if "@" in cell), "")
    if sign == "\t" and " " in address.strip():  # "Name name@mail.com"
        words = address.split()
        address = next(word for word in words if "@" in word)
        cells = [word for word in words if word != address]
    return _plain(" ".join(cell for cell in cells if "@" not in cell)), address.strip().lower()


def _plain(name: str) -> str:
    return " ".join(name.replace('"', " ").split()).strip(",;")


def _fault(name: str, address: str) -> str:
    if not address:
        return Fault.NO_ADDRESS
    if not is_address(address):
        return Fault.BAD_ADDRESS
    if not name:
        return Fault.NO_NAME
    return "" if name.isprintable() and len(name) <= LONGEST_NAME else Fault.BAD_NAME


def is_address(text: str) -> bool:
    """Whether mail can go there, and goes where it says."""
    try:
        validate_email(text)
        return len(text) <= LONGEST_ADDRESS and is_said_as_written(text)
    except (ValidationError, ValueError):
        return False
