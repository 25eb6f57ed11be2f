"""What somebody with bad intent, or with an old page, tries at the desk and behind its links."""

import datetime as dt

import pytest

from campaigns import merging, partner_links
from campaigns.claim_forms import AcceptForm
from campaigns.models import PartnerLink, Report
from coordinators import actions, applications, claims, names
from coordinators.models import Coordinator, NameClaim, User
from ilp_portal.api import keys
from tests.coordinators import calling
from tests.factories import CampaignFactory, CoordinatorFactory, PartnerFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)
OWN_PAGE = {"origin": "http://testserver"}


def ask(term, now, **more) -> NameClaim:
    said = {"name": "Alpha Beta", "contact": "alumni@tests.example", "shown_as": "full", "language": "en"}
    return claims.ask(years=[term.slug], now=now, **said | more)


@pytest.fixture
def claim(term, now) -> NameClaim:
    """It waits for staff."""
    row = ask(term, now)
    claims.confirm(claim=row, now=now)
    return row


# --- names ------------------------------------------------------------------------------------------------------------
def test_claim_does_not_bring_back_a_name_that_was_taken_down_after_it(claim, term, staff, now):
    person = CoordinatorFactory(name="Alpha Beta", name_basis="consent", shown_as="full")
    actions.take_down(person=person, now=now + HOUR)
    with pytest.raises(claims.Overtaken):
        claims.accept(claim=claim, person=person, years=[term], by=staff, now=now + 2 * HOUR)
    person.refresh_from_db()
    assert (person.public_name, person.appointments.count()) == ("", 0)


def test_own_no_after_a_claim_stands_and_staff_are_told(client, claim, staff, now):
    person = CoordinatorFactory(name="Alpha Beta", user=UserFactory())
    own = {"person": person, "way": "account", "wording": names.OWN_WORDING}
    names.choose(shown_as="full", now=now + HOUR / 2, **own)
    names.choose(shown_as="hidden", now=now + HOUR, **own)
    client.force_login(staff)
    page = client.post(f"/desk/claims/{claim.pk}/", {"do": "accept", "person": person.pk, "years": []})
    person.refresh_from_db()
    assert (page.status_code, person.public_name, NameClaim.objects.get().state) == (200, "", "waiting")
    assert "That stands." in page.content.decode()


def test_staff_see_what_speaks_against_an_impostor(claim, now):
    person = CoordinatorFactory(name="Alpha Beta", user=UserFactory(email="own@tests.example"), taken_down_at=now)
    names.choose(person=person, shown_as="hidden", way="account", wording=names.OWN_WORDING, now=now)
    words = AcceptForm(claim=claim, found=[person]).fields["person"].choices[0][1]
    assert words == "Alpha Beta (has an account: own@tests.example; name taken down)"
    names.choose(person=person, shown_as="full", way="account", wording=names.OWN_WORDING, now=now)
    names.choose(person=person, shown_as="hidden", way="account", wording=names.OWN_WORDING, now=now)
    assert "said that the name does not show" in AcceptForm(claim=claim, found=[person]).fields["person"].choices[0][1]


def test_press_confirms_the_claim_that_was_read_and_no_other(client, term, now):
    """A stranger who knows the address sends the form in the minutes between reading and pressing."""
    read = ask(term, now, shown_as="initials")
    path = read.link
    ask(term, now + HOUR / 60, shown_as="full")
    page = client.post(path, {"do": "confirm", "seen": read.mark}, headers=OWN_PAGE)
    assert not claims.confirm(claim=read, now=now)
    row = NameClaim.objects.get()
    assert (page.status_code, row.state, row.mark in page.content.decode()) == (200, "new", True)


