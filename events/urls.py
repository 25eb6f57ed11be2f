from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "events"
urlpatterns = [
    path(pgettext_lazy("url", "events/"), views.event_list, name="event_list"),
    path(pgettext_lazy("url", "events/<slug:slug>/"), views.event_detail, name="event_detail"),
    path(pgettext_lazy("url", "events/<slug:slug>/sign-up/"), views.rsvp_create, name="rsvp_create"),
    path(pgettext_lazy("url", "sign-up/<str:token>/"), views.rsvp_manage, name="rsvp_manage"),
]
