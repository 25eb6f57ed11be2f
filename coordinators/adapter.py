"""How allauth behaves here: by invitation only, every mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outreach import limits

from . import mail


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email or the password is not right. You can also sign in with a code."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str:
        """Not the IP but what stands for it today: allauth needs it to count tries, and its cache would keep it."""
        return limits.pseudonym("client", truncate_ip(super().get_client_ip(request)))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Plan the mail; whether and to whom it goes is found out by the outbox, in no request's time."""
        mail.plan_account_mail(
            name=template_prefix.rpartition("/")[2],
            to=email,
            values=context,
            user_id=getattr(context.get("user"), "pk", None),
            language=get_language() or "en",
            now=timezone.now(),
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)
