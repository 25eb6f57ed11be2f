from .event import Event
from .rsvp import EventKey, Rsvp
from .rule import ReminderRule

__all__ = ["Event", "EventKey", "ReminderRule", "Rsvp"]
