"""How dates, hours and figures are written in each language (content/glossary.md, tone 10).

Django prints weekdays and halves of the day through its catalogue, with capitals in Spanish and dots without a space.
Marking its words here puts them into ours, which wins: "sábado", "1:00 p. m."; locale/en holds "am" and "pm".
"""

from django.utils.translation import gettext_noop as _

HALVES_OF_THE_DAY = _("a.m."), _("p.m.")
WEEKDAYS = _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")
WEEKDAYS_SHORT = _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")
