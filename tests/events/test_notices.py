"""What people are told when an event changes or is canceled, and every mail about events side by side: each in both
languages and both forms, with nothing on a locked screen that the discreet form keeps to itself."""

import datetime as dt
import re

import pytest
from django.utils import translation

from events import letters, links
from events.models import Event, Rsvp
from outreach import letters as mails
from outreach import unsubscribe
from outreach.kinds import Skip
from outreach.models import Message
from tests.events.conftest import START
from tests.events.test_letters import CAUSES
from tests.factories import PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)
KINDS = {"confirmation": letters.confirmation, "reminder": letters.reminder, "cancelled": letters.cancelled}
KINDS |= dict.fromkeys(("changed", "moved", "unsure"), letters.changed)
STATUS = {"unsure": "postponed", "cancelled": "cancelled"}
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghi"
)
BASIC |= set("jklmnopqrstuvwxyzäöñüà")  # GSM 03.38; one text message holds 160 of these, or 70 when there is another
NAMES = (*CAUSES, "Lucero", "reader@")


@pytest.fixture
def told(event, person):
    """Sets the event and a sign-up so that this kind is to be told, and returns what the letter says."""

    def tell(what: str, *, rule="-", **fields):
        rsvp = person(name="Lucero", state="pending" if what == "confirmation" else "confirmed", **fields)
        values = {"status": STATUS.get(what, "published"), "revision": 1}
        if what == "moved":
            values["previous_start"] = START - HOUR
            heard(rsvp, told=0)
        Event.objects.filter(pk=event.pk).update(**values)
        return KINDS[what](message(rsvp, rule="1" if what == "confirmation" else rule))

    return tell


def message(rsvp, *, kind=letters.CHANGED, rule="-", revision=1) -> Message:
    return Message(pk=7, kind=kind, subject_type=letters.SUBJECT, subject_id=rsvp.pk, rule=rule, revision=revision)


def heard(rsvp, *, told, state="sent", rule="before"):
    at = START - 48 * HOUR
    row = {
        "due_at": at,
        "next_at": at,
        "not_after": START,
        "finished_at": at,
        "state": state,
        "told": told,
        "rule": rule,
    }
    return Message.objects.create(kind=letters.REMINDER, subject_type=letters.SUBJECT, subject_id=rsvp.pk, **row)


def mailed(letter):
    return mails.compose(message(Rsvp.objects.get(), kind=letter.template.replace("_", ".")), letter)


def text_message(letter) -> str:
    with translation.override(letter.language):
        return mails.render(f"email/{letter.template}/sms.txt", letter.context | letter.personal).strip()


def preheader(html: str) -> str:
    return re.search(r'<div style="display:none[^"]*">(.*?)</div>', html, re.S)[1].strip()


# --- every kind, language and form ------------------------------------------------------------------------------------
@pytest.mark.parametrize("discreet", [True, False])
@pytest.mark.parametrize("what", KINDS)
def test_every_mail_stands_alone_in_plain_text(event, told, what, language, discreet):
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    letter = told(what, language=language, discreet=discreet)
    sent, rsvp = mailed(letter), Rsvp.objects.get()
    stop = unsubscribe.url(message(rsvp, kind=letter.template.replace("_", ".")), language)
    brand = {"en": "Immigration and Labor Project", "es": "Proyecto de Inmigración y Trabajo"}
    assert sent.to == ["reader@tests.example"]
    assert sent.body.splitlines()[-1 if discreet or what == "confirmation" else -2] == (
        "ILP" if discreet or what == "confirmation" else brand[language]
    )
    for part in (sent.body, sent.alternatives[0].content):
        assert links.url(rsvp, language) in part
        assert links.url(rsvp, "es" if language == "en" else "en") in part
        assert "11:00" in part
        assert stop in part
        assert bool(stop) == (what != "confirmation")  # which has nothing to stop: it comes when somebody asks
        assert "<img" not in part
    assert [line for line in sent.body.splitlines() if len(line) > 66 and "http" not in line] == []
    assert "\n\n\n" not in sent.body


@pytest.mark.parametrize("what", KINDS)
def test_a_discreet_mail_names_nothing_and_nobody(event, told, what, language):
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    letter = told(what, language=language, discreet=True)
    sent = mailed(letter)
    everything = "\n".join((sent.subject, sent.body, sent.alternatives[0].content, text_message(letter)))
    assert [name for name in NAMES if name.lower() in everything.lower()] == []


