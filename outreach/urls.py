from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

app_name = "outreach"
urlpatterns = [
    path(pgettext_lazy("url", "stop/<str:token>/"), views.stop, name="stop"),
    path("webhooks/sms/reply/", views.sms_reply, name="sms_reply"),
]
