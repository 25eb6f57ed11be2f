from django.http import Http404


def partner_list(request, **kwargs):
    raise Http404


def partner_detail(request, **kwargs):
    raise Http404
