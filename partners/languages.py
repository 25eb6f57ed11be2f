"""Names of the languages that a work is published in or an event is held in, in the language of the page."""

from django.utils.translation import pgettext_lazy

# "mixtec" stands for several languages that share no two-letter code; the sources say no more.
NAMES = {
    "en": pgettext_lazy("one of several languages", "English"),
    "es": pgettext_lazy("one of several languages", "Spanish"),
    "am": pgettext_lazy("one of several languages", "Amharic"),
    "ar": pgettext_lazy("one of several languages", "Arabic"),
    "ase": pgettext_lazy("one of several languages", "American Sign Language"),
    "fr": pgettext_lazy("one of several languages", "French"),
    "hi": pgettext_lazy("one of several languages", "Hindi"),
    "ht": pgettext_lazy("one of several languages", "Haitian Creole"),
    "ko": pgettext_lazy("one of several languages", "Korean"),
    "mixtec": pgettext_lazy("one of several languages", "Mixtec"),
    "pt": pgettext_lazy("one of several languages", "Portuguese"),
    "tl": pgettext_lazy("one of several languages", "Tagalog"),
    "vi": pgettext_lazy("one of several languages", "Vietnamese"),
    "zh": pgettext_lazy("one of several languages", "Chinese"),
}


def listed(codes: list[str]) -> str:
    """The names after each other, in the order given; a code without a name stands for itself."""
    return ", ".join(str(NAMES.get(code, code)) for code in codes)
