"""What every request passes before it reaches a view."""

from django.http import Http404


class CleanInput:
    """Answer 404 to an address, query or cookie with a NUL byte, which PostgreSQL cannot store or compare."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        values = [request.path, *request.GET, *(v for key in request.GET for v in request.GET.getlist(key))]
        if any("\x00" in value for value in values):
            raise Http404
