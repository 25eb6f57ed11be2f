"""What people who applied read, in their language; and that nothing of it stays anywhere else."""

import logging

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.forms.models import model_to_dict

from coordinators import applications
from coordinators.models import Application, Coordinator, User
from outreach import engine
from partners import audit
from tests.coordinators.calling import ADDRESS, NOW, open_call, waiting

WORDS = {
    "en": ("One press, and we read", "Thank you for applying", "could not accept", "would love to have you"),
    "es": (
        "Presione un botón",
        "Gracias por postular",
        "no pudimos aceptar su postulación",
        "Nos encantaría contar con usted",
    ),
}


@pytest.mark.usefixtures("frozen")
def test_mails_say_what_happens_in_the_readers_language(staff, language):
    call = open_call()
    for number, verb in enumerate((applications.refuse, applications.accept)):
        application = waiting(call, f"applicant{number}@tests.example")
        Application.objects.filter(pk=application.pk).update(language=language)
        engine.run_once()
        verb(application=application, by=staff, now=NOW)
        engine.run_once()
    texts = [" ".join(sent.body.split()) for sent in mail.outbox]
    assert all(any(words in text for text in texts) for words in WORDS[language][1:])
    title = call.title_en if language == "en" else call.title_es
    assert sum(title in text for text in texts) >= 5
    assert all("{{" not in text and "{%" not in text for text in texts)
    html = [part for sent in mail.outbox for part, _mime in sent.alternatives]
    assert all("None" not in text for text in texts + html)


@pytest.mark.usefixtures("frozen")
def test_nothing_of_an_application_is_in_logs_sessions_or_other_tables(client, staff, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(staff)
    application = waiting(open_call())
    client.get(f"/desk/applications/{application.pk}/")
    client.post(f"/desk/applications/{application.pk}/", {"text": "A note with a canary"})
    with audit.by(staff):
        applications.accept(application=application, by=staff, now=NOW)
    engine.run_once()
    sessions = [session.get_decoded() for session in Session.objects.all()]
    told = f"{caplog.text} {sessions}"
    assert [word for word in (ADDRESS, "An applicant", "live here", "canary") if word in told] == []
    allowed = {User, Coordinator, apps.get_model("account.EmailAddress")}  # who is accepted has an account
    for model in apps.get_models():
        rows = [] if model in allowed else [str(model_to_dict(row)) for row in model._base_manager.all()]
        assert [row for row in rows if "live here" in row or ADDRESS in row or "canary" in row] == [], model
