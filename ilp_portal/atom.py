"""Atom feeds (RFC 4287) in the active language: what an entry says, and the feed around it."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from campaigns.models import Milestone
from events.models import Event
from ilp_portal.templatetags.bilingual import words

SINCE = 2010  # the year in the ids of entries (RFC 4151): never change it, or every entry is new to every reader


class Entry(NamedTuple):
    """`name` is its own for ever; `published` may lie far back, `updated` is when it last said something new."""

    name: str
    title: str
    path: str
    text: str
    published: dt.datetime
    updated: dt.datetime
    kind: str


def event(row: Event, changed: dt.datetime) -> Entry:
    """Where only the day is on record, it is all that is said."""
    status = "" if row.status == Event.Status.PUBLISHED else row.get_status_display().capitalize()
    text = _paragraphs(status, f"{row.date_display} {row.times_short}", row.place_line, words(row, "summary"))
    return Entry(
        f"event-{row.pk}", words(row, "title"), row.get_absolute_url(), text, changed, changed, row.get_kind_display()
    )


def milestone(row: Milestone, changed: dt.datetime) -> Entry:
    day = dt.datetime.combine(row.happened_on, dt.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
    text, path = _paragraphs(row.date_display, words(row, "text")), f"{reverse('history')}#{row.slug}"
    return Entry(f"milestone-{row.pk}", words(row, "title"), path, text, day, changed, row.get_scope_display())


class Feed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """An empty feed is as old as the project; Django would say "now", and no two answers were the same."""
        return super().latest_post_date() if self.items else dt.datetime(SINCE, 1, 1, tzinfo=dt.UTC)


def feed(title: str, base: str, page: str, entries: Iterable[Entry], *, address: str, host: str, language: str) -> str:
    """The whole feed; `page` shows the same to people, `address` is the feed's own path."""
    author = _("Immigration and Labor Project")
    links = {"feed_url": base + address, "feed_guid": f"tag:{host},{SINCE}:{address}"}
    made = Feed(title=title, link=base + page, description="", language=language, author_name=author, **links)
    for entry in entries:
        made.add_item(
            title=entry.title,
            link=base + entry.path,
            description=entry.text,
            unique_id=f"tag:{host},{SINCE}:{entry.name}",
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[entry.kind],
        )
    return made.writeString("utf-8")


def _paragraphs(*texts: str) -> str:
    return format_html_join("", "<p>{}</p>", ((text.strip(),) for text in texts if text.strip()))
