from .engine import Engine, Pulse
from .message import MAX_UNCERTAIN, REASON_LENGTH, DeliveryAttempt, Message
from .suppression import Suppression, SuppressionQuerySet

__all__ = [
    "MAX_UNCERTAIN",
    "REASON_LENGTH",
    "DeliveryAttempt",
    "Engine",
    "Message",
    "Pulse",
    "Suppression",
    "SuppressionQuerySet",
]
