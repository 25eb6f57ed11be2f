"""The admin site as a whole. Groups are not kept by hand: coordinators/roles.py says what a role may do."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.models import Group
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from coordinators.models import User
from outreach.admin import EngineAdmin
from outreach.models import Engine
from partners import audit
from partners.admin import ReadOnlyAdmin

from .models import ApiToken

admin.site.site_header = admin.site.site_title = _("Immigration and Labor Project")
admin.site.index_title = _("Record, people and hours")
admin.site.empty_value_display = "–"
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)  # an account has one address, which its own page changes and vouches for


admin.site.unregister(Engine)


@admin.register(Engine)
class NotedEngineAdmin(EngineAdmin):
    """As the outbox has it, with a line in the log, which stands on a higher floor."""

    @transaction.atomic
    def resume(self, request, queryset):
        paused = [engine for engine in queryset if engine.paused]
        super().resume(request, queryset)
        for engine in paused:
            audit.note("outreach.resume", record=engine)

    resume.__dict__.update(EngineAdmin.resume.__dict__)


class Found(AutocompleteJsonView):
    """What a search box offers. Two people may show the same name, so accounts are told apart by their address."""

    def serialize_result(self, obj, to_field_name):
        found = super().serialize_result(obj, to_field_name)
        return {**found, "text": obj.email} if isinstance(obj, User) else found


def find(request):
    return Found.as_view(admin_site=admin.site)(request)


admin.site.autocomplete_view = find


def password_change(request, extra_context=None):
    """The account pages do it: they ask for the second factor and tell the owner."""
    return redirect("account_change_password")


admin.site.password_change = password_change


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Keys are made and revoked at the desk; their secret is kept nowhere."""

    exclude = ("hashed",)
    search_fields = ("name", "made_by__name", "made_by__email")
