"""Figures as they are printed, alike in both languages: a comma between thousands, the dollar sign in front."""

from decimal import Decimal

from django.utils.formats import number_format

DOLLARS = "USD"  # the one unit that is a sign and not a word


def display(figure: Decimal | None, unit: str) -> str:
    """The figure with its unit in words of the active language; empty without a figure.

    What a unit says after a comma ("people, more than") qualifies the figure; the sentence beside it says that better.
    """
    if figure is None:
        return ""
    places = 0 if figure == figure.to_integral_value() else 2
    number = number_format(figure, decimal_pos=places, force_grouping=True)
    word = unit.partition(",")[0].strip()
    return f"${number}" if word == DOLLARS else f"{number} {word}".strip()
