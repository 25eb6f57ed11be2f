"""What readers answer to a text: STOP in the words of two languages, at once and for every kind of text."""

import logging
import re

import pytest
from django.urls import reverse
from twilio.request_validator import RequestValidator

from outreach import gsm, sms_answers
from outreach.models import Suppression
from outreach.sealing import contact_index
from outreach.sms_words import Heard, Verb, hear

TOKEN, NUMBER = "a-token-of-the-tests", "+12025550123"
ENGLISH = """
STOP; StopAll; unsubscribe; Cancel; END; quit; Stop.; 'stop'; STOP!!; Stop. Thank you; please stop; stop please;
Opt-out; stop texting me; Please don't text me again; no more texts
"""
SPANISH = """
ALTO; Parar; PARE; Baja; cancelar; NO MAS; No más; ¡Basta!; ya basta; alto por favor; Alto, por favor.; BAJA gracias;
no me escriban más; dejen de mandar mensajes; quiero darme de baja; ya no quiero recibir nada; ＡＬＴＯ;
no me manden más; No me envíe mensajes, por favor; no nos molesten; ya no quiero más; no quiero más mensajes
"""
INNOCENT = """
No me enviaron la dirección; no me mandaron el enlace; ¿Por qué dejaron de enviar recordatorios?;
no me contactaron; No me molesta esperar; no quiero más problemas; I don't write English well;
Did you stop sending reminders?; They don't text me on time; you no longer write to me
"""


@pytest.mark.parametrize("text", ENGLISH.split(";"))
def test_stop_is_heard_in_english(text):
    assert hear(text) == Heard(Verb.STOP, "en")


@pytest.mark.parametrize("text", SPANISH.split(";"))
def test_stop_is_heard_in_spanish(text):
    assert hear(text) == Heard(Verb.STOP, "es")


@pytest.mark.parametrize("text", INNOCENT.split(";"))
def test_who_complains_that_nothing_came_is_not_cut_off(text):
    assert hear(text).verb == Verb.OTHER


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Start", Heard(Verb.START, "en")),
        ("EMPEZAR", Heard(Verb.START, "es")),
        ("alta, por favor", Heard(Verb.START, "es")),
        ("help?", Heard(Verb.HELP, "en")),
        ("Ayuda", Heard(Verb.HELP, "es")),
        ("See you at the bus stop", Heard(Verb.OTHER, "")),
        ("We stop for lunch at the end, then quit the hall", Heard(Verb.OTHER, "")),
        ("¿Dónde es?", Heard(Verb.OTHER, "es")),
        ("Llego tarde, la calle baja es alta", Heard(Verb.OTHER, "")),
        ("", Heard(Verb.OTHER, "")),
        ("🦋", Heard(Verb.OTHER, "")),
        ("\ud800\x00", Heard(Verb.OTHER, "")),
        ("x" * 100_000, Heard(Verb.OTHER, "")),
    ],
)
def test_other_words_are_told_apart(text, heard):
    assert hear(text) == heard


@pytest.fixture
def reply(client, settings, db, frozen):
    """reply("STOP") sends what Twilio would send, signed; returns the status and the answer to the reader."""
    settings.SMS = {"ADAPTER": "twilio", "SID": "AC" + "0" * 32, "TOKEN": TOKEN, "FROM": "+12025550100"}

    def send(text: str, number: str = NUMBER, token: str = TOKEN, **more: str) -> tuple[int, str]:
        url = reverse("outreach:sms_reply")
        sent = {"From": number, "Body": text, "MessageSid": "SM1", **more}
        signature = RequestValidator(token).compute_signature(settings.BASE_URL + url, sent)
        response = client.post(url, sent, headers={"X-Twilio-Signature": signature})
        body = response.content.decode() if response.status_code == 200 else ""
        assert not response.cookies
        return response.status_code, "".join(re.findall(r"<Message>(.*)</Message>", body))

    return send


def _stops() -> list[tuple]:
    return [(bytes(row.contact_bi), row.topic, row.reason) for row in Suppression.objects.all()]


def test_stop_ends_all_texts_at_once_and_is_answered(reply):
    assert reply("Stop. Thank you") == (200, "ILP: You will get no more texts from us. Text START to get them again.")
    assert _stops() == [(contact_index(NUMBER), "", "asked")]
    assert reply("stop")[0] == 200
    assert len(_stops()) == 1


