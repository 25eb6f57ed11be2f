from .address import Addressed, FormerAddress
from .partner import CoalitionMembership, Contact, Partner
from .source import Citation, CitedQuerySet, ImportedRecord, Source

__all__ = [
    "Addressed",
    "Citation",
    "CitedQuerySet",
    "CoalitionMembership",
    "Contact",
    "FormerAddress",
    "ImportedRecord",
    "Partner",
    "Source",
]
