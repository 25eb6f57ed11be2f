"""The account of a coordinator or a member of staff. Visitors have none."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NUDGE_EARLIEST, NUDGE_LATEST = dt.time(8, 0), dt.time(20, 30)  # local; outside lie the quiet hours


def validate_time_zone(value: str) -> None:
    """Refuse what is no IANA zone (tz database, package tzdata)."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("That is not a time zone we know. Choose one like America/New_York."))


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A new account; the address is kept in lower case, since that is how it is looked up."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def wanting_digest(self) -> models.QuerySet:
        """Staff who get the Monday mail about hours."""
        return self.filter(is_staff=True, is_active=True, digest=True)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """One person who can sign in, known by e-mail address."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("display name"), max_length=80, blank=True, help_text=_("A pseudonym is fine."))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_time_zone]
    )
    nudge_at = models.TimeField(
        _("Sunday reminder at"), default=dt.time(18, 0), help_text=_("Your local time, from 8:00 am to 8:30 pm.")
    )
    nudge = models.BooleanField(_("remind me on Sunday when the week is short"), default=True)
    digest = models.BooleanField(
        _("write to me on Monday about the hours of the week"), default=True, help_text=_("For staff only.")
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ("email",)
        verbose_name, verbose_name_plural = _("user"), _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nudge_at__range=(NUDGE_EARLIEST, NUDGE_LATEST)),
                name="user_nudge_outside_quiet_hours",
                violation_error_message=_("Choose a time from 8:00 am to 8:30 pm."),
            )
        ]

    class Privacy:
        personal = {
            "email",
            "name",
            "language",
            "time_zone",
            "nudge_at",
            "nudge",
            "digest",
            "last_login",
            "password",
            "date_joined",
        }
        keep = "account"
        why = _("To sign in, to remind you, and to write to you in your language.")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
