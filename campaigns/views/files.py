"""Editions of a work: readers download them, staff put them in place."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import condition, require_http_methods, require_safe

from campaigns import files
from campaigns.models import Resource, ResourceContent, ResourceFile
from coordinators.desk import needs
from partners import languages

from .resource_desk import CHANGE, page

SANDBOX = "sandbox; default-src 'none'"  # whatever a program makes of it, it has no rights here


@login_not_required
@require_safe
def file_detail(request, slug: str, language: str, form: str):
    """One edition of a work that readers may see; 404 for every other."""
    file = get_object_or_404(ResourceFile.objects.public().at(slug, language, form))
    answer = _answer(request, file)
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer


@needs(CHANGE)
@require_safe
def resource_desk_file(request, slug: str, language: str, form: str):
    """The same for staff, also of a work that is not public yet."""
    return _answer(request, get_object_or_404(ResourceFile.objects.at(slug, language, form)))


def _answer(request, file: ResourceFile) -> HttpResponse:
    """The bytes under our name for them. They are read when they are sent: not for HEAD, not for what is unchanged."""

    def send(request):
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Content-Length": str(file.size)}
        is_asked = request.method == "GET"
        data = ResourceContent.objects.values_list("data", flat=True).get(file=file) if is_asked else b""
        return HttpResponse(bytes(data), content_type=file.content_type, headers=headers)

    answer = condition(etag_func=lambda request: f'"{file.checksum}"')(send)(request)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@csrf_exempt
@needs(CHANGE)
@require_http_methods(["POST"])
def resource_desk_upload(request, slug: str, language: str):
    """Take a file in. What announces too much is refused unread; the rest goes through our own handler."""
    resource = get_object_or_404(Resource, slug=slug)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if files.is_too_long(request):
        return page(request, resource, {language: [files.WORDS["large"]]}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    request.upload_handlers = [files.InMemory(request)]
    return _take_in(request, resource, language)


@csrf_protect
def _take_in(request, resource: Resource, language: str):
    upload = request.FILES.get(files.FIELD)
    try:
        if upload is None:
            raise files.fault("empty")
        made = files.made_anew(upload, language=language)
    except ValidationError as error:
        return page(request, resource, {language: error.messages})
    file = files.store(resource=resource, language=language, made=made, now=timezone.now())
    words = {"language": languages.listed([language]), "facts": file.facts}
    messages.success(request, _("The edition in %(language)s is in place: %(facts)s.") % words)
    return redirect("campaigns:resource_desk", resource.slug)


@needs(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def resource_desk_file_delete(request, slug: str, language: str):
    """Ask first; delete by POST only."""
    file = get_object_or_404(ResourceFile.objects.select_related("resource"), resource__slug=slug, language=language)
    if request.method != "POST":
        return render(request, "campaigns/desk/file_delete.html", {"resource": file.resource, "file": file})
    files.delete(file=file)
    messages.success(request, _("Edition deleted."))
    return redirect("campaigns:resource_desk", slug)
