from .door import DoorStroke, EventTally
from .event import Event
from .feed import EventsFeed
from .rsvp import EventKey, Rsvp
from .rule import ReminderRule
from .series import Series
from .shift import Shift, ShiftPlace
from .training import Qualification, Training

__all__ = [
    "DoorStroke",
    "Event",
    "EventKey",
    "EventTally",
    "EventsFeed",
    "Qualification",
    "ReminderRule",
    "Rsvp",
    "Series",
    "Shift",
    "ShiftPlace",
    "Training",
]
