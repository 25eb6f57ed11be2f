"""Tags for the drawings: `{% icon "clock" %}`, `{% flag campaign.emblem %}`, `{% art "monarch" %}`, `{% wing %}`.

A drawing is sent once a page: its first use carries the `<symbol>`, later ones only refer to it. What a page has
drawn is remembered on the request, which also reaches `{% include ... only %}`. Without a request (mail, the 500
page, a form filter) the shapes are written straight in, with no id that could repeat.

All of them are decoration (`aria-hidden`): words always stand beside them.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe

from ilp_portal.art import DRAWINGS, EMBLEMS, ICONS
from ilp_portal.wing import WING

register = template.Library()

MEMORY = "_drawings_on_this_page"


@register.simple_tag(takes_context=True)
def icon(context, name: str) -> SafeString:
    """One icon of our own set. Raises ValueError for a name that is not in it."""
    if name not in ICONS:
        raise ValueError(f"There is no icon {name!r}. There are: {', '.join(ICONS)}.")
    return _draw(context, f"i-{name}", css="i")


@register.simple_tag(takes_context=True)
def flag(context, emblem: str = "") -> SafeString:
    """A campaign's flag. An emblem nobody has drawn yet, or none, gives the plain rosette: data never breaks a page."""
    return _draw(context, f"f-{emblem}" if emblem and emblem in EMBLEMS else "f-plain", css="flag")


@register.simple_tag(takes_context=True)
def art(context, name: str) -> SafeString:
    """A larger drawing: monarch, chrysalis or mark (the logo)."""
    return _draw(context, name, css=name)


@register.simple_tag
def wing() -> SafeString:
    """The wing of the home and sign-in pages; once a page."""
    return mark_safe(WING)  # noqa: S308 our own constant


def _draw(context, name: str, *, css: str) -> SafeString:
    drawing = DRAWINGS[name]
    seen = _seen(context)
    if seen is None:
        inner, box = drawing.shapes, f' viewBox="{drawing.view_box}"'
    else:
        inner, box = f'<use href="#{name}"/>', ""
        if name not in seen:
            seen.add(name)
            inner = f'<symbol id="{name}" viewBox="{drawing.view_box}">{drawing.shapes}</symbol>{inner}'
    return mark_safe(f'<svg class="{css}"{box} aria-hidden="true" focusable="false">{inner}</svg>')  # noqa: S308


def _seen(context) -> set[str] | None:
    """The names already drawn on this page, or None when nobody keeps count."""
    # crispy renders its templates without RequestContext, but the values it copies hold the request
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return None
    if not hasattr(request, MEMORY):
        setattr(request, MEMORY, set())
    return getattr(request, MEMORY)
