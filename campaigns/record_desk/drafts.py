"""What somebody typed into a form of the record and did not save yet: kept for whoever typed it, and for 30 days.

A draft is the form as the browser sends it, unjudged, and only what is a field of that form. The form of whom to reach
at an organization has none: people are in no draft.
"""

import datetime as dt
import re

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from campaigns.models import Campaign
from partners.models import Draft

from . import kinds

MOST_BYTES = 200_000  # of one draft, as it is sent
KEY = re.compile(r"^(?P<kind>[a-z]{1,12})/(?:(?P<pk>[1-9]\d{0,8})|new(?:/(?P<owner>[1-9]\d{0,8}))?)$", re.ASCII)
ROW = re.compile(r"^(?P<prefix>[a-z_]{1,30})-(?:\d{1,3}-(?P<field>\w{1,30})|(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$")


class TooLarge(Exception):
    """More than a draft may hold."""


def key(kind: kinds.Kind, record, owner=None) -> str:
    """The name of the form of a record, or of an empty one; `owner` is what the new record will hang on."""
    if record.pk:
        return f"{kind.name}/{record.pk}"
    return f"{kind.name}/new/{owner.pk}" if owner else f"{kind.name}/new"


def kind_of(key: str, user) -> kinds.Kind:
    """The kind of record whose form this is. Raises Http404 for a name of no form, and of none for this person."""
    found = KEY.match(key)
    kind = kinds.TABLE.get(found["kind"]) if found else None
    if kind is None or not kind.is_previewed or not user.has_perm(kind.permission):
        raise Http404
    if found["pk"]:
        get_object_or_404(kind.model._base_manager, pk=found["pk"])
    if bool(found["owner"]) != (kind.name == "outcome" and not found["pk"]):
        raise Http404
    if found["owner"]:
        get_object_or_404(Campaign, pk=found["owner"])
    return kind


def keep(user, key: str, kind: kinds.Kind, posted: QueryDict, now: dt.datetime) -> Draft:
    """Write down what was typed, in place of what was kept before. Raises TooLarge."""
    data = {
        name: [value.replace("\x00", "") for value in values]
        for name, values in posted.lists()
        if _is_field(kind, name)
    }
    if sum(len(value.encode()) for values in data.values() for value in values) > MOST_BYTES:
        raise TooLarge
    return Draft.objects.update_or_create(user=user, form=key, defaults={"data": data, "saved_at": now})[0]


def _is_field(kind: kinds.Kind, name: str) -> bool:
    if name in kind.form.base_fields:
        return name != "sure"
    row, formset = ROW.match(name), kind.form.formset_class
    if row is None or formset is None or row["prefix"] != formset.get_default_prefix():
        return False
    return row["field"] is None or row["field"] in {*formset.form.base_fields, "id", "DELETE", formset.fk.name}


def of(user, key: str) -> Draft | None:
    return Draft.objects.filter(user=user, form=key).first()


def typed(draft: Draft) -> QueryDict:
    """What was typed, as the browser sent it."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def drop(user, key: str) -> None:
    Draft.objects.filter(user=user, form=key).delete()


def purge(now: dt.datetime) -> int:
    """Delete what nobody touched for 30 days. Returns how many."""
    return Draft.objects.past_keep(now).delete()[0]