@pytest.mark.parametrize("what", ["reminder", "changed", "moved", "unsure", "cancelled"])
def test_a_locked_screen_shows_no_name_of_the_reader(told, what, language):
    letter = told(what, language=language, discreet=False)
    sent = mailed(letter)
    shown = "\n".join((sent.subject, preheader(sent.alternatives[0].content), text_message(letter)))
    assert "Lucero" in sent.body
    assert "Lucero" not in shown
    assert "Example Street" not in shown


@pytest.mark.parametrize("discreet", [True, False])
@pytest.mark.parametrize("what", KINDS)
def test_no_line_stays_in_the_other_language(told, what, discreet):
    english = mailed(told(what, language="en", discreet=discreet))
    Rsvp.objects.update(language="es")
    spanish = mailed(KINDS[what](message(Rsvp.objects.get(), rule="1" if what == "confirmation" else "-")))
    same = {line.strip() for line in english.body.splitlines()} & {line.strip() for line in spanish.body.splitlines()}
    assert {line for line in same if not re.search(r"http|^-+$|^ILP$|^$", line)} == set()
    assert english.subject != spanish.subject


@pytest.mark.parametrize("what", KINDS)
def test_a_text_message_fits_one_part_and_has_the_link(told, settings, what, language):
    settings.BASE_URL = "https://ilp.example.edu"
    letter = told(what, language=language, discreet=False)
    text = text_message(letter)
    assert set(text) - BASIC == set()
    assert len(text) <= 160
    assert letter.personal["link"] in text


def test_the_first_text_message_says_how_to_stop_them(told, language):
    letter = told("confirmation", language=language)
    assert {"en": "Text STOP to end.", "es": "Para no recibir nada: ALTO"}[language] in text_message(letter)


def test_letters_that_share_their_words_differ_in_what_is_personal_only(event, person):
    first, second = person("a@tests.example", name="Lucero"), person("b@tests.example", name="Alba")
    one, two = (letters.reminder(message(rsvp, revision=event.revision)) for rsvp in (first, second))
    assert one.shared == two.shared
    assert hash(one.shared) == hash(two.shared)
    assert one.context == two.context
    assert set(one.personal) == {"link", "other_link", "name"}
    assert one.personal["link"] != two.personal["link"]


@pytest.mark.parametrize(
    "fields",
    [{"language": "es"}, {"discreet": False}, {"time_zone": "America/Denver"}, {"name": "Alba", "discreet": False}],
)
def test_letters_that_read_differently_are_not_shared(event, person, fields):
    plain, other = person("a@tests.example"), person("b@tests.example", **fields)
    if "name" in fields:
        Rsvp.objects.filter(pk=plain.pk).update(discreet=False)
    one, two = (letters.reminder(message(rsvp, revision=event.revision)) for rsvp in (plain, other))
    assert one.shared != two.shared


# --- what a change says -----------------------------------------------------------------------------------------------
SUBJECTS = [
    ("changed", True, "Change for Saturday, December 5, 11:00 am"),
    ("changed", False, "Change for Saturday, December 5, 11:00 am: Rally with tenants"),
    ("unsure", True, "Date in doubt: Saturday, December 5, 11:00 am"),
    ("unsure", False, "Date in doubt: Rally with tenants"),
    ("cancelled", True, "Canceled: Saturday, December 5, 11:00 am"),
    ("cancelled", False, "Canceled: Rally with tenants, Saturday, December 5, 11:00 am"),
]


@pytest.mark.parametrize(("what", "discreet", "subject"), SUBJECTS)
def test_the_subject_says_what_happened(told, what, discreet, subject):
    assert mailed(told(what, discreet=discreet)).subject == subject


@pytest.mark.parametrize("status", ["postponed", "draft"])
def test_a_date_that_is_no_longer_sure_is_said_to_be_so(event, told, status):
    letter = told("unsure")
    Event.objects.filter(pk=event.pk).update(status=status)
    sent = mailed(letters.changed(message(Rsvp.objects.get())))
    assert "Do not count on the day and hour below." in sent.body
    assert "<s>Saturday, December 5, 2026" in sent.alternatives[0].content
    assert letter.context["was"] == ""


def test_who_knew_the_old_hour_reads_that_it_is_no_longer_so(told):
    assert told("moved").context["was"] == "Saturday, December 5, 2026, 10:00 am"


