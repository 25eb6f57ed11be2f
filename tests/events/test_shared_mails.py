"""A mail put together from shared parts is, byte for byte, the mail that Django builds from the same letter."""

import copy
import dataclasses
import re

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation

from events import letters
from events.models import Event
from outreach import letters as mails
from outreach import renderings, unsubscribe, wire
from outreach.gaps import NONCE, NotOneLine
from outreach.models import Message
from tests.factories import PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
KINDS = {
    letters.CONFIRMATION: letters.confirmation,
    letters.REMINDER: letters.reminder,
    letters.CHANGED: letters.changed,
    letters.CANCELLED: letters.cancelled,
}
HOSTILE = [
    "",
    "Lucero",
    "<b>Lucero</b> & \"Luz\" 'x'",
    "=?utf-8?q?Bcc?= =3D",
    "ñandú 𝄞 " * 9,
    ". ..",
    f"\ue000{NONCE}00\ue001",
    "\ue000\ue001 {{ link }} %(link)s \\1",
    "  two   blanks  ",
]


@pytest.fixture(autouse=True)
def _nothing_kept():
    renderings.kept.clear()
    yield
    renderings.kept.clear()


@pytest.fixture
def written(event, person):
    """The message and letter of a kind for one more reader."""

    def write(kind, contact="reader@tests.example", **fields):
        if not event.partners.exists():
            event.partners.add(PartnerFactory(name="Partner <of> the rally"))
        confirmation = kind == letters.CONFIRMATION
        Event.objects.filter(pk=event.pk).update(status="published")
        rsvp = person(contact, state="pending" if confirmation else "confirmed", **fields)
        Event.objects.filter(pk=event.pk).update(status="cancelled" if kind == letters.CANCELLED else "published")
        row = {"subject_type": letters.SUBJECT, "subject_id": rsvp.pk, "rule": "1" if confirmation else "-"}
        row["revision"] = Event.objects.get(pk=event.pk).revision
        message = Message(pk=rsvp.pk, kind=kind, **row)
        return message, KINDS[kind](message)

    return write


def slowly(message, letter, date) -> bytes:
    """As if nothing were shared: every value straight into the templates, Django builds the rest."""
    clean = {name: " ".join(value.split()) for name, value in letter.personal.items()}
    with translation.override(letter.language):
        values = {"language": letter.language, "base_url": settings.BASE_URL}
        values |= {"home_url": settings.BASE_URL + reverse("home")} | letter.context | clean
        values["stop_url"] = unsubscribe.url(message, letter.language)
        folder = f"email/{letter.template}"
        subject, text, html = (
            renderings.render(f"{folder}/{name}", values) for name in ("subject.txt", "body.txt", "body.html")
        )
    text, subject = renderings.tidy_text(text), " ".join(subject.split())
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [letter.to])
    mail.encoding = wire.QUOTED
    mail.attach_alternative(html.strip() + "\n", "text/html")
    mail.attachments = [wire.part(file) for file in letter.attachments]
    mail.extra_headers = {**letter.headers, **unsubscribe.headers(message, letter.language), "Date": date}
    mail.extra_headers |= {"Message-ID": mails.message_id(message.pk), "Content-Language": letter.language}
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail.message().as_bytes(linesep="\r\n")


def without_boundaries(mail: bytes) -> bytes:
    found = list(dict.fromkeys(re.findall(rb'boundary="([^"]+)"', mail)))
    for number, boundary in enumerate(found):
        mail = mail.replace(boundary, b"boundary %d" % number)
    return mail


@pytest.mark.parametrize("discreet", [True, False], ids=["discreet", "full"])
@pytest.mark.parametrize("kind", KINDS)
def test_shared_mail_is_the_one_django_builds(kind, language, discreet, written):
    choices = {"language": language, "discreet": discreet}
    for number, name in enumerate(HOSTILE):
        message, letter = written(kind, f"reader{number}@tests.example", name=name, **choices)
        mail = mails.compose(message, letter)
        expected = slowly(message, letter, mail.extra_headers["Date"])
        assert without_boundaries(mail.wire) == without_boundaries(expected)
        assert without_boundaries(mail.message().as_bytes(linesep="\r\n")) == without_boundaries(expected)


def test_readers_of_one_form_share_one_rendering(written, monkeypatch):
    rendered, real = [], renderings.render
    monkeypatch.setattr(renderings, "render", lambda name, values: rendered.append(name) or real(name, values))
    for number in range(3):
        mails.compose(*written(letters.REMINDER, f"reader{number}@tests.example", name="Lucero"))
    assert len(rendered) == 3  # subject, text and HTML
    message, letter = written(letters.REMINDER, "other@tests.example", language="es", name="Lucero")
    mails.compose(message, letter)
    assert len(rendered) == 6


def test_no_personal_value_stays_in_what_is_kept(written):
    message, letter = written(letters.REMINDER, discreet=False, name="Lucero")
    mails.compose(message, letter)
    held = repr([(key, dataclasses.asdict(copy.copy(found))) for key, found in renderings.kept._found.items()])
    held += repr([(found.body.text, found.body.html) for found in renderings.kept._found.values()])
    assert "Rally with tenants" in held
    for secret in ("reader@", "Lucero", letter.personal["link"], letter.personal["other_link"]):
        assert secret not in held


@pytest.mark.parametrize("name", ["a\r\nBcc: x@tests.example", "a\nb", "a\x00b", "a\u2028b", "a\x85b"])
def test_value_with_a_line_break_is_refused(written, name):
    message, letter = written(letters.REMINDER, discreet=False, name="Lucero")
    letter = dataclasses.replace(letter, personal=letter.personal | {"name": name})
    with pytest.raises(NotOneLine):
        mails.compose(message, letter)


def test_new_fact_is_never_written_over_an_old_rendering(event, written):
    message, letter = written(letters.REMINDER, "first@tests.example", discreet=False)
    assert b"100 Example Street" in mails.compose(message, letter).wire
    Event.objects.filter(pk=event.pk).update(place="200 Example Street")
    message, letter = written(letters.REMINDER, "second@tests.example", discreet=False)
    assert b"200 Example Street" in mails.compose(message, letter).wire
