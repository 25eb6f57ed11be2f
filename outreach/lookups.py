"""What a person may type into the address of an admin list, without an error page."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldError
from django.db import DatabaseError


class SafeLookups:
    """Mix into a ModelAdmin: a filter in the address that no database can answer shows the list without it.

    Django looks up whatever the address names, and only catches what fails before the query runs.
    """

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (ValueError, TypeError, LookupError, OverflowError, FieldError, DatabaseError) as error:
            raise IncorrectLookupParameters from error
