"""What a person may type into the address of an admin list, and how much a page of the admin may offer."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldError
from django.db import DatabaseError


class FewOptions:
    """Mix into a ModelAdmin or an inline: a record among many is searched for, so no page lists all of them.

    That is each row that points to a model with an admin page of its own. What stays a plain list is in FEW: it grows
    by one a year.
    """

    FEW = frozenset({"coordinators.term", "events.training"})

    def get_autocomplete_fields(self, request) -> list[str]:
        fields = (*self.model._meta.fields, *self.model._meta.many_to_many)
        return [field.name for field in fields if field.is_relation and self._grows(field.related_model)]

    def _grows(self, model) -> bool:
        return model in self.admin_site._registry and model._meta.label_lower not in self.FEW


class SafeLookups(FewOptions):
    """Mix into a ModelAdmin: a filter in the address that no database can answer shows the list without it.

    Django looks up whatever the address names, and only catches what fails before the query runs.
    """

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (ValueError, TypeError, LookupError, OverflowError, FieldError, DatabaseError) as error:
            raise IncorrectLookupParameters from error
