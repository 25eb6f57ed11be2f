"""Rules about who acts in a request."""

from . import audit


class Acting:
    """Whose request it is, for the audit log and the versions of records: staff alone, as what they do is logged."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD") or not request.user.is_staff:
            return self.get_response(request)
        with audit.by(request.user):
            return self.get_response(request)
