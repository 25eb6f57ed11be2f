"""Large counts as the glossary writes them: 10,000 in both languages."""

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
