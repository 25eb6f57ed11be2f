from .partner import CoalitionMembership, Contact, Partner
from .source import Citation, ImportedRecord, Source

__all__ = ["Citation", "CoalitionMembership", "Contact", "ImportedRecord", "Partner", "Source"]
