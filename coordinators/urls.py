from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "coordinators"
urlpatterns = [
    path(pgettext_lazy("url", "coordinators/"), views.term_list, name="term_list"),
    path(pgettext_lazy("url", "coordinators/<slug:slug>/"), views.term_detail, name="term_detail"),
]