@pytest.mark.parametrize("rows", [[], [{"told": 1}], [{"told": None}], [{"told": 0, "state": "superseded"}]])
def test_the_old_hour_is_not_named_to_who_may_have_known_another(event, person, rows):
    rsvp = person()
    Event.objects.filter(pk=event.pk).update(revision=2, previous_start=START - HOUR)
    for number, row in enumerate([{"told": 0}, *rows]):
        heard(rsvp, rule=f"{number}h", **row)
    was = letters.changed(message(rsvp, revision=2)).context["was"]
    assert was == ("Saturday, December 5, 2026, 10:00 am" if {"told": 1} in rows else "")


def test_every_letter_says_which_facts_it_carries_and_whose_hours_hold(told):
    letter = told("changed", time_zone="America/Denver")
    assert (letter.told, letter.zone, letter.channel) == (1, "America/Denver", "email")
    Rsvp.objects.update(time_zone="")
    assert letters.changed(message(Rsvp.objects.get())).zone == "America/New_York"


# --- what may come at night -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["changed", "cancelled"])
@pytest.mark.parametrize(
    ("before", "urgent"), [(25 * HOUR, False), (24 * HOUR, True), (HOUR, True), (-HOUR, True), (-25 * HOUR, False)]
)
def test_a_mail_is_urgent_within_a_day_of_the_start(event, told, frozen, what, before, urgent):
    Event.objects.filter(pk=event.pk).update(ends_at=START + 90 * HOUR)
    told(what)
    frozen.move_to(START - before)
    assert KINDS[what](message(Rsvp.objects.get())).urgent == urgent


def test_the_start_that_was_announced_counts_as_well(event, told, frozen):
    told("changed")
    Event.objects.filter(pk=event.pk).update(previous_start=START - 96 * HOUR)
    frozen.move_to(START - 100 * HOUR)
    assert letters.changed(message(Rsvp.objects.get())).urgent


@pytest.mark.parametrize(("what", "urgent"), [("changed", False), ("cancelled", True)])
def test_only_a_cancellation_may_ring_at_night(told, frozen, what, urgent):
    told(what)
    Rsvp.objects.update(channel="sms", consent_at=START, consent_wording="sms-1")
    frozen.move_to(START - 12 * HOUR)
    letter = KINDS[what](message(Rsvp.objects.get()))
    assert (letter.urgent, letter.attachments) == (urgent, ())


# --- what is not said any more ----------------------------------------------------------------------------------------
def refusal(facts, row) -> tuple[str, str]:
    with pytest.raises(Skip) as skip:
        facts(row)
    return str(skip.value.state), skip.value.reason


@pytest.mark.parametrize("what", ["reminder", "changed", "cancelled"])
@pytest.mark.parametrize("state", ["withdrawn", "pending"])
def test_who_does_not_come_is_told_nothing(told, what, state):
    told(what)
    Rsvp.objects.update(state=state)
    assert refusal(KINDS[what], message(Rsvp.objects.get())) == ("suppressed", state)


@pytest.mark.parametrize("what", ["reminder", "changed", "cancelled"])
def test_older_facts_are_not_told(event, told, what):
    told(what)
    Event.objects.filter(pk=event.pk).update(revision=2)
    assert refusal(KINDS[what], message(Rsvp.objects.get())) == ("superseded", "facts changed")


@pytest.mark.parametrize("what", KINDS)
def test_who_is_erased_is_told_nothing(told, what):
    told(what)
    row = message(Rsvp.objects.get())
    Rsvp.objects.all().delete()
    assert refusal(KINDS[what], row) == ("suppressed", "erased")


@pytest.mark.parametrize(
    ("what", "status", "reason"),
    [
        ("changed", "cancelled", "cancelled"),
        ("cancelled", "published", "published"),
        ("cancelled", "postponed", "postponed"),
        ("reminder", "cancelled", "cancelled"),
    ],
)
def test_a_notice_that_is_no_longer_true_is_superseded(event, told, what, status, reason):
    told(what)
    Event.objects.filter(pk=event.pk).update(status=status)
    assert refusal(KINDS[what], message(Rsvp.objects.get())) == ("superseded", reason)


@pytest.mark.parametrize("what", ["changed", "cancelled"])
def test_an_event_that_is_over_tells_nobody(event, told, frozen, what):
    told(what)
    frozen.move_to(event.ends_at)
    assert refusal(KINDS[what], message(Rsvp.objects.get())) == ("expired", "event is over")
    Event.objects.filter(pk=event.pk).update(previous_start=event.ends_at + HOUR)  # somebody may still go there
    assert KINDS[what](message(Rsvp.objects.get())).told == 1
