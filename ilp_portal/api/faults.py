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


def answer(code: str, *, fields: list[dict] = (), headers: dict[str, str] | None = None) -> JsonResponse:
    """The fault of that code; `fields` are {"field", "problem"} of a question that could not be read."""
    status, msgid = WORDS[code]
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = gettext(msgid)
    body = {"error": code, "message": said, "fields": list(fields)}
    return JsonResponse(body, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
