"""The outbox for staff: to look at, and to start again after a pause. Nothing here writes a message by hand.

What staff use from day to day is the ledger at the desk; the lists here say the same in the same words.
"""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from . import actions, kinds, ledger, reasons
from .lookups import SafeLookups
from .models import DeliveryAttempt, Engine, Message


class LookOnly:
    """Seen by those who may view; added, edited and deleted by nobody."""

    def has_add_permission(self, request, *args) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = _("message"), "kind"

    def lookups(self, request, model_admin):
        return sorted(((name, ledger.kind_label(name)) for name in kinds.names()), key=lambda choice: choice[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


class TryInline(LookOnly, admin.TabularInline):
    model = DeliveryAttempt
    fields = readonly_fields = ("number", "at", "what_came_of_it", "phase", "code", "outcome")

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("outreach.view_message")

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("outcome of the attempt"))
    def what_came_of_it(self, one) -> str:
        return reasons.of_try(one)


@admin.register(Message)
class MessageAdmin(SafeLookups, LookOnly, admin.ModelAdmin):
    list_display = ("id", "label", "state", "because", "channel", "due_at", "finished_at", "attempts", "uncertain")
    list_filter = ("state", KindFilter, "channel")
    search_fields = ("=id", "kind", "reason")
    readonly_fields = ("because",)
    ordering = ("-id",)
    show_full_result_count = False  # counts the whole table
    inlines = (TryInline,)

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description=_("message"), ordering="kind")
    def label(self, message) -> str:
        return ledger.kind_label(message.kind)

    @admin.display(description=_("because"), ordering="reason")
    def because(self, message) -> str:
        return reasons.of_message(message)


@admin.register(Engine)
class EngineAdmin(SafeLookups, LookOnly, admin.ModelAdmin):
    list_display = ("__str__", "channel", "because", "last_tick_at")
    search_fields = ("channel", "reason")
    readonly_fields = ("channel", "paused", "because", "reason", "last_tick_at")
    actions = ("resume",)

    @admin.display(description=_("because"), ordering="reason")
    def because(self, engine) -> str:
        return reasons.of_pause(engine.reason)

    @admin.action(description=_("Send again, after the fault was mended"), permissions=["change"])
    def resume(self, request, queryset):
        if any([actions.resume(channel=engine.channel) for engine in queryset]):
            self.message_user(request, _("The outbox sends again."), messages.SUCCESS)
        else:
            self.message_user(request, _("The outbox was not paused."), messages.INFO)
