"""Facts about a place that decide whether a person can come, by code, in the language of the page."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "step-free": _("no steps on the way in"),
    "toilet": _("an accessible toilet"),
    "seats": _("places to sit"),
    "hearing": _("a hearing loop or captions"),
    "quiet": _("a quiet place to step out to"),
    "children": _("children are welcome; there is childcare"),
    "transit": _("near a Metro station or bus stop"),
    "shade": _("shade and water"),
}


def listed(codes: list[str]) -> list[str]:
    """The facts in the order of NAMES, whatever order they were ticked in; a code without a name is left out."""
    return [str(name) for code, name in NAMES.items() if code in codes]
