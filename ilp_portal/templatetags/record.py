"""What of the record may show on a page."""

from django import template

register = template.Library()


@register.filter
def shown(citations) -> list:
    """The sources that a page may name, in the order cited: those that are internal evidence only are left out."""
    rows = citations.all() if hasattr(citations, "all") else citations or []
    return [citation.source for citation in rows if citation.source.public_link != "no"]
