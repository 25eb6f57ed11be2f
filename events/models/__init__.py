from .event import Event, EventKey, ReminderRule
from .rsvp import Rsvp

__all__ = ["Event", "EventKey", "ReminderRule", "Rsvp"]
