from .person import Appointment, Coordinator
from .term import Break, Term
from .tip import Tip, TipPhoto
from .user import User

__all__ = ["Appointment", "Break", "Coordinator", "Term", "Tip", "TipPhoto", "User"]