@pytest.mark.parametrize("agreed", [True, False])
def test_merge_shows_the_name_that_was_agreed_to_and_not_a_longer_one(administrator, now, agreed):
    kept = CoordinatorFactory(name="Alpha Beta Gamma", slug="alpha-beta-gamma", user=None)
    published = {"name_basis": "project-page", "shown_as": "full"}
    gone = CoordinatorFactory(name="Alpha Beta", slug="alpha-beta", user=None, **published)
    if agreed:
        names.choose(person=gone, shown_as="full", way="account", wording=names.OWN_WORDING, now=now)
    merging.merge(kept=kept, gone=gone, account=None, by=administrator, now=now)
    kept.refresh_from_db()
    assert (kept.public_name, kept.get_absolute_url()) == ("Alpha Beta", "/history/people/alpha-beta/")
    assert Coordinator.objects.count() == 1


# --- accounts ---------------------------------------------------------------------------------------------------------
def test_accepting_an_application_takes_no_rights_from_whoever_runs_the_portal(staff, now):
    runs = User.objects.create_superuser(calling.ADDRESS)
    application = calling.waiting(calling.open_call())
    assert applications.accept(application=application, by=staff, now=now)
    runs.refresh_from_db()
    assert (runs.is_staff, runs.is_superuser, runs.coordinator.appointments.count()) == (True, True, 1)


# --- links, keys and the API ------------------------------------------------------------------------------------------
def test_api_does_not_tell_where_a_hidden_partner_works(client):
    CampaignFactory(partner=PartnerFactory(slug="zz-hidden", is_public=False))
    CampaignFactory(partner=PartnerFactory(slug="zz-shown"))
    counts = [client.get("/api/campaigns", {"partner": f"zz-{name}"}).json()["count"] for name in ("hidden", "shown")]
    assert counts == [0, 1]


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 404)])
def test_link_of_a_demo_partner_opens_only_in_a_demo(client, settings, staff, now, debug, status):
    settings.DEBUG = debug
    row = PartnerLink(partner=PartnerFactory(is_demo=True), expires_on=now.date())
    link = partner_links.make(row, by=staff, now=now, today=now.date())
    assert client.get(partner_links.path(link), secure=True).status_code == status


def test_key_of_a_demo_account_opens_only_in_a_demo(settings, now):
    maker = UserFactory(role="administrator", is_staff=True, is_demo=True)
    key = keys.make(name="Report", scopes=["people:read"], expires_on=now.date(), by=maker, now=now)[1]
    settings.DEBUG = True
    assert keys.find(key, now=now)
    settings.DEBUG = False
    assert keys.find(key, now=now) is None


# --- reports ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("about", ["partner", "campaign", "term"])
def test_staff_are_told_of_every_sent_report_that_can_be_taken_off_another(client, staff, term, now, about):
    """The hours of a partner less those of its one large campaign are those of whoever is alone on the small one."""
    partner = PartnerFactory(name="Of both")
    large, small = (CampaignFactory(title_en=name, partner=partner) for name in ("Large", "Small"))
    far = CampaignFactory(title_en="Far", partner=PartnerFactory(name="Far away"))
    days = {"starts_on": term.starts_on, "ends_on": term.ends_on, "made_at": now}
    frozen = {"frozen_at": now, "checksum": "0" * 64, "facts": {"numbers": []}}
    subjects = [{"partner": partner}, {"campaign": large}, {"campaign": small}, {"campaign": far}, {"term": term}]
    sent = [Report.objects.create(about=next(iter(one)), **one, **days, **frozen) for one in subjects]
    asked = {"partner": {"partner": partner}, "campaign": {"campaign": large}, "term": {"term": term}}[about]
    report = Report.objects.create(about=about, **asked, **days)
    told = {"partner": (0, 1, 2, 4), "campaign": (0, 1, 4), "term": (0, 1, 2, 3, 4)}[about]
    assert set(Report.objects.sharing_days_with(report)) == {sent[number] for number in told}
    client.force_login(staff)
    page = client.get(f"/desk/reports/{report.pk}/freeze/").content.decode()
    assert f'/desk/reports/{sent[4].pk}/">Academic year' in page
