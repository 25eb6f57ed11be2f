"""The admin site as a whole. Groups are not kept by hand: coordinators/roles.py says what a role may do."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

admin.site.site_header = admin.site.site_title = _("Immigration and Labor Project")
admin.site.index_title = _("Record, people and hours")
admin.site.empty_value_display = "–"
admin.site.unregister(Group)


def password_change(request, extra_context=None):
    """The account pages do it: they ask for the second factor and tell the owner."""
    return redirect("account_change_password")


admin.site.password_change = password_change
