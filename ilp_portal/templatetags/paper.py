"""The colour of a campaign's tissue paper, for the title band: `<div class="hue {{ campaign.emblem|hue }}">`."""

from django import template

from ilp_portal.art import FLAG_COLOURS

register = template.Library()

BANDS = frozenset({"rosa", "jade", "gold", "violet", "sky"})  # .hue alone is monarch


@register.filter
def hue(emblem: str) -> str:
    colour = FLAG_COLOURS.get(emblem, "")
    return colour if colour in BANDS else ""
