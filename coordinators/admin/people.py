"""Record keeping for terms, people and what readers know."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from coordinators import actions, terms
from coordinators.models import Appointment, Break, Coordinator, Term, Tip, TipPhoto
from coordinators.term_forms import OVERLAP
from outreach.lookups import FewOptions, SafeLookups
from partners.admin import BilingualAdmin, BilingualInline, CitationInline


class _ApartRows(BaseInlineFormSet):
    """Breaks of one term share no day. The rows are looked at together, so that two of them can change places."""

    def clean(self):
        super().clean()
        rows = [form for form in self.forms if not self._should_delete_form(form) and self._days(form)]
        if found := terms.first_overlap([self._days(form) for form in rows]):
            before, after = (rows[place] for place in found)
            after.add_error("starts_on", OVERLAP % {"name": before.instance.name})

    @staticmethod
    def _days(form):
        """Both days, where both are right."""
        days = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
        return days if all(days) else None


class BreakInline(BilingualInline):
    model, formset = Break, _ApartRows


@admin.register(Term)
class TermAdmin(BilingualAdmin):
    inlines = [BreakInline, CitationInline]
    list_display = ("label", "era", "starts_on", "ends_on", "weekly_hours_min", "weekly_hours_max", "roster_status")
    list_filter = ("era", "roster_status", "hours_basis")
    search_fields = ("label", "slug")
    ordering = ("-starts_on",)

    def get_readonly_fields(self, request, obj=None):
        """The desk moves the days of a term: it sees to the hours that were logged on them."""
        return ("starts_on", "ends_on", "closed_at") if obj else ()

    def has_change_permission(self, request, obj=None):
        """A closed year is read, not edited, its breaks and sources with it."""
        return super().has_change_permission(request, obj) and not (obj and obj.closed_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.closed_at)


class AppointmentInline(FewOptions, admin.StackedInline):
    model, extra = Appointment, 0


@admin.register(Coordinator)
class CoordinatorAdmin(SafeLookups, admin.ModelAdmin):
    inlines = [AppointmentInline, CitationInline]
    list_display = ("name", "user", "name_basis", "shown_as", "shows_now")
    list_filter = ("name_basis", "shown_as", ("taken_down_at", admin.EmptyFieldListFilter), "appointments__term")
    list_select_related = ("user",)
    search_fields = ("name", "user__email", "user__name")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("name_basis", "shown_as", "shows_now", "at_desk", "taken_down_at")
    actions = ("take_names_down", "put_names_back")

    @admin.display(description=_("shows in public now as"))
    def shows_now(self, person):
        return _("taken down") if person.taken_down_at else person.public_name or _("not shown")

    @admin.display(description=_("how the name shows"))
    def at_desk(self, person):
        """The desk changes it: as far as the person agreed, and with a line in the log."""
        if not person.pk:
            return _("nowhere, until the person agrees")
        return format_html('<a href="{}">{}</a>', reverse("campaigns:person_desk", args=[person.pk]), _("At the desk"))

    @admin.action(description=_("Take the name down, everywhere and at once"), permissions=["change"])
    def take_names_down(self, request, people):
        for person in people:
            if actions.take_down(person=person, now=timezone.now()):
                self.log_change(request, person, "name taken down")
                words = _("%(person)s shows nowhere any more. “Put the name back” undoes it.")
                self.message_user(request, words % {"person": person})

    @admin.action(description=_("Put the name back"), permissions=["change"])
    def put_names_back(self, request, people):
        for person in people:
            if actions.put_back(person=person):
                self.log_change(request, person, "name put back")
                self.message_user(request, _("%(person)s shows again, as before.") % {"person": person})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.label_from_instance = lambda user: user.email  # two people may show the same name
        return field


@admin.register(Appointment)
class AppointmentAdmin(SafeLookups, admin.ModelAdmin):
    list_display = ("coordinator", "term")
    list_filter = ("term",)
    list_select_related = ("coordinator", "term")
    search_fields = ("coordinator__name", "term__label")
    ordering = ("-term__starts_on", "coordinator__name")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("coordinator", "term")  # its name is made of both


@admin.register(Tip)
class TipAdmin(SafeLookups, admin.ModelAdmin):
    """What readers know. Read, ask back, write it into the record by hand; nobody adds or rewords a note here."""

    list_display = ("received_at", "term", "about", "language", "state", "beginning", "has_photo")
    list_filter = ("state", "about", "language", "term")
    list_select_related = ("term",)
    search_fields = ("text", "term__label")
    fields = ("received_at", "term", "about", "language", "text", "contact", "picture", "state", "decided_at")
    readonly_fields = fields
    actions = ("mark_used", "set_aside", "mark_new")

    @admin.display(description=_("what the reader knows"))
    def beginning(self, tip):
        return Truncator(tip.text).chars(80)

    @admin.display(description=_("where to ask back"))
    def contact(self, tip):
        return tip.contact

    @admin.display(description=_("photograph"), boolean=True)
    def has_photo(self, tip):
        return tip.has_photo

    @admin.display(description=_("photograph"))
    def picture(self, tip):
        if not tip.has_photo:
            return "-"
        words = _("To look at. Publish it only when everybody in it has said yes to that, too.")
        at = reverse("admin:coordinators_tip_photo", args=[tip.pk])
        return format_html('<a href="{0}"><img src="{0}" width="320" alt="{1}"></a><br>{2}', at, _("photograph"), words)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(has_photo=Exists(TipPhoto.objects.filter(tip=OuterRef("pk"))))

    def get_urls(self):
        view = self.admin_site.admin_view(self.photo_view)
        return [path("<path:object_id>/photo/", view, name="coordinators_tip_photo"), *super().get_urls()]

    def photo_view(self, request, object_id):
        """The picture itself, for whoever may read the note."""
        tip = self.get_object(request, object_id)
        if tip is None or not tip.has_photo or not self.has_view_permission(request, tip):
            raise Http404
        return HttpResponse(TipPhoto.objects.get(tip=tip).picture, content_type="image/jpeg")

    def has_add_permission(self, request):
        return False

    def _decide(self, request, tips, state: str) -> None:
        for tip in tips:
            tip.decide(state, now=timezone.now())
            self.log_change(request, tip, state)

    @admin.action(description=_("Mark as used: it stands in the record now"), permissions=["change"])
    def mark_used(self, request, tips):
        self._decide(request, tips, Tip.State.USED)

    @admin.action(description=_("Set aside; its photograph is erased"), permissions=["change"])
    def set_aside(self, request, tips):
        self._decide(request, tips, Tip.State.DECLINED)

    @admin.action(description=_("Mark as new again"), permissions=["change"])
    def mark_new(self, request, tips):
        self._decide(request, tips, Tip.State.NEW)
