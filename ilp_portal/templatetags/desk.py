"""The way around the desk."""

from django import template

from campaigns.record_desk import kinds
from ilp_portal import desk_pages

register = template.Library()


@register.inclusion_tag("desk/_nav_links.html")
def desk_nav(request, perms) -> dict:
    groups, pages = desk_pages.entries(_name(request.resolver_match), perms)
    return {"groups": groups, "pages": pages}


def _name(match) -> str:
    """Of the address; a page about any record, like its sources, stands under the list of such records."""
    name = match.url_name or "" if match else ""
    if name.startswith("record_"):
        kind = match.kwargs["kind"]
        return f"{kinds.HOLDERS.get(kind, kind)}_desk"
    return name
