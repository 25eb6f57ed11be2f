from django.http import Http404


def event_list(request, **kwargs):
    raise Http404


def event_detail(request, **kwargs):
    raise Http404


def rsvp_create(request, **kwargs):
    raise Http404


def rsvp_manage(request, **kwargs):
    raise Http404
