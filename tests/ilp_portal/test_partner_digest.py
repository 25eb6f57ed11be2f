"""The digest of a partner: on the first Monday at 9:00, once a month, when there is something to say."""

import datetime as dt

import pytest
from django.core import mail

from campaigns import partner_links
from campaigns.models import CampaignPartner, HourEntry, PartnerLink
from ilp_portal import partner_digest
from outreach import unsubscribe
from outreach.engine import run_once
from outreach.models import Message
from partners.models import Contact
from tests.factories import ContactFactory, EventFactory, HourEntryFactory, PartnerFactory

NINE = dt.datetime(2026, 12, 7, 14, 0, tzinfo=dt.UTC)  # Monday, 9 am in New York

SAID = {
    "en": (
        *("Your summary of November 2026", "One coordinator logged 1.5 h for your campaigns."),
        *("One line waits: is it right?", "Coming events: - March, December 9, 2026, 9:00–10:00 am ET"),
        *("Open your page:", "The link works until August 30, 2027 and needs no password."),
        *("You get this once a month as the contact of CARECEN.", "Stop it without signing in:"),
    ),
    "es": (
        *("Su resumen de noviembre de 2026", "Una persona coordinadora anotó 1.5 h para sus campañas."),
        "Una línea espera: ¿es correcta?",
        "Próximos eventos: - Marcha, 9 de diciembre de 2026, 9:00–10:00 a. m., hora del Este",
        *("Abrir su página:", "El enlace funciona hasta el 30 de agosto de 2027 y no pide contraseña."),
        *("Usted recibe esto una vez al mes como contacto de CARECEN.", "Para dejar de recibirlo, sin iniciar sesión:"),
    ),
}


@pytest.fixture
def link(campaign, now):
    partner = PartnerFactory(name="CARECEN")
    CampaignPartner.objects.create(campaign=campaign, partner=partner)
    contact = ContactFactory(partner=partner, email="office@partner.example", language="es")
    return PartnerLink.objects.create(partner=partner, contact=contact, made_at=now, expires_on=dt.date(2027, 8, 30))


@pytest.fixture
def line(coordinator, link):
    place = coordinator.appointments.get().placements.get()
    return HourEntryFactory(placement=place, minutes=90, note="canario", activity="accompaniment")


def plan(at: dt.datetime) -> int:
    return partner_digest.plan(now=at)


@pytest.mark.parametrize(
    ("day", "monday"), [("2026-12-20", "2026-12-07"), ("2027-02-03", "2027-02-01"), ("2026-11-01", "2026-11-02")]
)
def test_first_monday_is_of_the_month(day, monday):
    assert partner_digest.first_monday(dt.date.fromisoformat(day)) == dt.date.fromisoformat(monday)


def test_it_is_planned_once_from_nine_on_that_monday(link, line, django_capture_on_commit_callbacks):
    minute = dt.timedelta(minutes=1)
    times = (NINE - minute, NINE, NINE + minute, NINE + dt.timedelta(days=2), NINE + dt.timedelta(days=7))
    assert [plan(at) for at in times] == [0, 1, 0, 0, 0]
    row = Message.objects.get(kind=partner_digest.KIND)
    assert (row.rule, row.subject_id, row.due_at) == ("2026-11", link.pk, NINE)
    assert plan(dt.datetime(2027, 1, 4, 14, 0, tzinfo=dt.UTC)) == 1  # the line still waits


def test_there_is_none_without_anything_to_say_or_anybody_to_say_it_to(link, now):
    assert plan(NINE) == 0
    EventFactory(campaign=link.partner.campaigns.get(), starts_at=NINE, ends_at=NINE + dt.timedelta(hours=1))
    for change in ({"contact": None}, {"revoked_at": now}, {"expires_on": dt.date(2026, 12, 6)}):
        before = {name: getattr(link, name) for name in change}
        PartnerLink.objects.update(**change)
        assert plan(NINE) == 0, change
        PartnerLink.objects.update(**before)
    link.contact.email = ""
    link.contact.save()
    assert plan(NINE) == 0
    link.contact.email = "office@partner.example"
    link.contact.save()
    assert plan(NINE) == 1


def test_mail_is_in_the_contacts_language_neutral_and_without_notes(link, line, coordinator, frozen, language):
    Contact.objects.update(language=language)
    starts_at = dt.datetime(2026, 12, 9, 14, 0, tzinfo=dt.UTC)
    times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1), "held_on": starts_at.date()}
    EventFactory(campaign=link.partner.campaigns.get(), title_en="March", title_es="Marcha", **times)
    frozen.move_to(NINE)
    plan(NINE)
    run_once()
    (letter,) = mail.outbox
    assert (letter.to, letter.extra_headers["Content-Language"]) == (["office@partner.example"], language)
    assert (letter.subject, partner_links.url(link, language) in letter.body) == (SAID[language][0], True)
    assert [words for words in SAID[language] if words not in " ".join(letter.body.split())] == []
    told = letter.subject + letter.body + letter.alternatives[0][0]
    hidden = ("canario", coordinator.name, coordinator.user.name, "ccompan", "compañamiento")
    assert [word for word in hidden if word in told] == []
    assert [word for word in ("CARECEN", "1.5") if word in letter.subject] == []
    assert "List-Unsubscribe" in letter.extra_headers


@pytest.mark.parametrize("what", ["answered", "revoked", "stopped", "contact gone"])
def test_what_is_no_more_true_at_nine_is_not_sent(link, line, frozen, what, now):
    frozen.move_to(NINE)
    HourEntry.objects.update(worked_on=dt.date(2026, 12, 1))
    plan(NINE)
    happens = {
        "answered": lambda: HourEntry.objects.update(approved_at=now),
        "revoked": lambda: PartnerLink.objects.update(revoked_at=now),
        "stopped": lambda: unsubscribe.find(unsubscribe.token_of(Message.objects.get())).topic.stop(link.pk, NINE),
        "contact gone": link.contact.delete,
    }
    happens[what]()
    run_once()
    assert (Message.objects.get().state, mail.outbox) == (Message.State.SUPPRESSED, [])


def test_stopped_digest_comes_again_when_it_is_wanted(link, line):
    topic = partner_digest.DIGEST.topic
    topic.stop(link.pk, NINE)
    assert (topic.is_stopped(link.pk), plan(NINE)) == (True, 0)
    topic.resume(link.pk, NINE)
    assert (topic.is_stopped(link.pk), plan(NINE)) == (False, 1)


def test_ledger_names_links_by_number_and_the_month(link):
    (reader, gone) = (partner_digest.readers({link.pk, 10**6})[pk] for pk in (link.pk, 10**6))
    assert (reader.label, reader.language, gone.label) == (f"Partner link {link.pk}", "es", "Partner link 1000000")
    assert [partner_digest.rule_text(rule) for rule in ("2026-11", "x")] == ["for November 2026", ""]


def test_contact_with_a_link_in_each_language_gets_one_digest(link, line, now):
    both = {"partner": link.partner, "contact": link.contact, "language": "es"}
    PartnerLink.objects.create(**both, made_at=now, expires_on=dt.date(2027, 8, 30))
    assert (plan(NINE), plan(NINE)) == (1, 0)


def test_contact_who_gets_another_link_after_the_digest_gets_no_second(link, line, now):
    assert plan(NINE) == 1
    PartnerLink.objects.update(revoked_at=now)
    again = {"partner": link.partner, "contact": link.contact, "language": "en"}
    PartnerLink.objects.create(**again, made_at=now, expires_on=dt.date(2027, 8, 30))
    assert plan(NINE + dt.timedelta(hours=1)) == 0
