from django.http import Http404


def term_list(request, **kwargs):
    raise Http404


def term_detail(request, **kwargs):
    raise Http404
