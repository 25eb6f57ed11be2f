from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "partners"
urlpatterns = [
    path(pgettext_lazy("url", "partners/"), views.partner_list, name="partner_list"),
    path(pgettext_lazy("url", "partners/<slug:slug>/"), views.partner_detail, name="partner_detail"),
]
