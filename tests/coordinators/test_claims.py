"""Past coordinators claim their years: one answer for all, a link by mail, and nothing shows before staff accept."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.db import connection

from coordinators import claims
from coordinators.models import Coordinator, NameClaim
from coordinators.name_forms import ClaimForm
from ilp_portal import privacy
from outreach import kinds
from outreach.models import Message, Suppression
from partners.models import AuditEntry
from tests.factories import CoordinatorFactory

pytestmark = pytest.mark.django_db
FORM, DESK, OWN = "/history/my-years/", "/desk/claims/", {"origin": "http://testserver"}
HOUR = dt.timedelta(hours=1)
ASKED = {
    "name": "Alpha Beta",
    "years": ["2026-2027"],
    "contact": "alumni@tests.example",
    "language": "es",
    "shown_as": "initials",
    "agreed": "on",
}


@pytest.fixture
def send(client, term, frozen):
    return lambda headers=OWN, **fields: client.post(FORM, ASKED | fields, headers=headers)


@pytest.fixture
def claim(send, now) -> NameClaim:
    """Confirmed, so that it waits for staff."""
    send()
    found = NameClaim.objects.get()
    claims.confirm(claim=found, now=now)
    found.refresh_from_db()
    return found


def letter() -> kinds.Letter:
    message = Message.objects.latest("pk")
    return kinds.get(message.kind).facts(message)


def test_answer_is_the_same_whether_name_and_address_are_known(client, send, coordinator):
    replies = (send(), send(), send(name=coordinator.name, contact=coordinator.user.email))
    answers = [(reply.status_code, reply["Location"], dict(reply.cookies)) for reply in replies]
    assert answers == [(302, "/history/my-years/sent/", {})] * 3
    assert Message.objects.filter(kind="coordinators.claim_confirm").count() == 2  # the second one within minutes: none
    assert NameClaim.objects.waiting().count() == 0


def test_link_in_the_mail_confirms_with_a_button_alone(client, send, language):
    send(language=language)
    mail = letter()
    path = urlsplit(mail.context["link"]).path
    assert (mail.to, mail.language) == ("alumni@tests.example", language)
    assert path.startswith({"en": "/history/my-years/", "es": "/es/historia/mis-ciclos/"}[language])
    page = client.get(path)
    assert "Alpha Beta" in page.content.decode()
    assert NameClaim.objects.get().state == "new"
    assert client.post(path, {"do": "confirm"}, headers={"origin": "https://elsewhere.example"}).status_code == 403
    client.post(path, {"do": "confirm", "seen": NameClaim.objects.get().mark}, headers=OWN)
    assert NameClaim.objects.get().state == "waiting"
    assert client.post(path, {"do": "fly"}, headers=OWN).status_code == 404
    client.post(path, {"do": "erase"}, headers=OWN)
    assert NameClaim.objects.count() == 0
    assert client.get(path).status_code == 404


def test_link_ends_after_two_days_and_forged_ones_open_nothing(client, send, frozen, now):
    send()
    token, rows = NameClaim.objects.get().token, NameClaim.objects
    assert rows.of_link(token, now) is not None
    assert rows.of_link(token, now + 48 * HOUR) is None
    for odd in (token[:-1], token[::-1], "x", f"{token}x", "0" * 32 + ".x", "🦋"):
        assert rows.of_link(odd, now) is None
    assert client.get(f"{FORM}{token}x/").status_code == 404


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(send, term):
    odd = [
        *(("name", name) for name in ("", "\x00", "call 202-555-0100", "\u202e🦋", "x" * 101, "123")),
        *(("years", years) for years in ([], ["1999-2000"], ["9" * 30])),
        *(("contact", "alumni@"), ("shown_as", "hidden"), ("agreed", ""), ("language", "fr")),
    ]
    for field, value in odd:
        form = ClaimForm(ASKED | {field: value}, terms=[term])
        assert set(form.errors) == {field}, value
    page = send(name="call 202-555-0100")
    assert (page.status_code, set(page.context["form"].errors)) == (200, {"name"})
    assert 'value="alumni@tests.example"' in page.content.decode()
    assert NameClaim.objects.count() == Message.objects.count() == 0


def test_form_of_another_site_and_too_many_in_an_hour_are_refused(send):
    assert send(headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert [send().status_code for _ in range(6)] == [302] * 5 + [429]


def test_mails_to_one_address_have_an_end(term, now):
    asked = {**ASKED, "now": now}
    del asked["agreed"]
    for n in range(8):
        claims.ask(**asked | {"now": now + n * HOUR})
    assert Message.objects.count() == claims.MOST_MAILS


def test_name_and_address_are_stored_encrypted(claim):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_ct, contact_ct FROM coordinators_nameclaim")
        stored = b"".join(bytes(part) for part in cursor.fetchone())
    assert not any(word in stored for word in (b"Alpha", b"alumni"))
    assert (claim.name, claim.contact) == ("Alpha Beta", "alumni@tests.example")


def test_staff_accept_it_for_a_person_of_the_record(client, claim, staff, term, now):
    person = CoordinatorFactory(user=None, name="Alpha B. Beta", taken_down_at=now)
    client.force_login(staff)
    assert "Alpha Beta" in client.get(DESK).content.decode()
    assert "One claim of past years to decide" in client.get("/desk/").content.decode()
    page = f"{DESK}{claim.pk}/"
    assert "Alpha B. Beta" in client.get(page).content.decode()
    assert client.post(page, {"do": "accept"}).context["form"].errors.keys() == {"person"}
    done = client.post(page, {"do": "accept", "person": person.pk, "years": [term.slug]})
    assert done["Location"] == f"/desk/people/{person.pk}/"
    person.refresh_from_db()
    yes = person.consents.get()
    assert (person.public_name, yes.way, yes.wording, yes.recorded_by) == ("A. B. B.", "claim", "name-1", staff)
    assert [row.term for row in person.appointments.all()] == [term]
    assert (letter().to, letter().language, letter().template) == (
        "alumni@tests.example",
        "es",
        "coordinators_claim_accepted",
    )
    assert AuditEntry.objects.filter(action="coordinators.accept_claim", actor=staff).count() == 1
    assert client.get(page).status_code == 404  # decided


def test_staff_accept_somebody_new_with_the_years_that_they_tick(client, claim, staff, term):
    client.force_login(staff)
    page = f"{DESK}{claim.pk}/"
    assert client.post(page, {"do": "accept", "person": "new"}).context["form"].errors.keys() == {"years"}
    client.post(page, {"do": "accept", "person": "new", "years": [term.slug]})
    person = Coordinator.objects.get()
    assert (person.name, person.public_name, person.user) == ("Alpha Beta", "A. B.", None)
    assert "A. B." in client.get("/coordinators/2026-2027/").content.decode()


def test_refused_claim_changes_nothing_and_is_told(client, claim, staff, now):
    client.force_login(staff)
    client.post(f"{DESK}{claim.pk}/", {"do": "refuse"})
    assert (NameClaim.objects.get().state, Coordinator.objects.count()) == ("no", 0)
    assert letter().template == "coordinators_claim_refused"
    assert claims.accept(claim=claim, person=None, years=[], by=staff, now=now) is None
    assert claims.refuse(claim=claim, by=staff, now=now) is False
    assert "No claim waits" in client.get(DESK).content.decode()


@pytest.mark.parametrize(("state", "kept"), [("new", 48 * HOUR), ("waiting", 720 * HOUR), ("yes", 720 * HOUR)])
def test_claims_are_erased_on_time(claim, now, state, kept):
    confirmed, decided = (None if state == "new" else now), (now if state == "yes" else None)
    NameClaim.objects.update(state=state, confirmed_at=confirmed, decided_at=decided)
    purge = privacy.STEPS["claims of past years"]
    assert (purge(now + kept - HOUR), purge(now + kept)) == (0, 1)


def test_mail_skips_what_is_erased_or_a_step_further(claim, now):
    first = Message.objects.get()
    with pytest.raises(kinds.Skip) as skip:
        kinds.get(first.kind).facts(first)
    assert (skip.value.state, skip.value.reason) == ("superseded", "claim goes on")
    claims.withdraw(claim=claim)
    with pytest.raises(kinds.Skip) as skip:
        kinds.get(first.kind).facts(first)
    assert skip.value.reason == "claim erased"


def test_address_that_stopped_us_gets_no_link_that_a_stranger_asked_for(send, now):
    send()
    Suppression.objects.create(contact_bi=bytes(NameClaim.objects.get().contact_bi), reason="bounced", at=now)
    with pytest.raises(kinds.Skip, match="asked us to stop"):
        letter()


@pytest.mark.parametrize(
    "address", ['"alumni"@tests.example', "=?utf-8?q?alumni?=@tests.example", "josé@tests.example"]
)
def test_address_is_taken_in_one_writing_alone(term, address):
    errors = ClaimForm(ASKED | {"contact": address}, terms=[term]).errors
    assert list(errors) == ["contact"]


def test_list_of_claims_shows_a_page_at_a_time(client, claim, staff, monkeypatch, term):
    monkeypatch.setattr("campaigns.views.claims.CLAIMS_A_PAGE", 1)
    later = {"contact_bi": b"2", "state": "waiting", "requested_at": claim.requested_at + HOUR}
    NameClaim.objects.create(**later, years=[term.slug], shown_as="full", language="en", name_ct=b"", contact_ct=b"")
    client.force_login(staff)
    pages = [client.get(DESK, {"page": number}).context["waiting"] for number in (1, 2)]
    assert [[row.pk == claim.pk for row, _years in page] for page in pages] == [[True], [False]]
