"""A call that is always open in the demo, with two questions and one application that waits for a decision."""

import datetime as dt

from coordinators import applications, calls
from coordinators.application_mail import CALL
from coordinators.models import Call, Question, Term
from outreach.models import Message

SLUG = "demo-call"
APPLICANT = "applicant@demo.example"
OPEN_FOR = dt.timedelta(days=30)
SOON = dt.timedelta(days=7)  # nearer than this to its end it is prolonged
TEXTS = {
    "title_en": "Demo: coordinate with us",
    "title_es": "Demostración: coordine con el proyecto",
    "text_en": "Demo: this call does not exist. Apply with any address and read the mail in the mailbox of the demo.",
    "text_es": "Demostración: esta convocatoria no existe. Postule con cualquier correo y lea el mensaje "
    "en el buzón de la demostración.",
}
QUESTIONS = (
    ("Why do you want to coordinate?", "¿Por qué quiere coordinar?", True),
    ("Which languages do you speak?", "¿Qué idiomas habla?", False),
)
ANSWERS = ("Demo: because I want to learn how tenants organize.", "Demo: Spanish and English.")


def load(*, term: Term, now: dt.datetime) -> Call:
    today = calls.today_of(now)
    days = {"opens_on": today, "closes_on": today + OPEN_FOR, "published_at": now, "term": term}
    call, made = Call.objects.get_or_create(slug=SLUG, is_demo=True, defaults=TEXTS | days)
    if made:
        for order, (english, spanish, required) in enumerate(QUESTIONS, 1):
            text = {"text_en": english, "text_es": spanish}
            Question.objects.create(call=call, order=order, is_required=required, **text)
    elif call.closes_on < today + SOON:
        call.closes_on = today + OPEN_FOR
        call.save(update_fields=["closes_on"])
    if not call.applications.exists() and call.is_open(today):
        _apply(call, now)
    return call


def _apply(call: Call, now: dt.datetime) -> None:
    """As somebody applies, with the mails that follow."""
    answers = {str(question.pk): text for question, text in zip(call.questions.all(), ANSWERS, strict=False)}
    wording = f"{applications.WORDING}.es"
    who = {"contact": APPLICANT, "name": "Demo applicant", "language": "es"}
    application = applications.apply(call=call, answers=answers, wording=wording, now=now, **who)
    applications.confirm(application=application, now=now)


def remove() -> int:
    """Returns how many rows went."""
    rows = Call.objects.filter(is_demo=True)
    gone = Message.objects.about(CALL, list(rows.values_list("pk", flat=True))).delete()[0]
    return gone + rows.delete()[0]
