from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from . import weeks
from .views import approval, campaigns, exports, facts, hours, letters, opportunities, resources, sunday, sync, week

register_converter(weeks.IsoDayConverter, "iso_day")

app_name = "campaigns"
urlpatterns = [
    path(pgettext_lazy("url", "campaigns/"), campaigns.campaign_list, name="campaign_list"),
    path(pgettext_lazy("url", "campaigns/<slug:slug>/"), campaigns.campaign_detail, name="campaign_detail"),
    path(pgettext_lazy("url", "resources/"), resources.resource_list, name="resource_list"),
    path(pgettext_lazy("url", "resources/<slug:slug>/"), resources.resource_detail, name="resource_detail"),
    path(pgettext_lazy("url", "facts/"), facts.fact_list, name="fact_list"),
    path(pgettext_lazy("url", "opportunities/"), opportunities.opportunity_list, name="opportunity_list"),
    path(pgettext_lazy("url", "hours/"), hours.hours_now, name="hours_now"),
    path(pgettext_lazy("url", "hours/sync/"), sync.hours_sync, name="hours_sync"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/"), hours.hours_week, name="hours_week"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/again/"), week.week_repeat, name="week_repeat"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/nothing/"), week.week_quiet, name="week_quiet"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/done/"), week.week_done, name="week_done"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/sentence/"), week.week_reflect, name="week_reflect"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/undo/"), week.week_undo, name="week_undo"),
    path(pgettext_lazy("url", "hours/proposed/<int:pk>/"), week.hour_take, name="hour_take"),
    path(pgettext_lazy("url", "hours/help/"), week.hours_help, name="hours_help"),
    path(pgettext_lazy("url", "hours/entry/<int:pk>/"), hours.hour_edit, name="hour_edit"),
    path(pgettext_lazy("url", "hours/entry/<int:pk>/delete/"), hours.hour_delete, name="hour_delete"),
    path(pgettext_lazy("url", "desk/hours/"), approval.approval_list, name="approval_list"),
    path(pgettext_lazy("url", "desk/hours/decide/"), approval.approval_act, name="approval_act"),
    path(pgettext_lazy("url", "sunday/<str:token>/"), sunday.sunday, name="sunday"),
    path(pgettext_lazy("url", "hours/letters/"), letters.letter_list, name="letter_list"),
    path(pgettext_lazy("url", "hours/letters/<int:pk>/pdf/"), letters.letter_pdf, name="letter_pdf"),
    path(pgettext_lazy("url", "hours/letters/<int:pk>/withdraw/"), letters.letter_withdraw, name="letter_withdraw"),
    path(pgettext_lazy("url", "check/"), letters.letter_check, name="letter_check"),
    path(pgettext_lazy("url", "check/<str:token>/"), letters.letter_check, name="letter_check"),
    path(pgettext_lazy("url", "hours/export/"), exports.hours_export, name="hours_export"),
    path(pgettext_lazy("url", "hours/export/<slug:form>/"), exports.hours_export_file, name="hours_export_file"),
    path(pgettext_lazy("url", "hours/calendar/"), exports.hours_feed_change, name="hours_feed_change"),
    path(pgettext_lazy("url", "hours/calendar/<slug:token>.ics"), exports.hours_feed, name="hours_feed"),
    path(pgettext_lazy("url", "hours/<iso_day:monday>/copy/"), exports.hours_copy, name="hours_copy"),
]
