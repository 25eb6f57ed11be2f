"""Counts of several querysets in one query, also of models with two languages and of nothing at all."""

import pytest

from campaigns.models import Campaign
from coordinators.models import Coordinator
from partners import counts
from partners.models import Partner
from tests.factories import CampaignFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def test_counts_come_in_one_query_under_their_names(django_assert_num_queries):
    for scope in ("ilp", "ilp", "allied"):
        CampaignFactory(scope=scope)
    PartnerFactory()
    people, ours = Coordinator.objects.named_in_public(), Campaign.objects.on_record().of_project()
    with django_assert_num_queries(1):
        found = counts.of(people=people, campaigns=ours, partners=Partner.objects.all())
    assert found == {"people": 0, "campaigns": 2, "partners": 1}
