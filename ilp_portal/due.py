"""What the nightly erasure takes next, besides the sign-ups of events: so many of a kind, each for whom may read it."""

import datetime as dt

from django.utils.translation import ngettext

from coordinators.models import Application, NameClaim, Tip

KINDS = (
    ("coordinators.view_application", Application),
    ("coordinators.view_nameclaim", NameClaim),
    ("coordinators.view_tip", Tip),
)


def of(user, by: dt.datetime) -> list[str]:
    """In words; what is none is left out. A statement a kind."""
    found = {model: model.objects.past_keep(by).count() for name, model in KINDS if user.has_perm(name)}
    return [_words(model, n) for model, n in found.items() if n]


def _words(model, n: int) -> str:
    words = {
        Application: ngettext("One application", "%(n)s applications", n),
        NameClaim: ngettext("One claim of past years", "%(n)s claims of past years", n),
        Tip: ngettext("One note from a reader", "%(n)s notes from readers", n),
    }
    return words[model] % {"n": n}
