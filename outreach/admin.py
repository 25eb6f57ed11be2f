"""The outbox for staff: to look at, and to start again after a pause. Nothing here writes a message by hand."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from . import actions
from .lookups import SafeLookups
from .models import DeliveryAttempt, Engine, Message


class LookOnly:
    """Seen by those who may view; added, edited and deleted by nobody."""

    def has_add_permission(self, request, *args) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class TryInline(LookOnly, admin.TabularInline):
    model = DeliveryAttempt
    fields = readonly_fields = ("number", "at", "phase", "code", "outcome")

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("outreach.view_message")

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(SafeLookups, LookOnly, admin.ModelAdmin):
    list_display = ("id", "kind", "state", "reason", "due_at", "finished_at", "attempts", "uncertain")
    list_filter = ("state", "kind")
    ordering = ("-id",)
    show_full_result_count = False  # counts the whole table
    inlines = (TryInline,)

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Engine)
class EngineAdmin(SafeLookups, LookOnly, admin.ModelAdmin):
    list_display = ("__str__", "reason", "last_tick_at")
    readonly_fields = ("paused", "reason", "last_tick_at")
    actions = ("resume",)

    @admin.action(description=_("Send again, after the fault was mended"), permissions=["change"])
    def resume(self, request, queryset):
        if actions.resume():
            self.message_user(request, _("The outbox sends again."), messages.SUCCESS)
        else:
            self.message_user(request, _("The outbox was not paused."), messages.INFO)
