"""The page on which staff see what of the record is missing in one language."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordinators.desk import needs
from ilp_portal import untranslated

MOST = 200  # lines; whoever has more begins with these


@needs("coordinators.change_term")
@require_safe
def untranslated_list(request):
    context = {"gaps": list(untranslated.gaps(MOST)), "n": untranslated.count()}
    return render(request, "desk/untranslated_list.html", context)
