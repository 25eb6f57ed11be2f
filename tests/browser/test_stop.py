"""N1 with a real browser: opening the page that stops messages does nothing, its button does."""

from events import actions
from events.models import Rsvp
from outreach import unsubscribe
from outreach.models import Message, Suppression
from scripts.chromium import PHONE
from tests.factories import EventFactory


def test_n1_opening_the_page_with_scripts_changes_nothing_and_its_button_does(open_page, axe, frozen, now):
    contact = {"contact": "reader@tests.example", "name": "", "language": "es", "discreet": True}
    actions.sign_up(event=EventFactory(), now=now, **contact)
    link = unsubscribe.path(Message(kind="events.reminder", subject_id=Rsvp.objects.get().pk), "es")
    phone = open_page(viewport=PHONE, language="es")

    phone.goto(link, wait_until="networkidle")
    axe(phone)
    assert Suppression.objects.count() == 0

    phone.click("button[name=action][value=stop]")
    phone.wait_for_selector("button[value=resume]")
    axe(phone)
    assert list(Suppression.objects.values_list("topic", "reason")) == [("events", "asked")]

    phone.reload()
    phone.click("button[name=action][value=resume]")
    phone.wait_for_selector("button[value=stop]")
    assert Suppression.objects.count() == 0
    assert phone.context.cookies() == []
