"""Record keeping for terms, people, accounts and calls; split by noun."""

from . import accounts, calls, people

__all__ = ["accounts", "calls", "people"]
