"""What of the record may show on a page."""

from django import template
from django.db.models import Manager

register = template.Library()


@register.filter
def shown(citations) -> list:
    """The sources that a page may name, in the order cited: those that are internal evidence only are left out."""
    # a queryset is taken as it is: .all() would forget what was loaded with it
    rows = citations.all() if isinstance(citations, Manager) else citations or []
    return [citation.source for citation in rows if citation.source.public_link != "no"]
