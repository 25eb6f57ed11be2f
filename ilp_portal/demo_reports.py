"""Two reports about the demo partner to try: one as it was sent ten days ago, one open; and a quote in them."""

import datetime as dt

from campaigns import weeks
from campaigns.models import Campaign, Quote, Report
from coordinators.models import Term, User
from ilp_portal.reports import facts, keeping
from partners.models import Partner

SENT_AGO = dt.timedelta(days=10)
QUOTE = {
    "text_en": "Demo: they came every week, and they listened.",
    "text_es": "Demostración: vinieron cada semana y escucharon.",
    "said_by_en": "a tenant (demo)",
    "said_by_es": "una inquilina (demostración)",
    "agreed_how": "Demo: in conversation",
}


def load(*, partner: Partner, campaign: Campaign, term: Term, by: User, now: dt.datetime) -> None:
    """Once; they stay as they are when the demo is loaded again."""
    if partner.reports.exists():
        return
    sent = max(now - SENT_AGO, dt.datetime.combine(term.starts_on, dt.time(12), weeks.HOME_ZONE))
    day = weeks.today(sent)
    Quote.objects.create(campaign=campaign, said_on=day, agreed_on=day, **QUOTE)
    about = {"about": Report.About.PARTNER, "partner": partner, "starts_on": term.starts_on}
    frozen = keeping.make(by=by, now=sent, ends_on=day, **about)
    keeping.freeze(report=frozen, seen=facts.checksum(facts.gather(frozen, today=day)), now=sent)
    keeping.make(by=by, now=now, ends_on=term.ends_on, **about)


def remove() -> int:
    """Before the demo partner goes."""
    return Report.objects.filter(partner__is_demo=True).delete()[0]