@pytest.mark.parametrize(
    ("word", "chosen", "language"), [("ALTO", None, "es"), ("STOP", "es", "es"), ("ALTO", "en", "en")]
)
def test_answer_is_in_the_readers_language(reply, monkeypatch, word, chosen, language):
    monkeypatch.setattr(sms_answers, "_languages", [lambda contact: chosen])
    monkeypatch.setattr(sms_answers, "answer", lambda verb: f"{verb.name} {sms_answers.translation.get_language()}")
    assert reply(word) == (200, f"STOP {language}")


@pytest.mark.parametrize("verb", Verb)
def test_answer_is_one_part_in_both_languages(verb, language, settings):
    settings.BASE_URL = "https://ilp.georgetown.example.edu"
    with sms_answers.translation.override(language):
        assert (gsm.size(said := sms_answers.answer(verb)).parts, gsm.size(said).coding) == (1, "GSM-7"), said


def test_start_writes_again_but_not_to_a_number_that_complained(reply, now):
    for topic, reason in (("", "asked"), ("events", "asked"), ("other", "complained")):
        Suppression.objects.create(contact_bi=contact_index(NUMBER), topic=topic, reason=reason, at=now)
    Suppression.objects.create(contact_bi=contact_index("+12025550199"), topic="", reason="asked", at=now)
    assert reply("EMPEZAR")[1].startswith("ILP:")
    assert _stops() == [(contact_index(NUMBER), "other", "complained"), (contact_index("+12025550199"), "", "asked")]


@pytest.mark.parametrize("text", ["HELP", "when is it?"])
def test_other_texts_change_nothing_and_get_one_line(reply, text):
    status, said = reply(text)
    assert (status, said.startswith("ILP"), "STOP" in said) == (200, True, True)
    assert _stops() == []


def test_what_twilio_answered_itself_is_noted_and_not_answered_twice(reply):
    assert reply("Stop", OptOutType="STOP") == (200, "")
    assert len(_stops()) == 1
    assert reply("whatever", OptOutType="START") == (200, "")
    assert _stops() == []


def test_two_machines_do_not_write_to_each_other_all_night(reply):
    answered = [reply("I am out of office")[1] != "" for _ in range(7)]
    assert answered == [True] * 5 + [False] * 2
    assert reply("STOP")[0] == 200
    assert len(_stops()) == 1  # heard all the same


def test_unsigned_and_wrongly_signed_texts_are_refused(reply, client):
    assert reply("STOP", token="another") == (403, "")
    assert client.post(reverse("outreach:sms_reply"), {"From": NUMBER, "Body": "STOP"}).status_code == 403
    assert _stops() == []


def test_signature_covers_the_number(reply, client, settings):
    url = reverse("outreach:sms_reply")
    signature = RequestValidator(TOKEN).compute_signature(settings.BASE_URL + url, {"From": NUMBER, "Body": "STOP"})
    forged = {"From": "+12025550199", "Body": "STOP"}
    assert client.post(url, forged, headers={"X-Twilio-Signature": signature}).status_code == 403
    assert _stops() == []


def test_only_post_is_heard(reply, client):
    url = reverse("outreach:sms_reply")
    assert [client.get(url).status_code, client.put(url).status_code] == [405, 405]


@pytest.mark.parametrize("config", [None, {"ADAPTER": "console"}])
def test_without_twilio_there_is_no_such_address(client, settings, db, config):
    settings.SMS = config
    assert client.post(reverse("outreach:sms_reply"), {"From": NUMBER, "Body": "STOP"}).status_code == 404


@pytest.mark.parametrize("number", ["", "12345", "reader", "+1\x00202", "+" + "9" * 40])
def test_sender_that_is_no_number_is_not_answered(reply, number):
    assert reply("STOP", number=number) == (200, "")
    assert _stops() == []


def test_nothing_of_the_text_is_kept_or_logged(reply, caplog):
    with caplog.at_level(logging.DEBUG):
        reply("My name is Reader and I live at Elm Street")
        reply("STOP")
    kept = caplog.text + str(list(Suppression.objects.values()))
    assert [word for word in ("Elm Street", NUMBER, "2025550123") if word in kept] == []
