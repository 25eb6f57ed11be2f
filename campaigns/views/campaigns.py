from django.http import Http404


def campaign_list(request, **kwargs):
    raise Http404


def campaign_detail(request, **kwargs):
    raise Http404
