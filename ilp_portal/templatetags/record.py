"""What of the record may show on a page."""

from django import template
from django.db.models import Manager
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def cite(notes, record) -> str:
    """The numbers of the record's footnotes; see partners/footnotes.py and components/notes.html."""
    if found := notes.of(record):
        link = '<a href="#note-{}"><span class="vh">{} </span>{}</a>'
        numbers = format_html_join("", link, ((note.number, _("Source"), note.number) for note in found))
        return format_html('<span class="cites">{}</span>', numbers)
    withheld = _("(on record with the project)") if notes.is_withheld(record) else ""
    return format_html(' <small class="mute">{}</small>', withheld) if withheld else ""


@register.filter
def shown(citations) -> list:
    """The sources that a page may name, in the order cited: those that are internal evidence only are left out."""
    # a queryset is taken as it is: .all() would forget what was loaded with it
    rows = citations.all() if isinstance(citations, Manager) else citations or []
    return [citation.source for citation in rows if citation.source.public_link != "no"]
