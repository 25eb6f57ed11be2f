"""Record keeping for terms and people, and the accounts. Adding an account is the invitation."""

from typing import ClassVar

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from outreach.lookups import SafeLookups
from partners.admin import BilingualAdmin, BilingualInline, CitationInline

from . import actions, roles
from .models import Appointment, Break, Coordinator, Term, Tip, TipPhoto, User


class BreakInline(BilingualInline):
    model = Break


@admin.register(Term)
class TermAdmin(BilingualAdmin):
    inlines = [BreakInline, CitationInline]
    list_display = ("label", "era", "starts_on", "ends_on", "weekly_hours_min", "weekly_hours_max", "roster_status")
    list_filter = ("era", "roster_status", "hours_basis")
    search_fields = ("label", "slug")
    ordering = ("-starts_on",)


class AppointmentInline(admin.StackedInline):
    model, extra = Appointment, 0


@admin.register(Coordinator)
class CoordinatorAdmin(SafeLookups, admin.ModelAdmin):
    inlines = [AppointmentInline, CitationInline]
    list_display = ("name", "user", "name_basis", "shown_as", "shows_now")
    list_filter = ("name_basis", "shown_as", ("taken_down_at", admin.EmptyFieldListFilter), "appointments__term")
    list_select_related = ("user",)
    search_fields = ("name", "user__email", "user__name")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("shows_now",)
    actions = ("take_names_down", "put_names_back")

    @admin.display(description=_("shows in public now as"))
    def shows_now(self, person):
        return _("taken down") if person.taken_down_at else person.public_name or _("not shown")

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


@admin.register(Tip)
class TipAdmin(SafeLookups, admin.ModelAdmin):
    """What readers know. Read, ask back, write it into the record by hand; nobody adds or rewords a note here."""

    list_display = ("received_at", "term", "about", "language", "state", "beginning", "has_photo")
    list_filter = ("state", "about", "language", "term")
    list_select_related = ("term",)
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


class AccountForm(forms.ModelForm):
    """An account and its role. The address is what the person signs in with, so it is kept in lower case."""

    role = forms.ChoiceField(label=_("role"), choices=roles.LABELS)

    class Meta:
        model = User
        fields = ("email", "name", "language", "time_zone", "nudge", "nudge_at", "digest", "is_active")
        help_texts = {
            "email": _("Another address ends password and passkeys: the person then signs in with a code mailed to it.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:  # it is only shown, not chosen, on one's own account
            self.fields["role"].initial = roles.of(self.instance) if self.instance.pk else roles.COORDINATOR

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class InvitationForm(AccountForm):
    class Meta(AccountForm.Meta):
        fields = ("email", "name", "language")
        help_texts: ClassVar = {}


class RoleFilter(admin.SimpleListFilter):
    title, parameter_name = _("role"), "role"

    def lookups(self, request, model_admin):
        return roles.LABELS

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(SafeLookups, admin.ModelAdmin):
    """Administrators only. Nobody changes the own role or a superuser, so that nobody climbs or locks everybody out."""

    form = AccountForm
    list_display = ("email", "name", "role", "language", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active", "language", "is_demo")
    search_fields = ("email", "name")
    actions = ("take_off_second_factors",)

    def lookup_allowed(self, lookup, value, request):
        """Not by password: a list that answers "starts with" gives the hash away, sign by sign."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("role"))
    def role(self, user):
        return dict(roles.LABELS).get(roles.of(user), "")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **kwargs, **({} if change else {"form": InvitationForm}))

    def get_fields(self, request, obj=None):
        rest = ("time_zone", "nudge", "nudge_at", "digest", "is_active") if obj else ()
        return ("email", "name", "language", "role", *rest)

    def get_readonly_fields(self, request, obj=None):
        """The own address is changed in the settings, with a code that is sent there."""
        return ("email", "role", "is_active") if obj == request.user else ()

    def save_model(self, request, obj, form, change):
        role = form.cleaned_data.get("role")
        if not change:
            words = {"name": obj.name, "language": obj.language}
            obj.pk = actions.invite(address=obj.email, role=role, now=timezone.now(), **words).pk
            return
        super().save_model(request, obj, form, change)
        if role and role != roles.of(obj):
            roles.give(obj, role)
        if "email" in form.changed_data:
            actions.hand_over(user=obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not _is_super(obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj) and obj != request.user
        return may and (request.user.is_superuser or not _is_super(obj))

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description=_("Take the second factors off (a lost phone or key)"), permissions=["change"])
    def take_off_second_factors(self, request, users):
        for user in users:
            if self.has_change_permission(request, user) and actions.take_off_second_factors(user=user):
                self.log_change(request, user, "second factors taken off")
                self.message_user(request, _("%(user)s signs in without a second factor now.") % {"user": user})


def _is_super(user: User | None) -> bool:
    return user is not None and user.is_superuser


admin.site.unregister(Authenticator)  # the library's page shows the secret itself
