"""Notes from readers: kept for staff, sent back when they hold details of others, published by nothing."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from coordinators import actions
from coordinators.models import Tip
from tests.factories import CoordinatorFactory, TermFactory

pytestmark = pytest.mark.django_db
FORM = "/history/tell-us/"
OWN = {"origin": "http://testserver"}
NOTE = "I coordinated together with one more student."
ADMIN = "/admin/coordinators/tip/"


@pytest.fixture
def send(client, term, frozen):
    """send(text="...") posts the form; what is not said is filled in rightly."""

    def post(headers=OWN, path=FORM, **fields):
        data = {"term": term.slug, "text": NOTE, "about": "self", "language": "en", "contact": ""} | fields
        return client.post(path, data, headers=headers)

    return post


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["form"].errors


def test_note_is_kept_for_staff_and_the_page_says_what_happens_next(client, send, term, now):
    response = send(contact="reader@tests.example", language="es")
    assert (response.status_code, response["Location"]) == (302, "/history/tell-us/thank-you/")
    tip = Tip.objects.get()
    assert (tip.term, tip.text, tip.about, tip.language) == (term, NOTE, "self", "es")
    assert (tip.contact, tip.state, tip.received_at, tip.decided_at) == ("reader@tests.example", "new", now, None)
    page = client.get(response["Location"]).content.decode()
    assert "A staff member reads your note. Nothing is published by itself." in page


def test_reader_gets_no_cookie_and_no_page_is_kept(client, send, term):
    for response in (client.get(FORM), send(), send(text="")):
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]


def test_contact_is_stored_encrypted_and_bound_to_its_note(send):
    send(contact="reader@tests.example")
    send(contact="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_ct FROM coordinators_tip WHERE contact_ct IS NOT NULL")
        ((stored,),) = cursor.fetchall()
    assert b"reader" not in bytes(stored)
    assert sorted(tip.contact for tip in Tip.objects.all()) == ["", "reader@tests.example"]
    Tip.objects.update(contact_ct=bytes(stored))  # as somebody with the database would swap them
    assert sorted(tip.contact for tip in Tip.objects.all()) == ["", "reader@tests.example"]


def test_open_years_lead_to_the_form_with_their_year_chosen(client, term):
    page = client.get("/history/").content.decode()
    assert f'href="/history/tell-us/?term={term.slug}"' in page
    form = client.get(f"/history/tell-us/?term={term.slug}").content.decode()
    assert f'<option value="{term.slug}" selected>2026–27</option>' in form


@pytest.mark.parametrize("asked", ["1999-2000", "%F0%9F%A6%8B", "9" * 30, "<b>"])
def test_unknown_year_in_the_address_chooses_none(client, term, asked):
    response = client.get(f"/history/tell-us/?term={asked}")
    assert response.status_code == 200
    assert f'value="{term.slug}" selected' not in response.content.decode()


def test_year_may_be_left_open(send):
    assert send(term="").status_code == 302
    assert Tip.objects.get().term is None


@pytest.mark.parametrize(
    ("text", "quoted", "kind"),
    [
        ("Call Beta at 202-555-0123", "202-555-0123", "a phone number"),
        ("Ask beta@school.example", "beta@school.example", "an email address"),
        ("Lives at 1434 Irving Street", "1434 Irving Street", "a street address"),
        ("A123-456-789", "A123-456-789", "an official number of a person"),
    ],
)
def test_details_of_others_are_sent_back_at_the_field_and_nothing_is_lost(send, text, quoted, kind):
    response = send(text=text, contact="reader@tests.example")
    expected = f"“{quoted}” looks like {kind}. Take it out, please: we do not store details of other people."
    assert errors(response) == {"text": [expected]}
    page = response.content.decode()
    for words in (text, "reader@tests.example", 'value="2026-2027" selected'):
        assert words in page
    assert Tip.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "ñ" * 2001}, "text"),
        ({"term": "1999-2000"}, "term"),
        ({"term": "9" * 400}, "term"),
        ({"term": "\x00"}, "term"),
        ({"about": "everybody"}, "about"),
        ({"language": "xx"}, "language"),
        ({"contact": "no address"}, "contact"),
        ({"contact": "a" * 300 + "@x.example"}, "contact"),
    ],
)
def test_what_cannot_be_kept_is_said_at_the_field(send, fields, wrong):
    assert list(errors(send(**fields))) == [wrong]
    assert Tip.objects.count() == 0


@pytest.mark.parametrize("text", ["🦋 ¿Quién? <script>", "ñ" * 2000, "one\r\n" * 499 + "end"])
def test_text_of_up_to_2000_characters_is_kept(send, text):
    assert send(text=text).status_code == 302
    assert Tip.objects.get().text == text.replace("\r\n", "\n")


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_form_of_another_site_is_refused(send, headers):
    assert send(headers=headers).status_code == 403
    assert Tip.objects.count() == 0


def test_flood_is_stopped_and_nothing_is_lost(send):
    for n in range(20):
        send(text=f"{NOTE} {n}")
    response = send(text="One too many")
    assert (response.status_code, Tip.objects.count()) == (429, 20)
    assert "One too many" in response.content.decode()
    assert "Too many notes in a short time." in response.content.decode()


def test_note_publishes_nothing(client, send):
    send(text="Canaria coordinated", about="others")
    for path in ("/", "/history/", "/coordinators/", "/coordinators/2026-2027/", "/sitemap.xml", FORM):
        assert "Canaria" not in client.get(path).content.decode()


# --- staff ------------------------------------------------------------------------------------------------------------
def test_staff_see_how_many_notes_wait_and_read_them(client, send, staff):
    send(contact="reader@tests.example")
    tip = Tip.objects.get()
    client.force_login(staff)
    assert "One note about the history waits to be read" in client.get("/start/").content.decode()
    page = client.get(f"{ADMIN}{tip.pk}/change/").content.decode()
    assert NOTE in page
    assert "reader@tests.example" in page


@pytest.mark.parametrize(("action", "state"), [("mark_used", "used"), ("set_aside", "declined")])
def test_staff_decide_and_may_take_it_back(client, send, staff, now, action, state):
    send()
    tip = Tip.objects.get()
    client.force_login(staff)
    for step, expected in ((action, (state, now)), ("mark_new", ("new", None))):
        client.post(ADMIN, {"action": step, "_selected_action": [tip.pk]})
        tip.refresh_from_db()
        assert (tip.state, tip.decided_at) == expected


def test_coordinators_and_strangers_read_no_notes(client, send, coordinator):
    send()
    for path in (ADMIN, f"{ADMIN}{Tip.objects.get().pk}/change/"):
        assert client.get(path).status_code == 302
        client.force_login(coordinator.user)
        assert client.get(path).status_code in (302, 403)
        client.logout()
    client.force_login(coordinator.user)
    assert "about the history wait" not in client.get("/start/").content.decode()


def test_nobody_adds_a_note_in_the_admin(client, staff):
    client.force_login(staff)
    assert client.get(f"{ADMIN}add/").status_code == 403


def test_decided_and_undecided_notes_keep_to_their_days(now):
    tip = Tip.objects.create(text=NOTE, about="self", language="en", received_at=now)
    with pytest.raises(IntegrityError, match="tip_decided_when_not_new"):
        Tip.objects.filter(pk=tip.pk).update(state="used")


def test_notes_are_erased_after_180_days_and_not_before(now):
    for days, state in ((179, "new"), (180, "new"), (400, "used")):
        at = now - dt.timedelta(days=days)
        decided = at if state == "used" else None
        Tip.objects.create(text=NOTE, about="self", language="en", received_at=at, state=state, decided_at=decided)
    assert actions.purge_tips(now=now) == 2
    assert [(now - tip.received_at).days for tip in Tip.objects.all()] == [179]


def test_term_that_is_deleted_leaves_the_note(now):
    term = TermFactory(slug="2000-2001")
    tip = actions.receive_tip(text=NOTE, about="self", language="en", now=now, term=term)
    term.delete()
    tip.refresh_from_db()
    assert tip.term is None


@pytest.mark.parametrize("rows", [1, 3])
def test_form_needs_one_query(client, django_assert_num_queries, rows):
    for n in range(rows):
        TermFactory(slug=f"201{n}-201{n + 1}", starts_on=f"201{n}-08-01", ends_on=f"201{n + 1}-07-31")
        CoordinatorFactory()
    with django_assert_num_queries(1):
        client.get(FORM)
