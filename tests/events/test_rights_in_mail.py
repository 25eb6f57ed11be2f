"""The mails of a rally lead to the page about rights, in the reader's language and with a whole address."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from events.models import Event
from outreach.engine import run_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
ALL = ("en", "es")


def pages(settings) -> dict[str, str]:
    settings.BASE_URL = "https://portal.example"
    found = {}
    for code in ALL:
        with translation.override(code):
            found[code] = settings.BASE_URL + reverse("rights")
    return found


def reminder(person, frozen, **fields) -> str:
    """Both forms of the reminder that this person gets."""
    person(**fields)
    frozen.move_to(DAY_BEFORE)
    mail.outbox.clear()
    run_once()
    sent = mail.outbox[-1]
    return sent.body + sent.alternatives[0].content


def test_a_reminder_leads_to_the_rights_in_the_language_of_the_reader(person, frozen, settings, language):
    found, text = pages(settings), reminder(person, frozen, discreet=False, language=language)
    there, other = found[language], next(page for code, page in found.items() if code != language)
    assert there.startswith("https://portal.example/es/" if language == "es" else "https://portal.example/know")
    assert (f"\n{there}\n" in text, f'href="{there}"' in text, f'{other}"' in text) == (True, True, False)


def test_a_discreet_reminder_says_nothing_of_rights(person, frozen, settings):
    text = reminder(person, frozen, discreet=True)
    assert ("Your rights" in text, pages(settings)["en"] in text) == (False, False)


def test_a_reminder_of_a_panel_has_no_rights_to_tell(person, event, frozen, settings):
    Event.objects.filter(pk=event.pk).update(kind="panel")
    assert pages(settings)["en"] not in reminder(person, frozen, discreet=False)
