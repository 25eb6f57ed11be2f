from django.urls import path
from django.utils.translation import pgettext_lazy

from . import name_views, tip_views, views
from .call_views import desk as calls
from .call_views import public, review

app_name = "coordinators"
urlpatterns = [
    path(pgettext_lazy("url", "coordinators/"), views.term_list, name="term_list"),
    path(pgettext_lazy("url", "coordinators/<slug:slug>/"), views.term_detail, name="term_detail"),
    path(pgettext_lazy("url", "calls/<slug:slug>/"), public.call_detail, name="call_detail"),
    path(pgettext_lazy("url", "calls/<slug:slug>/sent/"), public.call_sent, name="call_sent"),
    path(pgettext_lazy("url", "calls/application/<str:token>/"), public.application_manage, name="application_manage"),
    path(pgettext_lazy("url", "desk/calls/"), calls.call_desk_list, name="call_desk_list"),
    path(pgettext_lazy("url", "desk/calls/new/"), calls.call_desk_new, name="call_desk_new"),
    path(pgettext_lazy("url", "desk/calls/<slug:slug>/"), calls.call_desk, name="call_desk"),
    path(pgettext_lazy("url", "desk/calls/<slug:slug>/edit/"), calls.call_desk_edit, name="call_desk_edit"),
    path(pgettext_lazy("url", "desk/calls/<slug:slug>/do/"), calls.call_desk_act, name="call_desk_act"),
    path(
        pgettext_lazy("url", "desk/calls/<slug:slug>/applications/"), review.application_list, name="application_list"
    ),
    path(pgettext_lazy("url", "desk/applications/<uuid:pk>/"), review.application_desk, name="application_desk"),
    path(
        pgettext_lazy("url", "desk/applications/<uuid:pk>/decide/"),
        review.application_decide,
        name="application_decide",
    ),
    path(pgettext_lazy("url", "start/name/"), name_views.name_choice, name="name_choice"),
    path(pgettext_lazy("url", "history/my-years/"), name_views.claim_create, name="claim_create"),
    path(pgettext_lazy("url", "history/my-years/sent/"), name_views.claim_sent, name="claim_sent"),
    path(pgettext_lazy("url", "history/my-years/<str:token>/"), name_views.claim_confirm, name="claim_confirm"),
    path(pgettext_lazy("url", "history/people/<slug:slug>/"), views.person_detail, name="person_detail"),
    path(pgettext_lazy("url", "desk/notes/"), tip_views.tip_desk_list, name="tip_desk_list"),
    path(pgettext_lazy("url", "desk/notes/<uuid:pk>/decide/"), tip_views.tip_decide, name="tip_decide"),
    path(pgettext_lazy("url", "desk/notes/<uuid:pk>/photo/"), tip_views.tip_photo, name="tip_photo"),
    path(pgettext_lazy("url", "history/tell-us/"), views.tip_create, name="tip_create"),
    path(pgettext_lazy("url", "history/tell-us/thank-you/"), views.tip_thanks, name="tip_thanks"),
]
