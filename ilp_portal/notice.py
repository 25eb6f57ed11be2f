"""The privacy notice: the register (privacy.py) in plain words, by whom it concerns.

What is kept how long and why comes from the register; here stand only a title, what is kept, and who sees it. A table
nobody has written words for still appears, under the names of its fields (tests/ilp_portal/test_notice.py).
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import privacy

SIGN_UP, NOTE, NAMED, ACCOUNT, PARTNER, REST = "sign-up", "note", "named", "account", "partner", "rest"
CONCERNS = {
    SIGN_UP: _("If you sign up for an event"),
    NOTE: _("If you tell us about the history"),
    NAMED: _("If you coordinated the project"),
    ACCOUNT: _("If you have an account"),
    PARTNER: _("If you work at a partner organization"),
    REST: _("What else is kept"),
}


class Words(NamedTuple):
    """One table in plain words, and the part of the notice that it stands in."""

    concern: str
    title: str | Promise
    kept: str | Promise
    seen: str | Promise


class Line(NamedTuple):
    """One line of the notice."""

    words: Words
    entry: privacy.Entry


NOBODY = _("Nobody reads it; only the portal itself uses it.")
YOU = _("You alone; staff cannot read it.")
YOU_AND_ADMINISTRATORS = _("You, and staff who look after accounts.")
WORDS = {
    "events.Rsvp": Words(
        SIGN_UP,
        _("Your sign-up"),
        _(
            "Your email or mobile number and, if you give one, your name, both encrypted; your language, how you want "
            "to be reminded, when you signed up, confirmed or withdrew, and the wording of your yes to text messages; "
            "how many come along, the languages you say you speak, your place on a waiting list, and whether you came."
        ),
        _(
            "The portal, to write to you. Staff see how many people signed up; whoever stands at the door sees the "
            "name you gave, or a number. Only when a change cannot reach you may staff, after signing in once more, "
            "open a list with your contact to call you."
        ),
    ),
    "events.ShiftPlace": Words(
        SIGN_UP,
        _("Shifts you took"),
        _("Which shift you have, and since when."),
        _("Staff who plan the event, and whoever stands at the door."),
    ),
    "events.Shift": Words(
        SIGN_UP,
        _("Where a shift meets"),
        _(
            "The meeting point and a note for those who have the shift. Never who is accompanied: there is no field "
            "for it."
        ),
        _("Staff who plan the event, and those who have the shift."),
    ),
    "events.DoorStroke": Words(
        SIGN_UP,
        _("Check-in at the door"),
        _("That you came and when, and who of the project pressed the button."),
        _("Whoever stands at the door, until it is erased; then only the numbers stay."),
    ),
    "events.Qualification": Words(
        SIGN_UP,
        _("Your trainings"),
        _(
            "That somebody with your contact has a training, since when and until when. Neither name nor address: only "
            "a key by which the portal finds it when you sign up again."
        ),
        _("Staff see the trainings of people who have an account; of all others they see none."),
    ),
    "outreach.Message": Words(
        SIGN_UP,
        _("Messages to you"),
        _("That a message was planned and how it ended. Text and address are encrypted and erased when it is done."),
        _("Staff see the kind of message and its state, neither address nor text."),
    ),
    "outreach.Suppression": Words(
        SIGN_UP,
        _("Your “stop”"),
        _("A keyed hash of the address or number, and what you do not want to get. Nobody can read it back."),
        NOBODY,
    ),
    "coordinators.Tip": Words(
        NOTE,
        _("Your note"),
        _("What you wrote, the years it is about, and your email or phone if you left one, encrypted."),
        _("Staff who look after the history. Nothing of it is published by itself."),
    ),
    "coordinators.TipPhoto": Words(
        NOTE,
        _("Your photograph"),
        _("The picture, encrypted and without what a camera writes into it, and the wording of your yes."),
        _("Staff who look after the history. It is not published."),
    ),
    "coordinators.Coordinator": Words(
        NAMED,
        _("Your name"),
        _("Your name, how it may be shown, what that rests on, and whether it was taken down."),
        _("Everybody, as far as you allow it: full name, first name, initials or nothing."),
    ),
    "coordinators.Appointment": Words(
        NAMED,
        _("Your years"),
        _("In which academic years you coordinated."),
        _("Everybody, with your name if it shows."),
    ),
    "ilp_portal.PublicEntry": Words(
        NAMED,
        _("The index of the search"),
        _("The words of public pages, with the names that they show."),
        _("Everybody: it answers the search."),
    ),
    "partners.ImportedRecord": Words(
        NAMED,
        _("What was loaded from the public record"),
        _("The text of the record as it was published, with the names in it."),
        NOBODY,
    ),
    "coordinators.User": Words(
        ACCOUNT,
        _("Your account"),
        _("Email, name, language, time zone, a scrambled password, your wishes for nudges, first and latest sign-in."),
        YOU_AND_ADMINISTRATORS,
    ),
    "coordinators.User_groups": Words(
        ACCOUNT, _("Your role"), _("Whether you are coordinator, staff or administrator."), YOU_AND_ADMINISTRATORS
    ),
    "coordinators.User_user_permissions": Words(
        ACCOUNT,
        _("Further permissions"),
        _("What you may do beyond your role; usually nothing."),
        YOU_AND_ADMINISTRATORS,
    ),
    "account.EmailAddress": Words(
        ACCOUNT, _("Addresses of your account"), _("Your email and whether you confirmed it."), YOU_AND_ADMINISTRATORS
    ),
    "account.EmailConfirmation": Words(
        ACCOUNT, _("A change of address"), _("A code that proves a new address, and when it was sent."), NOBODY
    ),
    "mfa.Authenticator": Words(
        ACCOUNT,
        _("Passkeys and second steps"),
        _("Which second steps you use, their keys, when they were added and last used."),
        YOU,
    ),
    "sessions.Session": Words(
        ACCOUNT, _("Being signed in"), _("A random number in a cookie, and whose it is."), NOBODY
    ),
    "admin.LogEntry": Words(
        ACCOUNT, _("What staff changed"), _("Who changed which entry of the record, and when."), _("Staff.")
    ),
    "campaigns.HourEntry": Words(
        ACCOUNT,
        _("Your hours"),
        _("Day, time, campaign, kind of work, your note, and who approved it when."),
        _("You and staff. Everybody sees totals only, and none so small that it points at one person."),
    ),
    "campaigns.Placement": Words(
        ACCOUNT, _("Your campaigns"), _("Which campaigns you work on in a year."), _("You and staff.")
    ),
    "campaigns.WeekNote": Words(
        ACCOUNT,
        _("Your word about a week"),
        _("That a week was quiet or is done, and your sentence about it."),
        _("You and staff; the partner only where you share the sentence."),
    ),
    "campaigns.HourProposal": Words(
        ACCOUNT,
        _("Hours proposed to you"),
        _("What you did somewhere, until you take it as your hours or set it aside."),
        _("You."),
    ),
    "campaigns.HourChange": Words(
        ACCOUNT,
        _("Corrections of hours"),
        _("What an entry said before and after, who changed it and when."),
        _("You and staff."),
    ),
    "campaigns.ServiceLetter": Words(
        ACCOUNT,
        _("Your letters of service"),
        _("Years, hours and code of each letter. The letter itself is made anew at each download."),
        _("You and staff. Whoever has the code sees years, role and hours, without your name."),
    ),
    "campaigns.HoursFeed": Words(
        ACCOUNT,
        _("Your calendar of hours"),
        _("A secret address, if you ask for one."),
        _("You. Whoever has the address reads days, hours and campaigns, without notes."),
    ),
    "events.EventsFeed": Words(
        ACCOUNT,
        _("Your calendar of events"),
        _("A secret address, if you ask for one."),
        _("You. Whoever has the address reads your events and shifts, without meeting points."),
    ),
    "campaigns.HourImport": Words(
        ACCOUNT, _("Spreadsheets you read in"), _("When, and how many rows came, changed or failed."), _("You.")
    ),
    "campaigns.HourImportFile": Words(
        ACCOUNT, _("The file of a spreadsheet"), _("The sheet as you sent it, sealed."), _("You.")
    ),
    "campaigns.HourImportFailure": Words(
        ACCOUNT, _("Rows that could not be read"), _("The row as it came, and why it failed."), _("You.")
    ),
    "campaigns.HourImportMapping": Words(
        ACCOUNT, _("Columns of your spreadsheets"), _("Which column is which, so that you say it once."), _("You.")
    ),
    "partners.Contact": Words(
        PARTNER,
        _("Contacts of partners"),
        _("Name, role, email, phone and language of the person to reach."),
        _("Staff, and coordinators who work with your organization."),
    ),
}


def concerns() -> list[tuple[str, str | Promise, list[Line]]]:
    """(slug, heading, lines) of each part that has lines, in the order of CONCERNS and of WORDS."""
    order = list(WORDS)
    found = [entry for entry in privacy.register() if entry.personal]
    found.sort(key=lambda entry: order.index(entry.label) if entry.label in WORDS else len(order))
    lines = [Line(WORDS.get(entry.label) or _unwritten(entry), entry) for entry in found]
    parts = [(slug, label, [line for line in lines if line.words.concern == slug]) for slug, label in CONCERNS.items()]
    return [part for part in parts if part[2]]


def impersonal() -> list[str]:
    """What the other tables are called, those left out that only tie two of them together."""
    rows = (entry.model._meta for entry in privacy.register() if not entry.personal)
    return sorted({str(meta.verbose_name_plural) for meta in rows if not meta.auto_created})


def _unwritten(entry: privacy.Entry) -> Words:
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in entry.model._meta.get_fields()}
    kept = ", ".join(sorted(names.get(name, name) for name in entry.personal))
    return Words(REST, entry.model._meta.verbose_name_plural, kept, _("Staff."))
