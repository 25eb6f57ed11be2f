"""The door of an event: who is expected, who came, and how many without a name."""

from django.http import Http404


def event_door(request, pk: int):
    raise Http404


def event_door_sync(request, pk: int):
    raise Http404


def event_door_code(request, token: str):
    raise Http404
