"""A call and an application for tests. Whoever applies is named by role."""

import datetime as dt

from coordinators import applications
from coordinators.models import Application, Call, Question
from tests.factories import TermFactory

ADDRESS = "applicant@tests.example"
NOW = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)


def open_call(**values) -> Call:
    """Published, open for ten days more, with two questions, the second of which need not be answered."""
    days = {"opens_on": dt.date(2026, 11, 1), "closes_on": dt.date(2026, 11, 27), "published_at": NOW}
    texts = {"title_en": "Coordinate with us", "title_es": "Coordine con el proyecto"}
    texts |= {"text_en": "We look for coordinators.", "text_es": "Buscamos coordinadoras y coordinadores."}
    known = {"term": TermFactory(), "slug": "coordinate-2026-2027"} | days | texts | values
    call = Call.objects.create(**known)
    Question.objects.create(call=call, order=1, text_en="Why?", text_es="¿Por qué?", longest=100)
    Question.objects.create(call=call, order=2, text_en="What else?", text_es="¿Algo más?", is_required=False)
    return call


def answers(call: Call, word: str = "Because I live here.") -> dict[str, str]:
    return {str(call.questions.first().pk): word}


def typed(call: Call, **more) -> dict[str, str]:
    """The form of the public page as a browser sends it."""
    first = {f"question_{pk}": word for pk, word in answers(call).items()}
    return {"name": "An applicant", "contact": ADDRESS, "language": "es", "agreed": "on"} | first | more


def apply(call: Call, contact: str = ADDRESS, word: str = "Because I live here.") -> Application | None:
    """Sent, and not confirmed; the one that counts where the address confirmed one before."""
    values = {"name": "An applicant", "language": "es", "wording": "application-1.es", "answers": answers(call, word)}
    return applications.apply(call=call, contact=contact, now=NOW, **values)


def waiting(call: Call, contact: str = ADDRESS) -> Application:
    application = apply(call, contact)
    applications.confirm(application=application, now=NOW)
    application.refresh_from_db()
    return application


def link(application: Application) -> str:
    """The path of its page in English."""
    return f"/calls/application/{application.token}/"
