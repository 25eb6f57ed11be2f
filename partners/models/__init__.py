from .partner import CoalitionMembership, Contact, Partner
from .source import Citation, CitedQuerySet, ImportedRecord, Source

__all__ = ["Citation", "CitedQuerySet", "CoalitionMembership", "Contact", "ImportedRecord", "Partner", "Source"]
