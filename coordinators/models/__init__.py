from .call import Application, ApplicationNote, Call, Question
from .consent import NameClaim, NameConsent
from .person import Appointment, Coordinator
from .term import Break, Term
from .tip import Tip, TipPhoto
from .user import User

__all__ = [
    "Application",
    "ApplicationNote",
    "Appointment",
    "Break",
    "Call",
    "Coordinator",
    "NameClaim",
    "NameConsent",
    "Question",
    "Term",
    "Tip",
    "TipPhoto",
    "User",
]
