from django.http import Http404


def hours_now(request, **kwargs):
    raise Http404


def hours_week(request, **kwargs):
    raise Http404


def hour_edit(request, **kwargs):
    raise Http404


def hour_delete(request, **kwargs):
    raise Http404
