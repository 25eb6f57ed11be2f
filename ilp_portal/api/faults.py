"""What the API answers instead of data: one shape for every fault, its words in each language."""

from http import HTTPStatus

from django.conf import settings
from django.http import JsonResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = {  # by the code that programs read
    "key": (HTTPStatus.UNAUTHORIZED, _("This needs a key that is valid: Authorization: Bearer ilp_…")),
    "scope": (HTTPStatus.FORBIDDEN, _("This key may not read that.")),
    "not_found": (HTTPStatus.NOT_FOUND, _("There is nothing here. Addresses are told in /api/openapi.json.")),
    "method": (HTTPStatus.METHOD_NOT_ALLOWED, _("Only reading is possible here: GET.")),
    "invalid": (HTTPStatus.UNPROCESSABLE_ENTITY, _("We could not read the question. The fields say why.")),
    "too_many": (HTTPStatus.TOO_MANY_REQUESTS, _("Too many questions. Wait an hour, or ask for less.")),
}

PROBLEMS = {  # of one field, by the code of the library that reads it
    "missing": _("This is needed."),
    "literal_error": _("Choose one of these: %(expected)s."),
    "int_parsing": _("Write a whole number."),
    "greater_than_equal": _("At least %(ge)s."),
    "less_than_equal": _("At most %(le)s."),
    "unknown": _("There is no such parameter. Known are: %(known)s."),
}
UNREAD = _("We could not read this value.")


def problem(field: str, code: str, values: dict) -> dict:
    """What is wrong with one field; `values` are the words of the sentence."""
    plain = {name: str(value).replace(" or ", ", ") for name, value in values.items()}  # the library speaks English
    return {"field": field, "problem": _said(PROBLEMS.get(code, UNREAD), plain)}


def answer(code: str, *, fields: list[dict] = (), headers: dict[str, str] | None = None) -> JsonResponse:
    """The fault of that code; `fields` are the problems of a question that could not be read."""
    status, msgid = WORDS[code]
    body = {"error": code, "message": _said(msgid, {}), "fields": list(fields)}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _said(msgid: str, values: dict) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = gettext(msgid) % values
    return said
