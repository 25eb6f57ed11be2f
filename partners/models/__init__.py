from .address import Addressed, FormerAddress
from .audit import AuditEntry
from .draft import Draft
from .partner import CoalitionMembership, Contact, Partner
from .source import Citation, CitedQuerySet, ImportedRecord, Source

__all__ = [
    "Addressed",
    "AuditEntry",
    "Citation",
    "CitedQuerySet",
    "CoalitionMembership",
    "Contact",
    "Draft",
    "FormerAddress",
    "ImportedRecord",
    "Partner",
    "Source",
]
