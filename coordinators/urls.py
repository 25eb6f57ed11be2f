from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "coordinators"
urlpatterns = [
    path(pgettext_lazy("url", "coordinators/"), views.term_list, name="term_list"),
    path(pgettext_lazy("url", "coordinators/<slug:slug>/"), views.term_detail, name="term_detail"),
    path(pgettext_lazy("url", "history/people/<slug:slug>/"), views.person_detail, name="person_detail"),
    path(pgettext_lazy("url", "history/tell-us/"), views.tip_create, name="tip_create"),
    path(pgettext_lazy("url", "history/tell-us/thank-you/"), views.tip_thanks, name="tip_thanks"),
]
