"""Calls and what came of them: written, published and decided at the desk; here to look things up."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from coordinators.models import Application, Call, NameConsent, Question
from partners.admin import BilingualAdmin, BilingualInline, ReadOnlyAdmin


class QuestionInline(BilingualInline):
    model = Question


@admin.register(Call)
class CallAdmin(BilingualAdmin):
    inlines = [QuestionInline]
    list_display = ("title", "term", "opens_on", "closes_on", "published_at", "closed_at")
    list_filter = ("term", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("term",)
    search_fields = ("title_en", "title_es", "slug")
    readonly_fields = ("published_at", "closed_at")

    def get_deleted_objects(self, objs, request):
        """Whoever applied is answered first; with the call, the applications would go unanswered."""
        deleted, counts, perms, protected = super().get_deleted_objects(objs, request)
        asked = Call.objects.filter(pk__in=[call.pk for call in objs], applications__isnull=False).distinct()
        reason = _("%(call)s: people applied. Their applications are decided and erased at the desk first.")
        return deleted, counts, perms, [*protected, *(reason % {"call": call} for call in asked)]


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """That there is one and where it stands. Who applied and what they wrote is read at the desk alone."""

    list_display = ("submitted_at", "call", "language", "state", "decided_at", "decided_by")
    list_filter = ("state", ("call", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("call", "decided_by")
    search_fields = ("call__title_en", "call__title_es", "=id")
    fields = ("submitted_at", "call", "language", "wording", "state", "confirmed_at", "decided_at", "decided_by")


@admin.register(NameConsent)
class NameConsentAdmin(ReadOnlyAdmin):
    list_display = ("person", "shown_as", "way", "wording", "given_at", "withdrawn_at", "recorded_by")
    list_filter = ("shown_as", "way", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "recorded_by")
    search_fields = ("person__name",)
    fields = list_display
