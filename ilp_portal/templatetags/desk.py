"""The way around the desk."""

from django import template

from ilp_portal import desk_pages

register = template.Library()


@register.inclusion_tag("desk/_nav_links.html")
def desk_nav(request, perms) -> dict:
    match = request.resolver_match
    groups, pages = desk_pages.entries(match.url_name or "" if match else "", perms)
    return {"groups": groups, "pages": pages}
