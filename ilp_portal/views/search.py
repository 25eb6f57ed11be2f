"""Search over everything on record."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ilp_portal.search import find
from ilp_portal.search.excerpt import pieces
from ilp_portal.search.words import LONGEST
from ilp_portal.search.words import question as read

PER_PAGE = 20


@login_not_required
@require_safe
def search(request):
    asked = request.GET.get("q", "")[:LONGEST].strip()
    question = read(asked)
    try:
        page = Paginator(find(question, now=timezone.now()), PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    results = [(entry, pieces(getattr(entry, f"text_{entry.text_language}"), question)) for entry in page]
    context = {"asked": asked, "question": question, "page": page, "results": results}
    context |= {"longest": LONGEST, "query": urlencode({"q": asked})}
    return render(request, "ilp_portal/search.html", context)
