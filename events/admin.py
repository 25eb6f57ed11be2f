"""Record keeping for events. Sign-ups are counted here and never listed: nobody reads contacts in a table."""

from django.contrib import admin, messages
from django.contrib.admin.utils import display_for_value
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outreach.lookups import FewOptions, SafeLookups
from partners.admin import BilingualAdmin, CitationInline
from partners.languages import NAMES as LANGUAGES_SPOKEN

from . import access, actions, gate
from .forms import EventForm, ReminderRuleForm
from .models import Event, ReminderRule, Rsvp, Training
from .views import proof


def _ledger(event: Event) -> str:
    """The desk's page of the messages about this event."""
    return f"{reverse('message_rows')}?event={event.pk}"


class RulesOfEvent(FewOptions, admin.StackedInline):
    model, form, extra = ReminderRule, ReminderRuleForm, 0
    verbose_name_plural = _("reminders of this event (without any, those of its kind)")


@admin.register(Event)
class EventAdmin(BilingualAdmin):
    form, inlines = EventForm, [RulesOfEvent, CitationInline]
    list_display = ("title", "kind", "status", "day", "confirmed", "waiting")
    list_filter = ("status", "kind", "is_demo")
    search_fields = ("title_en", "title_es", "slug")
    date_hierarchy = "held_on"
    prepopulated_fields = {"slug": ("title_en",)}
    readonly_fields = ("revision", "seats_taken", "confirmed", "waiting", "ledger")
    ticks = {"interpretation": list(LANGUAGES_SPOKEN.items()), "access": list(access.NAMES.items())}
    actions = ("publish", "postpone", "cancel")
    fieldsets = (
        (None, {"fields": ("title", "summary", "slug", "kind", "status", "revision")}),
        (_("When"), {"fields": ("held_on", "start_time", "end_time", "end_day", "time_zone", "fold", "precision")}),
        (None, {"fields": ("in_the_past", "recurrence")}),
        (_("Where"), {"fields": ("mode", "place", "place_public", "neighborhood", "online_url")}),
        (None, {"fields": ("exact_hours_before",)}),
        (
            _("Who"),
            {"fields": ("languages", "interpretation", "partners", "campaign", "term", "ilp_role", "announced_in")},
        ),
        (_("Languages, access, what to bring"), {"fields": ("access", "access_note", "bring", "one_language")}),
        (_("Sign-up"), {"fields": ("signup_open", "capacity", "guests_most", "training", "seats_taken")}),
        (None, {"fields": ("confirmed", "waiting", "ledger")}),
        (_("For staff"), {"fields": ("record_note",)}),
    )

    def get_queryset(self, request):
        states = Rsvp.State
        return (
            super()
            .get_queryset(request)
            .annotate(
                confirmed_count=Count("rsvps", filter=Q(rsvps__state=states.CONFIRMED)),
                waiting_count=Count("rsvps", filter=Q(rsvps__state=states.PENDING)),
            )
        )

    @admin.display(description=_("day"), ordering="held_on")
    def day(self, event):
        return event.date_display if event.starts_at is None else f"{event.date_display}, {event.times_short}"

    @admin.display(description=_("signed up"), ordering="confirmed_count")
    def confirmed(self, event):
        return display_for_value(getattr(event, "confirmed_count", 0), "0")

    @admin.display(description=_("not confirmed yet"), ordering="waiting_count")
    def waiting(self, event):
        return display_for_value(getattr(event, "waiting_count", 0), "0")

    @admin.display(description=_("messages"))
    def ledger(self, event):
        return format_html('<a href="{}">{}</a>', _ledger(event), _("What people were told")) if event.pk else "-"

    def save_model(self, request, obj, form, change):
        now, before = timezone.now(), Event.objects.filter(pk=obj.pk).first()
        if before and before.facts() != obj.facts():
            proof.demand(request, now, before, starts_at=obj.starts_at)
        actions.store(event=obj, now=now)

    def save_related(self, request, form, formsets, change):
        """All of a save is one transaction of the admin: facts, rules and the reminders that follow from them."""
        super().save_related(request, form, formsets, change)
        planned = actions.reconcile(event=form.instance, now=timezone.now())
        if planned:
            words = ngettext("%(n)d message is planned.", "%(n)d messages are planned.", planned) % {"n": planned}
            self.message_user(
                request, format_html('{} <a href="{}">{}</a>', words, _ledger(form.instance), _("See them"))
            )

    def get_deleted_objects(self, objs, request):
        """An event people count on is cancelled first, which tells them; deleted, nobody could be told any more."""
        deleted, counts, perms, protected = super().get_deleted_objects(objs, request)
        counted_on = Event.objects.filter(pk__in=[event.pk for event in objs]).counted_on(timezone.now())
        reason = _("%(event)s: people count on it. Cancel it first, and delete it when all of them are told.")
        return deleted, counts, perms, [*protected, *(reason % {"event": event} for event in counted_on)]

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, events):
        self._set(request, events, Event.Status.PUBLISHED)

    @admin.action(description=_("Postpone: no reminders until it is published again"), permissions=["change"])
    def postpone(self, request, events):
        self._set(request, events, Event.Status.POSTPONED)

    @admin.action(description=_("Cancel the events"), permissions=["change"])
    def cancel(self, request, events):
        self._set(request, events, Event.Status.CANCELLED)

    def _set(self, request, events, status):
        proof.demand(request, timezone.now(), *events)
        for event in events:
            try:
                changed = actions.change_event(pk=event.pk, now=timezone.now(), status=status)
            except gate.Unpublishable as found:
                for fault in sorted({str(fault) for fault in found.faults.values()}):
                    self.message_user(request, f"{event}: {fault}", messages.ERROR)
            else:
                self.message_user(request, f"{changed}: {changed.get_status_display()}", messages.SUCCESS)


@admin.register(Training)
class TrainingAdmin(BilingualAdmin):
    """What a training is called and how long it holds. Who has it stands at the desk."""

    list_display = ("name", "months_valid")
    search_fields = ("name_en", "name_es", "slug")
    prepopulated_fields = {"slug": ("name_en",)}


@admin.register(ReminderRule)
class ReminderRuleAdmin(SafeLookups, admin.ModelAdmin):
    """The rules of the kinds; those of one event stand on its page."""

    list_display = ("kind", "hours_before", "days_before", "at")
    search_fields = ("kind",)
    list_filter = ("kind",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event=None)

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, form=KindRuleForm, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        actions.reconcile_kinds(kinds={obj.kind, form.initial.get("kind", obj.kind)}, now=timezone.now())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        actions.reconcile_kinds(kinds={obj.kind}, now=timezone.now())

    def delete_queryset(self, request, queryset):
        kinds = set(queryset.values_list("kind", flat=True))
        super().delete_queryset(request, queryset)
        actions.reconcile_kinds(kinds=kinds, now=timezone.now())


class KindRuleForm(ReminderRuleForm):
    class Meta(ReminderRuleForm.Meta):
        fields = ("kind", *ReminderRuleForm.Meta.fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = True
