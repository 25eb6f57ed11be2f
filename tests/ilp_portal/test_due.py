"""What the desk says is about to be erased: each kind a week before, to whom may read it, in the reader's words."""

import datetime as dt

import pytest
from django.utils import translation

from campaigns import weeks
from campaigns.models import HourImport, HourImportFile, PartnerLink, PartnerWord
from campaigns.models.imports import KEEP as SHEET_KEPT
from coordinators import claims
from coordinators.models import Application, NameClaim, Term, Tip
from coordinators.models.call import REFUSED_KEPT
from coordinators.models.consent import CLAIM_KEPT
from coordinators.models.term import ACCESS_AFTER_TERM
from coordinators.models.tip import KEEP as TIP_KEPT
from events.models import Qualification, Training
from events.qualifications import GRACE
from ilp_portal import due, privacy
from ilp_portal.desk_home import ERASED_WITHIN
from ilp_portal.models import TableImport
from tests.coordinators.calling import open_call, waiting
from tests.factories import HourEntryFactory, PartnerFactory, UserFactory

DAY = dt.timedelta(days=1)
SAID = {
    "applications": ("One application", "Una postulación"),
    "claims": ("One claim of past years", "Una solicitud sobre ciclos pasados"),
    "notes": ("One note from a reader", "Una nota de una persona lectora"),
    "words": ("What an organization said of one line of hours", "Lo que dijo una organización de un registro de horas"),
    "hours": ("One imported file of hours", "Un archivo de horas importado"),
    "tables": ("One imported table", "Una tabla importada"),
    "trainings": ("One training that is no longer valid", "Una capacitación que ya venció"),
}


def make(kind: str, end: dt.datetime, staff) -> None:
    """One row of the kind that may be kept until that instant."""
    last = weeks.today(end) - DAY
    if kind == "applications":
        waiting(open_call())
        Application.objects.update(state=Application.State.REFUSED, decided_at=end - REFUSED_KEPT)
    elif kind == "claims":
        claims.ask(name="A", contact="a@tests.example", years=[], shown_as="full", language="es", now=end)
        NameClaim.objects.update(confirmed_at=end - CLAIM_KEPT)
    elif kind == "notes":
        Tip.objects.create(text="a", about="self", language="es", received_at=end - TIP_KEPT)
    elif kind == "words":
        link = PartnerLink.objects.create(partner=PartnerFactory(), made_at=end, expires_on=last)
        PartnerWord.objects.create(link=link, entry=HourEntryFactory(), revision=1, text="No", said_at=end)
        Term.objects.update(starts_on=last - 500 * DAY, ends_on=last - ACCESS_AFTER_TERM)
    elif kind == "hours":
        sheet = HourImport.objects.create(by=staff, created_at=end - SHEET_KEPT)
        HourImportFile.objects.create(hour_import=sheet, content_ct=b"")
    elif kind == "tables":
        TableImport.objects.create(table="a", by=staff, at=end - TableImport.Privacy.keep, before_ct=b"")
    else:
        training = Training.objects.create(slug="training", name_en="Training", name_es="Capacitación")
        held = {"earned_on": last - 500 * DAY, "expires_on": last - GRACE}
        Qualification.objects.create(contact_bi=b"0" * 32, training=training, **held)


@pytest.mark.parametrize("kind", due.KINDS)
def test_each_kind_is_told_a_week_before_and_then_erased(kind, staff, now, frozen, language):
    make(kind, now + ERASED_WITHIN + DAY, staff)
    with translation.override(language):
        assert due.of(staff, now + ERASED_WITHIN) == []
        assert due.of(staff, now + ERASED_WITHIN + DAY) == [SAID[kind][language == "es"]]
    assert due.of(UserFactory(role="coordinator"), now + ERASED_WITHIN + DAY) == []
    privacy.purge(now=now + ERASED_WITHIN + DAY)
    assert due.of(staff, now + ERASED_WITHIN + DAY) == []
