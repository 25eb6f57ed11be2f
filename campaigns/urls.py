from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from . import weeks
from .views import campaigns, facts, hours, opportunities, resources, sunday, sync

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
    path(pgettext_lazy("url", "hours/entry/<int:pk>/"), hours.hour_edit, name="hour_edit"),
    path(pgettext_lazy("url", "hours/entry/<int:pk>/delete/"), hours.hour_delete, name="hour_delete"),
    path(pgettext_lazy("url", "sunday/<str:token>/"), sunday.sunday, name="sunday"),
]
