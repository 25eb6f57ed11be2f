"""Who may be signed in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import BigAutoField

from partners.prepared import Asked, Prepared

from .models import User

ACCOUNT = Prepared(lambda: User.objects.filter(pk=Asked("pk", BigAutoField())).order_by())


class AccountBackend(AuthenticationBackend):
    """Asked at sign-in and again with every page: the accounts of the demo exist only under DEBUG."""

    def get_user(self, user_id) -> User | None:
        user = next(iter(ACCOUNT(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user) -> bool:
        return super().user_can_authenticate(user) and user.is_demo in (False, settings.DEBUG)
