"""What the shell of every page needs."""

from django.conf import settings
from django.urls import translate_url


def shell(request) -> dict:
    """The same page in the other language, canonical and alternate addresses, and whether this is a demo."""
    other = "es" if getattr(request, "LANGUAGE_CODE", "en") == "en" else "en"
    path = request.path
    alternates = [(code, settings.BASE_URL + translate_url(path, code)) for code, _ in settings.LANGUAGES]
    return {
        "other_language": other,
        "other_language_url": translate_url(path, other),
        "canonical_url": settings.BASE_URL + path,
        "alternate_urls": alternates,
        "project_is_demo": settings.DEBUG,
    }
