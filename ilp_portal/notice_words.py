"""The words of the privacy notice (notice.py): for each table about people a title, what is kept, and who sees it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SIGN_UP, NOTE, APPLY, NAMED = "sign-up", "note", "apply", "named"
ACCOUNT, PARTNER, REST = "account", "partner", "rest"
CONCERNS = {
    SIGN_UP: _("If you sign up for an event"),
    NOTE: _("If you tell us about the history"),
    APPLY: _("If you apply to coordinate"),
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


NOBODY = _("Nobody reads it; only the portal itself uses it.")
YOU = _("You alone; staff cannot read it.")
YOU_AND_ADMINISTRATORS = _("You, and staff who look after accounts.")
VERSIONS = Words(
    ACCOUNT,
    _("Versions of public records"),
    _("Who of staff changed a campaign, an organization or another public record, and when."),
    _("Staff."),
)
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
    "coordinators.Application": Words(
        APPLY,
        _("Your application"),
        _("Your name, email and answers, all encrypted; your language, when you sent it and what was decided."),
        _("Staff who choose the next coordinators."),
    ),
    "coordinators.ApplicationNote": Words(
        APPLY,
        _("What staff note about it"),
        _("A few words of whoever read your application, encrypted, with who wrote them and when."),
        _("Staff who choose the next coordinators."),
    ),
    "coordinators.Coordinator": Words(
        NAMED,
        _("Your name"),
        _("Your name, how it may be shown, what that rests on, and whether it was taken down."),
        _("Everybody, as far as you allow it: full name, first name, initials or nothing."),
    ),
    "coordinators.NameConsent": Words(
        NAMED,
        _("Your yes to a name"),
        _("In which way your name may show, in which wording you said yes, when, and whether you took it back."),
        _("You and staff."),
    ),
    "coordinators.NameClaim": Words(
        NAMED,
        _("Your claim of past years"),
        _("Your name and email, encrypted; the years you named, how you want to show, and what was decided."),
        _("Staff who look after the history."),
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
    "partners.AuditEntry": Words(
        ACCOUNT,
        _("The log of what staff did"),
        _("Who did what to which record and to which of its fields, never what they say."),
        _("Administrators."),
    ),
    "partners.Draft": Words(
        ACCOUNT, _("Your drafts"), _("What you typed into a long form of the desk and did not save yet."), YOU
    ),
    "ilp_portal.ApiToken": Words(
        ACCOUNT,
        _("Keys for programs"),
        _("Who made a key, for what, until when, and when it was used last. Of the key itself only a fingerprint."),
        _("Administrators."),
    ),
    "ilp_portal.TableImport": Words(
        ACCOUNT,
        _("Tables that staff read in"),
        _("Who read in which table and when, and, encrypted, what stood there before, so that it can be undone."),
        _("Staff."),
    ),
    "campaigns.Report": Words(
        ACCOUNT,
        _("Reports to partners and funders"),
        _("Who made which report and when; numbers, and quotes of people who agreed to be quoted."),
        _("Staff, and whoever gets the report."),
    ),
    "campaigns.HandOverRead": Words(
        ACCOUNT, _("Hand-overs you read"), _("That you ticked a hand-over as read, and when."), _("You and staff.")
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
    "campaigns.PartnerLink": Words(
        PARTNER,
        _("The page of your organization"),
        _("A secret address, who gets the mail of the month, until when it works, and who made it."),
        _("Staff, and whoever has the address."),
    ),
    "campaigns.PartnerWord": Words(
        PARTNER,
        _("“This is not right”"),
        _("Which line of hours you do not know, your word about it, and who settled it."),
        _("You, staff, and the coordinator whose hours they are."),
    ),
    "campaigns.Quote": Words(
        PARTNER,
        _("Words we quote"),
        _("What you said, how you are named, and when and how you agreed. You can take it back at any time."),
        _("Staff, and whoever gets a report with the quote."),
    ),
    "partners.Contact": Words(
        PARTNER,
        _("Contacts of partners"),
        _("Name, role, email, phone and language of the person to reach."),
        _("Staff, and coordinators who work with your organization."),
    ),
}
