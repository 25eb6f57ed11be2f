"""Rules about the person who asks."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none
# Url names: setting up the factor, the own account, signing out; and what machines ask when the database may be away.
STAYS_OPEN = ("mfa_", "account_", "healthz")


class StaffSecondFactor:
    """Outside DEBUG a member of staff reaches nothing but the second-factor pages until one is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Runs for every address that has a view, the admin's own in both languages included."""
        user, match = request.user, request.resolver_match
        if not match.app_names and (match.url_name or "").startswith(STAYS_OPEN):
            return None
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or not (user.is_staff or user.is_superuser):
            return None
        if is_mfa_enabled(user, types=SECOND_FACTORS):
            return None
        messages.warning(request, _("Set up two-step verification first. Staff pages open after that."))
        return redirect("mfa_index")
