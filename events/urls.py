from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from . import months
from .views import pages, sign_up

register_converter(months.IsoMonthConverter, "iso_month")

app_name = "events"
urlpatterns = [
    path(pgettext_lazy("url", "events/"), pages.event_list, name="event_list"),
    path(pgettext_lazy("url", "events/month/"), pages.event_month_now, name="event_month_now"),
    path(pgettext_lazy("url", "events/month/<iso_month:month>/"), pages.event_month, name="event_month"),
    path(pgettext_lazy("url", "events/<slug:slug>/"), pages.event_detail, name="event_detail"),
    path(pgettext_lazy("url", "events/<slug:slug>/event.ics"), pages.event_file, name="event_file"),
    path(pgettext_lazy("url", "events/<slug:slug>/sign-up/"), sign_up.rsvp_create, name="rsvp_create"),
    path(pgettext_lazy("url", "sign-up/<str:token>/"), sign_up.rsvp_manage, name="rsvp_manage"),
]
