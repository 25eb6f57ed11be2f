from django.http import Http404


def resource_list(request, **kwargs):
    raise Http404


def resource_detail(request, **kwargs):
    raise Http404
