"""The accounts. Adding one is the invitation."""

from typing import ClassVar

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordinators import accounts, actions, inviting, roles, step_up
from coordinators.models import User
from outreach.lookups import SafeLookups


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True  # the person goes on record under it
        self.fields["role"].initial = ""


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
        """Each deed by the function of the desk, with its guards and its line in the log."""
        role, is_active = form.cleaned_data.get("role"), obj.is_active
        if role in roles.OPENS_ADMIN and role != form.fields["role"].initial:
            step_up.demand(request)
        if not change:
            words = {"name": obj.name, "address": obj.email, "language": obj.language}
            obj.pk = inviting.bring_in(**words, role=role, now=timezone.now()).pk
            return
        obj.is_active = form.initial.get("is_active", is_active)
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            actions.hand_over(user=obj)
        try:
            if role and role != roles.of(obj):
                accounts.change_role(user=obj, role=role, by=request.user)
            if is_active != obj.is_active:
                (accounts.reopen if is_active else accounts.close)(user=obj, by=request.user)
        except accounts.Refused as refused:
            self.message_user(request, refused.words, messages.ERROR)

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
