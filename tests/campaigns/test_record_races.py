"""Forms of the record as they run on a server, outside of a test's transaction: each kind saves, and of all who save
the same record in one moment one does; the others are told."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from campaigns.record_desk import kinds
from tests.coordinators.test_application_races import AT_ONCE, at_once, in_new_connection  # noqa: F401, a fixture
from tests.factories import CampaignFactory, ContactFactory, ResourceFactory, UserFactory
from tests.factories.record import FactFactory, MilestoneFactory, OutcomeFactory


def typed(record) -> dict:
    """The form of a stored record as a browser sends it."""
    record.refresh_from_db()
    form = kinds.of(record).form(instance=record)
    values = {name: form[name].value() for name in form.fields}
    if form.formset is not None:
        values |= dict.fromkeys((f"{form.formset.prefix}-{name}_FORMS" for name in ("TOTAL", "INITIAL")), 0)
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_kind_of_record_is_saved_by_its_form(client):
    client.force_login(UserFactory(role="staff", is_staff=True))
    makes = (CampaignFactory, OutcomeFactory, MilestoneFactory, FactFactory, ResourceFactory, ContactFactory)
    records = [make() for make in makes]
    records.append(records[-1].partner)
    answers = {type(row).__name__: client.post(kinds.edit_url(row), typed(row)).status_code for row in records}
    assert answers == dict.fromkeys(answers, 302)
    assert len(answers) == len(kinds.TABLE)


def test_of_all_who_save_at_once_one_does_and_the_others_are_told(at_once):  # noqa: F811
    campaign, clients = CampaignFactory(), [Client() for _number in range(AT_ONCE)]
    for client in clients:
        client.force_login(UserFactory(role="staff", is_staff=True))
    address, sent = kinds.edit_url(campaign), typed(campaign)

    def save(number: int) -> tuple[int, bool]:
        answer = clients[number].post(address, sent | {"title_en": f"Title {number}"})
        return answer.status_code, "Somebody else changed this record" in answer.content.decode()

    answers = at_once(save)
    assert sorted(answers) == [(200, True)] * (AT_ONCE - 1) + [(302, False)]
    title = in_new_connection(lambda: Campaign.objects.get().title_en)
    assert title == f"Title {answers.index((302, False))}"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_version_whose_campaign_is_gone_says_so_instead_of_failing(client):
    client.force_login(UserFactory(role="staff", is_staff=True))
    milestone = MilestoneFactory(campaign=CampaignFactory())
    client.post(kinds.edit_url(milestone), typed(milestone) | {"campaign": "", "title_en": "Later"})
    milestone.campaign.delete()
    first = milestone.history.last()
    answer = client.post(f"/desk/history/milestone/{milestone.pk}/{first.pk}/")
    assert "It cannot come back as it is" in answer.content.decode()
    milestone.refresh_from_db()
    assert milestone.title_en == "Later"
