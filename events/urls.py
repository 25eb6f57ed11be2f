from django.urls import path, register_converter
from django.utils.translation import pgettext_lazy

from . import months
from .views import (
    accompaniments,
    alerts,
    calendars,
    desk,
    door,
    embed,
    erase,
    my_sign_up,
    pages,
    series,
    share,
    shifts,
    sign_up,
    trainings,
)

register_converter(months.IsoMonthConverter, "iso_month")

app_name = "events"
urlpatterns = [
    path(pgettext_lazy("url", "events/"), pages.event_list, name="event_list"),
    path(pgettext_lazy("url", "events/month/"), pages.event_month_now, name="event_month_now"),
    path(pgettext_lazy("url", "events/month/<iso_month:month>/"), pages.event_month, name="event_month"),
    path(pgettext_lazy("url", "events/calendars/"), calendars.calendar_list, name="calendar_list"),
    path(pgettext_lazy("url", "embed/events/"), embed.event_embed, name="event_embed"),
    path(pgettext_lazy("url", "my-events/"), calendars.my_events, name="my_events"),
    path(pgettext_lazy("url", "my-events/calendar/"), calendars.my_feed_change, name="my_feed_change"),
    path(pgettext_lazy("url", "my-events/calendar/<slug:token>.ics"), calendars.my_feed, name="my_feed"),
    path(pgettext_lazy("url", "events/<slug:slug>/"), pages.event_detail, name="event_detail"),
    path(pgettext_lazy("url", "events/<slug:slug>/event.ics"), pages.event_file, name="event_file"),
    path(pgettext_lazy("url", "events/<slug:slug>/sign-up/"), sign_up.rsvp_create, name="rsvp_create"),
    path(pgettext_lazy("url", "events/<slug:slug>/count-me/"), sign_up.event_count, name="event_count"),
    path(pgettext_lazy("url", "desk/events/"), desk.event_desk_list, name="event_desk_list"),
    path(pgettext_lazy("url", "desk/events/new/"), desk.event_desk_new, name="event_desk_new"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/"), desk.event_desk, name="event_desk"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/edit/"), desk.event_desk_edit, name="event_desk_edit"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/act/"), desk.event_desk_act, name="event_desk_act"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/preview/"), desk.event_desk_preview, name="event_desk_preview"),
    path(pgettext_lazy("url", "sign-up/<str:token>/"), my_sign_up.rsvp_manage, name="rsvp_manage"),
    path(pgettext_lazy("url", "sign-up/<str:token>/event.ics"), my_sign_up.rsvp_file, name="rsvp_file"),
    path(pgettext_lazy("url", "desk/events/<int:pk>/door/"), door.event_door, name="event_door"),
    path(pgettext_lazy("url", "desk/events/<int:pk>/door/sync/"), door.event_door_sync, name="event_door_sync"),
    path(pgettext_lazy("url", "desk/door/<str:token>/"), door.event_door_code, name="event_door_code"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/shifts/"), shifts.event_desk_shifts, name="event_desk_shifts"),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/shifts/along/"),
        shifts.event_desk_shifts_along,
        name="event_desk_shifts_along",
    ),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/shifts/<int:pk>/"),
        shifts.event_desk_shift,
        name="event_desk_shift",
    ),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/shifts/<int:pk>/delete/"),
        shifts.event_desk_shift_delete,
        name="event_desk_shift_delete",
    ),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/shifts/<int:pk>/people/"),
        shifts.event_desk_shift_people,
        name="event_desk_shift_people",
    ),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/series/"), series.event_desk_series, name="event_desk_series"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/leave-out/"), series.event_desk_leave, name="event_desk_leave"),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/series/publish/"),
        series.event_desk_publish_series,
        name="event_desk_publish_series",
    ),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/following/"),
        series.event_desk_following,
        name="event_desk_following",
    ),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/share/"), share.event_desk_share, name="event_desk_share"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/flyer/"), share.event_desk_flyer, name="event_desk_flyer"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/sheet/"), share.event_desk_sheet, name="event_desk_sheet"),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/erase/"), erase.event_desk_erase, name="event_desk_erase"),
    path(pgettext_lazy("url", "desk/trainings/"), trainings.training_desk, name="training_desk"),
    path(pgettext_lazy("url", "desk/trainings/change/"), trainings.training_by_hand, name="training_by_hand"),
    path(pgettext_lazy("url", "accompaniment/"), accompaniments.accompaniment_list, name="accompaniment_list"),
    path(
        pgettext_lazy("url", "accompaniment/<int:pk>/take/"),
        accompaniments.accompaniment_take,
        name="accompaniment_take",
    ),
    path(
        pgettext_lazy("url", "accompaniment/<int:pk>/leave/"),
        accompaniments.accompaniment_leave,
        name="accompaniment_leave",
    ),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/change/"), alerts.event_desk_change, name="event_desk_change"),
    path(
        pgettext_lazy("url", "desk/events/<slug:slug>/delivery/"),
        alerts.event_desk_delivery,
        name="event_desk_delivery",
    ),
    path(pgettext_lazy("url", "desk/events/<slug:slug>/calls/"), alerts.event_desk_calls, name="event_desk_calls"),
    path(pgettext_lazy("url", "desk/event-help/"), desk.event_help, name="event_help"),
    path(pgettext_lazy("url", "desk/event-numbers/"), erase.event_desk_numbers, name="event_desk_numbers"),
]
