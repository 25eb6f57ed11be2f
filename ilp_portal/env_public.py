"""Readers of the variables that only public pages show: who answers, where the source is, who read the rights page.

All may be missing; the pages then say so. See env.py for the rules that hold for each variable.
"""

import datetime as dt
import re
from email.utils import parseaddr
from typing import NamedTuple

from . import env

# A host source of CSP: an origin of RFC 6454, or all below a host
SITE = re.compile(r"https://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


class Mailbox(NamedTuple):
    """A name to ask for, which may be empty, and an address; both empty where nobody is named."""

    name: str = ""
    address: str = ""


def mailbox(name: str) -> Mailbox:
    """ILP press <press@example.edu>, or the address alone."""
    value = env.text(name, "")
    return Mailbox(*parseaddr(env.sender(name, debug=False, default=value))) if value else Mailbox()


def page(name: str) -> str:
    """An https:// address that pages link to; empty when unset."""
    value = env.text(name, "")
    if not value:
        return ""
    example = "https://code.example.edu/ilp-portal"
    if not env.address(name, value, ("https",), example).hostname:
        raise env.wrong(name, "names no host", f"For example {name}={example}")
    return value


def day(name: str) -> dt.date | None:
    """A day as 2026-12-01; None when unset."""
    value = env.text(name, "")
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError as error:
        raise env.wrong(name, "is no day", f"For example {name}=2026-12-01.") from error


def words(name: str) -> str:
    """One line of text; empty when unset."""
    value = env.text(name, "")
    if any(character < " " for character in value):
        raise env.wrong(name, "holds a line break or another sign nobody sees", "Write it on one line.")
    return value


def framers(name: str) -> list[str]:
    """Which sites may show a page of ours in a frame, as CSP writes it: any (the default), none, or https:// sites."""
    value = env.text(name, "any")
    if value in ("any", "none"):
        return ["*"] if value == "any" else ["'none'"]
    sites = env.names(name)
    if not sites or not all(SITE.fullmatch(site) for site in sites):
        example = f"For example {name}=https://www.example.org,https://*.example.edu"
        raise env.wrong(name, "is neither any nor none nor a list of https:// sites without a path", example)
    return sites
