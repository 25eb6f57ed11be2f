"""The text of "Know your rights": general information in our own words, the same in both languages.

Whoever changes a sentence sets WRITTEN_ON to that day. The page then says again that no lawyer has read this text,
until RIGHTS_REVIEWED_ON names a later day.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WRITTEN_ON = dt.date(2026, 11, 22)
Text = str | Promise


class Phrase(NamedTuple):
    """What to say to an officer, in English because that is understood, and what it means."""

    english: str
    meaning: Text


class Point(NamedTuple):
    text: Text
    say: Phrase | None = None


class Place(NamedTuple):
    """Where it may happen."""

    slug: str
    title: Text
    points: tuple[Point, ...]


SILENT = Phrase("I choose to remain silent.", _("I choose to remain silent."))
LAWYER = Phrase("I want to speak to a lawyer.", _("I want to speak to a lawyer."))
GO = Phrase("Am I free to go?", _("Am I free to go?"))
NO_SEARCH = Phrase("I do not consent to a search.", _("I do not consent to a search."))
NO_ENTRY = Phrase("I do not consent to your entry.", _("I do not consent to your entry."))
UNDER_THE_DOOR = Phrase("Please slide the warrant under the door.", _("Please slide the warrant under the door."))

PLACES = (
    Place(
        "anywhere",
        _("Anywhere"),
        (
            Point(_("You may stay silent. You need not say where you were born or how you came here."), SILENT),
            Point(_("Ask whether you may leave. If the answer is yes, go calmly."), GO),
            Point(_("You may refuse a search of your body, bag or phone. Say it out loud; do not resist."), NO_SEARCH),
            Point(_("Sign nothing that you do not understand. Ask for a lawyer and for an interpreter."), LAWYER),
            Point(_("Do not lie, show no false papers, do not run, and keep your hands where they can be seen.")),
            Point(
                _(
                    "Some duties remain. Drivers show their license to police, some states want your name, and federal "
                    "law tells adults who have immigration papers to carry them. Ask a lawyer what holds for you."
                )
            ),
        ),
    ),
    Place(
        "home",
        _("At your door"),
        (
            Point(_("You do not have to open. Ask through the closed door who is there and what they want.")),
            Point(
                _(
                    "Except in emergencies, agents may come in only if an adult who lives there says yes, or with a "
                    "warrant signed by a judge."
                )
            ),
            Point(
                _("Ask to see it. Look for the name of a court, a judge’s signature, your address and a date."),
                UNDER_THE_DOOR,
            ),
            Point(
                _(
                    "A paper that only an immigration office signed is not a judge’s warrant. By itself it does not "
                    "oblige you to let anybody in."
                )
            ),
            Point(
                _("If they come in anyway, stay calm, do not resist, and write down names, badges and what happened."),
                NO_ENTRY,
            ),
        ),
    ),
    Place(
        "street",
        _("On the street and in a car"),
        (
            Point(_("Also when you are not free to go, you may stay silent.")),
            Point(_("Officers who suspect a weapon may pat you down over your clothes. You may refuse anything more.")),
            Point(
                _(
                    "In a car, stop where it is safe and keep your hands in sight. The driver shows license, "
                    "registration and insurance. Passengers may ask whether they are free to go."
                )
            ),
            Point(_("You may film officers in public from a distance, as long as you do not get in their way.")),
        ),
    ),
    Place(
        "work",
        _("At work"),
        (
            Point(
                _(
                    "Agents may enter the rooms that are open to customers. For the others they need the employer’s "
                    "yes or a warrant signed by a judge."
                )
            ),
            Point(_("You may stay silent, and you do not have to sort yourself into a group by your papers."), SILENT),
            Point(
                _(
                    "In general, wage and safety laws protect everybody who works, whatever their papers. An employer "
                    "may not threaten you because you ask for your pay."
                )
            ),
        ),
    ),
    Place(
        "rally",
        _("At a rally or a march"),
        (
            Point(
                _(
                    "The Constitution protects speech and peaceful gatherings in public places, also of people who are "
                    "not citizens. It does not protect blocking a road or entering private property."
                )
            ),
            Point(_("If police order everybody to leave, leave calmly and ask which way is open.")),
            Point(
                _(
                    "An arrest can have heavier consequences for somebody who is not a citizen. Decide before how near "
                    "you want to stand. You may choose to stay away, and that is fine too."
                )
            ),
            Point(
                _(
                    "Write a lawyer’s number on your arm. Lock your phone with a code instead of your face or finger, "
                    "and leave at home what you do not need."
                )
            ),
        ),
    ),
    Place(
        "hearing",
        _("At a hearing or a check-in"),
        (
            Point(_("Speak with a lawyer before you go, above all if something in your case has changed.")),
            Point(_("Not going can have serious consequences: a judge may order deportation when nobody comes.")),
            Point(
                _(
                    "You may bring a lawyer and ask for an interpreter. Whoever accompanies you stands by you and does "
                    "not speak for you."
                )
            ),
            Point(_("Tell somebody you trust where you are and when you expect to be back.")),
        ),
    ),
    Place(
        "arrest",
        _("If somebody is arrested"),
        (
            Point(_("Say that you want a lawyer, and then nothing more. Sign nothing before."), LAWYER),
            Point(
                _(
                    "In a criminal case the court names a lawyer for those who cannot pay. In immigration court you "
                    "may have one, but the government does not pay for it."
                )
            ),
            Point(_("You may ask that your consulate be told. You do not have to.")),
        ),
    ),
    Place(
        "before",
        _("Before anything happens"),
        (
            Point(_("Know two phone numbers by heart: a lawyer’s and that of somebody you trust.")),
            Point(_("Settle in writing who picks up your children, and where papers and medicine are.")),
            Point(_("Speak about it at home, also with the children, so that nobody opens the door in fright.")),
        ),
    ),
)

CARD = (
    Phrase("I am using my right to remain silent.", _("I am using my right to remain silent.")),
    Phrase(
        "I will not answer questions or sign anything before I speak with a lawyer.",
        _("I will not answer questions or sign anything before I speak with a lawyer."),
    ),
    Phrase(
        "I do not consent to a search of me, my things or my home.",
        _("I do not consent to a search of me, my things or my home."),
    ),
    Phrase(
        "I let nobody in without a warrant signed by a judge. Please slide it under the door.",
        _("I let nobody in without a warrant signed by a judge. Please slide it under the door."),
    ),
    Phrase("If I am free to go, please tell me.", _("If I am free to go, please tell me.")),
)


def reviewed_on() -> dt.date | None:
    """The day on which a lawyer read the text as it is now; None when that has not happened."""
    day = settings.RIGHTS_REVIEWED_ON
    return day if day and day >= WRITTEN_ON else None
