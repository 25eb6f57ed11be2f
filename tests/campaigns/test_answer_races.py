"""Two of one organization at the same instant: one approves all, the other says that a line is not right."""

import datetime as dt

from campaigns import actions, partner_answers
from campaigns.models import CampaignPartner, PartnerLink, PartnerWord
from tests.conftest import NOW
from tests.coordinators.test_application_races import AT_ONCE, at_once, in_new_connection  # noqa: F401, a fixture
from tests.factories import HourEntryFactory, PartnerFactory


def test_a_line_is_approved_or_doubted_and_never_both(at_once):  # noqa: F811
    line, partner = HourEntryFactory(), PartnerFactory()
    CampaignPartner.objects.create(campaign=line.placement.campaign, partner=partner)
    link = PartnerLink.objects.create(partner=partner, made_at=NOW, expires_on=dt.date(2027, 8, 30))

    def answer(number: int) -> str:
        if number % 2:
            return "approved" if partner_answers.approve(link=link, seen={line.pk: line.revision}, at=NOW) else "late"
        try:
            partner_answers.say_wrong(link=link, entry_id=line.pk, revision=line.revision, text="", at=NOW)
        except actions.Stale:
            return "late"
        return "doubted"

    done = at_once(answer)
    kept = {"approved": 0, "doubted": 1}
    first = next(word for word in done if word != "late")
    assert set(done) - {"late"} == {first}
    assert in_new_connection(PartnerWord.objects.waiting().count) == kept[first]
