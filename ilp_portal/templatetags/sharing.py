"""What other sites and programs are told of a page: `{% again "title" %}`, `{% linked_data event %}`."""

import json

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ilp_portal import linked

register = template.Library()

# "</script>" inside a text must not end the element
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def again(context, name: str) -> SafeString:
    """What the block of that name says on this page, a second time. In base.html itself, not in what it includes."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return mark_safe(" ".join(block.render(context).split()))  # noqa: S308 rendered by the block


@register.simple_tag
def card_picture() -> str:
    """The whole address of the picture in the language of the page; scripts/cards.py draws it."""
    return settings.BASE_URL + static(f"img/card-{get_language()}.png")


@register.simple_tag
def linked_data(event=None) -> SafeString | str:
    """A data block: browsers never run it, so the strict policy has nothing to say about it."""
    data = linked.event(event) if event else linked.organization()
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>') if data else ""  # noqa: S308 escaped
