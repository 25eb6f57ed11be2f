"""Placements, the approval of hours, and what belongs to them. An entry, a note about a week and a letter are their
coordinator's own word: staff read them, approve entries, and write none."""

from django.contrib import admin, messages
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campaigns import actions, durations, trail
from campaigns.approval_forms import pairs
from campaigns.models import HourChange, HourEntry, Placement, WeekNote
from outreach.lookups import SafeLookups
from partners.admin import ReadOnlyAdmin


@admin.register(Placement)
class PlacementAdmin(SafeLookups, admin.ModelAdmin):
    list_display = ("coordinator", "term", "campaign")
    list_filter = ("appointment__term",)
    list_select_related = ("appointment__coordinator", "appointment__term", "campaign")
    search_fields = ("appointment__coordinator__name", "campaign__title_en", "campaign__title_es")
    ordering = ("-appointment__term__starts_on", "appointment__coordinator__name")

    @admin.display(description=_("coordinator"), ordering="appointment__coordinator__name")
    def coordinator(self, placement):
        return placement.appointment.coordinator

    @admin.display(description=_("term"), ordering="appointment__term__starts_on")
    def term(self, placement):
        return placement.appointment.term


class ApprovedFilter(admin.SimpleListFilter):
    title, parameter_name = _("approval"), "approved"

    def lookups(self, request, model_admin):
        return [("no", _("waiting")), ("asked", _("sent back")), ("yes", _("approved"))]

    def queryset(self, request, queryset):
        words = {"no": queryset.pending, "asked": queryset.asked, "yes": queryset.approved}
        return words[self.value()]() if self.value() in words else queryset


@admin.register(HourEntry)
class HourEntryAdmin(ReadOnlyAdmin):
    list_display = ("day", "coordinator", "campaign", "time", "activity", "note", "is_approved")
    list_filter = (ApprovedFilter, "placement__appointment__term")
    list_select_related = ("placement__campaign", "placement__appointment__coordinator", "approved_by")
    search_fields = ("placement__appointment__coordinator__name", "note")
    search_fields += ("placement__campaign__title_en", "placement__campaign__title_es")
    ordering = ("-worked_on", "pk")
    actions = ("approve",)
    fields = ("day", "coordinator", "campaign", "time", "activity", "note", "logged_at")
    fields += ("approved_by", "by_partner", "approved_at", "asked_by", "asked_at", "question", "what_changed")

    def has_approve_permission(self, request) -> bool:
        return request.user.has_perm("campaigns.approve_hourentry")

    @admin.display(description=_("day"), ordering="worked_on")
    def day(self, entry):
        return entry.worked_on

    @admin.display(description=_("coordinator"), ordering="placement__appointment__coordinator__name")
    def coordinator(self, entry):
        return entry.placement.appointment.coordinator

    @admin.display(description=_("campaign"), ordering="placement__campaign__title_en")
    def campaign(self, entry):
        return entry.placement.campaign

    @admin.display(description=_("hours"), ordering="minutes")
    def time(self, entry):
        return durations.as_hours(entry.minutes)

    @admin.display(description=_("approved"), boolean=True, ordering="approved_at")
    def is_approved(self, entry):
        return entry.approved_at is not None

    @admin.display(description=_("approved by the partner"))
    def by_partner(self, entry):
        return entry.approved_through.partner if entry.approved_through else None

    @admin.display(description=_("What changed"))
    def what_changed(self, entry):
        steps = trail.steps_of([entry]).get(entry.pk)
        return render_to_string("campaigns/_hour_trail.html", {"steps": steps}) if steps else _("nothing")

    def action_checkbox(self, entry):
        """The tick, and which revision stands in the line: only that one may be approved."""
        seen = '{}<input type="hidden" name="seen" value="{}.{}">'
        return format_html(seen, super().action_checkbox(entry), entry.pk, entry.revision)

    @admin.action(description=_("Approve selected hour entries"), permissions=["approve"])
    def approve(self, request, queryset):
        """Approve what waits and stands as it was read, without one's own."""
        seen, chosen = queryset.as_seen(pairs(request.POST.getlist("seen"))), queryset.pending().count()
        own = queryset.pending().of_user(request.user).count()
        n = actions.approve_hours(entries=seen, by=request.user, at=timezone.now())
        self.message_user(request, ngettext("One entry approved.", "%(n)d entries approved.", n) % {"n": n})
        if own:
            self.message_user(request, _("Somebody else has to approve your own hours."), messages.WARNING)
        if left := chosen - own - n:
            text = ngettext("One entry was changed meanwhile.", "%(n)d entries were changed meanwhile.", left)
            self.message_user(request, text % {"n": left} + " " + _("Read it and approve it again."), messages.WARNING)


@admin.register(HourChange)
class HourChangeAdmin(ReadOnlyAdmin):
    """The whole trail; the only place that still tells of a deleted entry."""

    list_display = ("at", "coordinator", "action", "by", "day_before", "time_before", "day_after", "time_after")
    list_filter = ("action", "appointment__term")
    list_select_related = ("appointment__coordinator", "by")
    search_fields = ("appointment__coordinator__name",)
    fields = ("at", "coordinator", "action", "by", "day_before", "time_before", "day_after", "time_after")

    @admin.display(description=_("coordinator"), ordering="appointment__coordinator__name")
    def coordinator(self, change):
        return change.appointment.coordinator

    @admin.display(description=_("day before"))
    def day_before(self, change):
        return change.before.get("day", "")

    @admin.display(description=_("hours before"))
    def time_before(self, change):
        return _time(change.before)

    @admin.display(description=_("day after"))
    def day_after(self, change):
        return change.after.get("day", "")

    @admin.display(description=_("hours after"))
    def time_after(self, change):
        return _time(change.after)


def _time(side: dict) -> str:
    return durations.as_hours(side["minutes"]) if "minutes" in side else ""


@admin.register(WeekNote)
class WeekNoteAdmin(ReadOnlyAdmin):
    list_display = ("monday", "coordinator", "quiet", "done_at", "reflection", "shared")
    list_filter = ("quiet", "shared", "appointment__term")
    list_select_related = ("appointment__coordinator",)
    search_fields = ("appointment__coordinator__name",)
    ordering = ("-monday", "appointment__coordinator__name")
    fields = ("monday", "coordinator", "quiet", "done_at", "reflection", "shared")

    @admin.display(description=_("coordinator"), ordering="appointment__coordinator__name")
    def coordinator(self, note):
        return note.appointment.coordinator
