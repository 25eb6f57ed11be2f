"""Partner links whose contact changed: whoever was sent the address then can still answer for the organization.

That a contact of a link got another name or address, or is gone, stands in the log at the link, and so does that staff
looked at it and left the link as it is. The newer of the two counts; a link is told until the log forgets it.
"""

from django.db.models import BooleanField, Case, CharField, OuterRef, QuerySet, Subquery, Value, When, signals
from django.db.models.functions import Cast

from partners import audit
from partners.models import AuditEntry, Contact

from .models import PartnerLink


def watch() -> None:
    """Called once, in ready()."""
    signals.pre_save.connect(_changed, sender=Contact, dispatch_uid="left contacts")
    signals.pre_delete.connect(_gone, sender=Contact, dispatch_uid="left contacts")


def _changed(sender, instance, raw=False, **kwargs) -> None:
    if raw or instance._state.adding:
        return
    if Contact.objects.filter(pk=instance.pk).exclude(name=instance.name, email=instance.email).exists():
        _gone(sender, instance)


def _gone(sender, instance, **kwargs) -> None:
    for link in instance.links.filter(revoked_at=None):
        audit.note("campaigns.contact_left", record=link)


def keep(link: PartnerLink) -> None:
    """Staff looked: the right people have it."""
    audit.note("campaigns.keep_link", record=link)


def marked(links: QuerySet) -> QuerySet:
    """Each with `contact_left`."""
    deeds = AuditEntry.objects.filter(
        record=PartnerLink._meta.label_lower,
        record_id=Cast(OuterRef("pk"), CharField()),
        action__in=("campaigns.contact_left", "campaigns.keep_link"),
    )
    last = Subquery(deeds.order_by("-at", "-pk").values("action")[:1])
    left = Case(
        When(last_deed="campaigns.contact_left", then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return links.alias(last_deed=last).annotate(contact_left=left)
