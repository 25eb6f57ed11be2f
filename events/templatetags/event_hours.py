"""Hours on a page."""

import datetime as dt
import re
import textwrap
import zoneinfo

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from events import clock

register = template.Library()

WIDTH, INDENT = 56, "\n" + 10 * " "  # of the facts in a plain text mail
# \s: a formatted hour has a no-break space inside
HOUR = re.compile(r"\d{1,2}:\d\d(?:–\d{1,2}:\d\d)?(?:\s[ap](?:m|\.\sm\.))?")


@register.filter
def unbroken(text: str) -> SafeString:
    """The text with every hour kept on one line: no "p." at the end of one and "m." at the start of the next."""
    escaped = conditional_escape(text)
    return mark_safe(HOUR.sub(lambda hour: f'<span class="nb">{hour[0]}</span>', escaped))  # noqa: S308 escaped above


@register.filter
def hours(event) -> list[str]:
    """From when to when in few words, a line for each zone; none where the record gives no hour."""
    return event.times_lines(long=False)


@register.filter
def moment(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> SafeString:
    """Day and hour of one instant on the clocks of that zone."""
    return unbroken(clock.moment_text(instant, zone))


@register.filter
def left_after(instant: dt.datetime, now: dt.datetime) -> dt.timedelta:
    """How much time is left until the instant."""
    return instant - now


@register.filter
def nonbreaking(text: str) -> str:
    """The same for mail, which has no stylesheet: no-break spaces inside every hour."""
    return HOUR.sub(lambda hour: hour[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


@register.filter
def hanging(text: str) -> str:
    """For plain text mail: broken into lines of 56 characters that stand under the first, beside a label of 10."""
    return "\n".join(textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)).replace("\n", INDENT)
