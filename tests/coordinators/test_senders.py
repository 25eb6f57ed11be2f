"""What people without an account sent: links that were mailed long ago open it, and what was sealed then is read."""

from importlib import import_module

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import connection

from coordinators import claims
from coordinators.models import Application, NameClaim
from outreach import sealing
from tests.coordinators.calling import ADDRESS, apply, open_call

pytestmark = pytest.mark.django_db
CLAIMED = {"name": "An applicant", "contact": ADDRESS, "years": [], "shown_as": "first", "language": "es"}


@pytest.mark.parametrize(
    ("model", "salt", "purpose", "path"),
    [
        (Application, "coordinators.application", "application", "/es/convocatorias/postulacion/"),
        (NameClaim, "coordinators.claim", "claim of past years", "/es/historia/mis-ciclos/"),
    ],
)
def test_links_and_seals_are_those_of_the_first_day(frozen, now, model, salt, purpose, path):
    """Spelled out: whoever changes a salt or a purpose makes every mail that is on its way a dead end."""
    row = apply(open_call()) if model is Application else claims.ask(**CLAIMED, now=now)
    mailed = Signer(salt=f"{salt}/{sealing.contact_index(ADDRESS).hex()}", sep=".").sign(row.pk.hex)
    assert model.objects.of_link(mailed, now) == row
    assert row.link == f"{settings.BASE_URL}{path}{mailed}/"
    stored = model.objects.get()
    for part, words in {"name": "An applicant", "contact": ADDRESS}.items():
        sealed = getattr(stored, f"{part}_ct")
        assert sealing.unseal(sealing.purpose_key(purpose), sealed, f"{row.pk}/{part}") == words


def test_link_of_one_opens_nothing_of_another(frozen, now):
    mine, other = apply(open_call()), claims.ask(**CLAIMED, now=now)
    assert NameClaim.objects.of_link(mine.token, now) is None
    assert Application.objects.of_link(other.token, now) is None
    assert Application.objects.of_link(f"{mine.pk.hex}.{other.token.partition('.')[2]}", now) is None


def test_migration_backwards_leaves_what_counts(frozen, now):
    """One row an address is what the tables before can hold."""
    call = open_call()
    rows = [apply(call) for _n in range(3)]
    Application.objects.filter(pk=rows[1].pk).update(state="waiting", confirmed_at=now)
    alone = apply(call, "alone@tests.example")
    import_module("coordinators.migrations.0007_applications_beside_each_other").one_an_address(
        import_module("django.apps").apps, connection.schema_editor()
    )
    assert set(Application.objects.values_list("pk", flat=True)) == {rows[1].pk, alone.pk}
