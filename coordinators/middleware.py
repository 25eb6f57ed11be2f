"""Rules about the person who asks."""

from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes alone are none
ASK_NOBODY = ("healthz", "healthz_deep")  # what machines ask, also when the database that knows the person is away
STAYS_OPEN = ("mfa_", "account_")  # url names: setting up the factor, the own account, signing out
OF_THE_READER = ("REMOTE_", "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_SEC_CH", "HTTP_X_", "HTTP_FORWARDED")
PROVES_IT = ("mfa_reauthenticate", "account_reauthenticate", "account_logout")  # also before the factor was shown


class StaffSecondFactor:
    """Outside DEBUG a member of staff reaches nothing but the second-factor pages until one is set up.

    A session that is older than the factor has to show it once: whoever had only the password stays outside.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Runs for every address that has a view, the admin's own in both languages included."""
        user, match = request.user, request.resolver_match
        name = "" if match.app_names else match.url_name or ""
        if name in ASK_NOBODY or not settings.STAFF_SECOND_FACTOR_REQUIRED or not (user.is_staff or user.is_superuser):
            return None
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) & set(SECOND_FACTORS)
        if kinds:
            return None if name.startswith(PROVES_IT) or was_shown(request) else _ask_for(kinds, request)
        if name.startswith(STAYS_OPEN):
            return None
        messages.warning(request, _("Set up two-step verification first. Staff pages open after that."))
        return redirect("mfa_index")

    def process_exception(self, request, exception):
        """Whoever has to say once more who they are finds their form again: allauth, which hears of it after us, keeps
        it in the session with all headers. Where the reader is, their browser and their cookie are not kept."""
        if isinstance(exception, ReauthenticationRequired):
            for name in [name for name in request.META if name.startswith(OF_THE_READER)]:
                del request.META[name]


def was_shown(request) -> bool:
    """Whether this session has proved a second factor: at sign-in, later, or by setting it up."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def note_set_up(sender, request, user, authenticator, **kwargs) -> None:
    """Receiver of authenticator_added: who has just set a factor up has proved that they hold it."""
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _ask_for(kinds: set[str], request):
    by_code = Authenticator.Type.TOTP in kinds
    page = reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("start")
    return redirect(f"{page}?{urlencode({'next': back})}")
