"""Long answers of people without an account: as long as was asked for, and without details of anybody else."""

import re

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from . import particulars

NO_LINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # signs that no keyboard types and no page shows


def cleaned(typed: str, longest: int) -> str:
    """The text as it is kept. Raises ValidationError: too long, or with details by which somebody can be found.

    Browsers count a new line as one character and send two.
    """
    text = NO_LINE.sub("", typed.replace("\r\n", "\n"))
    if len(text) > longest:
        over = {"n": formats.number_format(len(text) - longest, force_grouping=True)}
        raise ValidationError(_("That is %(n)s characters too long. Nothing is lost: shorten it here."), params=over)
    if found := list(particulars.find(text)):
        raise ValidationError([_sent_back(one) for one in found])
    return text


def _sent_back(found: particulars.Found) -> ValidationError:
    words = _("“%(words)s” looks like %(kind)s. Take it out, please: we do not store details of other people.")
    return ValidationError(words, params={"words": found.words[:60], "kind": found.looks_like})
