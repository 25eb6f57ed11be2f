"""Numbers of a report in the words of the active language."""

from django import template
from django.utils.translation import gettext as _

from ilp_portal.reports import telling

register = template.Library()


@register.filter
def number_said(row: dict | None) -> str:
    """A number of the facts as it is read; words where the report has no such line."""
    return telling.said(row) if row else _("not in it")


@register.filter
def part_heading(key: str) -> str:
    return str(telling.HEADINGS[key])
