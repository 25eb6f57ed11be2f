"""Record keeping for campaigns, hours and the published record; split by noun."""

from . import campaign, hours, record

__all__ = ["campaign", "hours", "record"]
