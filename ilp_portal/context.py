"""What the shell of every page needs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import escape_leading_slashes


def shell(request) -> dict:
    """The same page in the other language, canonical and alternate addresses, and whether this is a demo.

    The switch keeps the query. Where there is no such page (a mistyped address) it leads to the other home page, and
    nothing is canonical; nor is the page behind somebody's own link, which is for nobody to find or to share.
    """
    here = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    other = next(code for code, _ in settings.LANGUAGES if code != here)
    address = escape_leading_slashes(request.get_full_path())  # "//host/" would be somebody else's address
    twin = translate_url(address, other)
    paths = {}
    if twin == address:
        with translation.override(other):
            twin = reverse("home")
    elif not _is_own_link(request):
        paths = {here: urlsplit(address).path, other: urlsplit(twin).path}
    return {
        "other_language": other,
        "other_language_url": twin,
        "canonical_url": settings.BASE_URL + paths[here] if paths else "",
        "alternate_urls": [(code, settings.BASE_URL + paths[code]) for code, _ in settings.LANGUAGES if paths],
        "project_is_demo": settings.DEBUG,
        "press_contact": settings.PRESS_CONTACT,
    }


def _is_own_link(request) -> bool:
    match = getattr(request, "resolver_match", None)
    return match is not None and "token" in match.kwargs
