"""What staff type at the desk to plan an event."""

from .forms import EventForm


class DeskForm(EventForm):
    """An event as staff plan it."""
