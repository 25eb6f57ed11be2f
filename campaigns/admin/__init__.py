"""Record keeping for campaigns, hours and the published record; split by noun."""

from . import campaign, hours, letters, record

__all__ = ["campaign", "hours", "letters", "record"]
