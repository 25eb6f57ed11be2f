"""Who may be signed in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """Asked at sign-in and again with every page: the accounts of the demo exist only under DEBUG."""

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and user.is_demo in (False, settings.DEBUG)
