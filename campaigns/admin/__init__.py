"""Record keeping for campaigns, hours and the published record; split by noun."""

from . import campaign, desk, hours, letters, record

__all__ = ["campaign", "desk", "hours", "letters", "record"]
