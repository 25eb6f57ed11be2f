from django.http import Http404


def mailbox(request, **kwargs):
    raise Http404


def mail_html(request, **kwargs):
    raise Http404
