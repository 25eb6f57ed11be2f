from .person import Appointment, Coordinator
from .term import Break, Term
from .user import User

__all__ = ["Appointment", "Break", "Coordinator", "Term", "User"]
