"""Text messages need a number and a yes of their own. Every wording that was ever shown keeps its key and its text."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

REGION = "US"  # of a number typed without its country
WORDINGS = {  # what stands at the box, and what stands below it
    "texts-1": (
        _("Yes, text this number about this event."),
        _(
            "The Immigration and Labor Project may send it a link to confirm, reminders, and news if something "
            "changes. It is my number. STOP ends it, HELP tells more. My carrier may charge for messages."
        ),
    ),
}
CURRENT = "texts-1"
KINDS = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def wording_key() -> str:
    """What a sign-up keeps: which wording was shown, and in which language."""
    return f"{CURRENT}.{get_language()}"


def mobile_number(typed: str) -> str:
    """The number in the form of E.164, like +12025550123. Raises ValidationError."""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("That is not a phone number. Type one like (202) 555-0123.")) from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_("There is no such phone number. Numbers of other countries begin with + and its code."))
    if phonenumbers.number_type(number) not in KINDS:
        raise ValidationError(_("This number gets no text messages. Type the number of a mobile phone."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
