"""Notes from readers at the desk: read, decided, taken back, by staff alone."""

import pytest
from django.urls import reverse

from coordinators.models import Tip, TipPhoto

pytestmark = pytest.mark.django_db
LIST = "/desk/notes/"


@pytest.fixture
def write(now):
    """write(contact="...") keeps a note as a reader would have sent it."""

    def make(text="Canaria knows it.", contact="", photo=b"") -> Tip:
        tip = Tip(text=text, about="self", language="es", received_at=now)
        tip.contact = contact
        tip.save()
        if photo:
            kept = TipPhoto(tip=tip, consent_wording="1")
            kept.picture = photo
            kept.save()
        return tip

    return make


def test_staff_read_a_note_with_its_contact_and_photograph(client, staff, write, language):
    tip = write(contact="reader@tests.example", photo=b"jpeg")
    client.force_login(staff)
    page = client.get({"en": LIST, "es": "/es/mesa/notas/"}[language]).content.decode()
    photo = reverse("coordinators:tip_photo", args=[tip.pk])
    assert [text in page for text in ("Canaria knows it.", "reader@tests.example", photo)] == [True] * 3
    answer = client.get(photo)
    assert (answer.content, answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (
        b"jpeg",
        "image/jpeg",
        True,
    )


def test_a_decision_moves_the_note_and_can_be_taken_back(client, staff, write, frozen, now):
    tip = write(photo=b"jpeg")
    client.force_login(staff)
    path = reverse("coordinators:tip_decide", args=[tip.pk])
    for state, decided, photos in (("used", now, 1), ("new", None, 1), ("declined", now, 0)):
        assert client.post(path, {"state": state}).status_code == 302
        tip.refresh_from_db()
        assert (tip.state, tip.decided_at, TipPhoto.objects.count()) == (state, decided, photos)
        assert ("Canaria" in client.get(LIST).content.decode()) is (state == "new")
        assert "Canaria" in client.get(f"{LIST}?state={state}").content.decode()


def test_others_and_made_up_states_find_nothing(client, staff, coordinator, write):
    tip = write()
    paths = [LIST, reverse("coordinators:tip_photo", args=[tip.pk])]
    client.force_login(coordinator.user)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    decide = reverse("coordinators:tip_decide", args=[tip.pk])
    assert client.post(decide, {"state": "used"}).status_code == 404
    client.force_login(staff)
    odd = [client.get(f"{LIST}?state=%00").status_code, client.post(decide, {"state": "x"}).status_code]
    assert (odd, client.get(decide).status_code, Tip.objects.get().state) == ([404, 404], 405, "new")


def test_the_page_asks_as_often_for_three_notes_and_says_when_there_is_none(
    client, staff, write, django_assert_num_queries
):
    client.force_login(staff)
    assert "No note here" in client.get(LIST).content.decode()
    write()
    with django_assert_num_queries(6):
        client.get(LIST)
    write(), write()
    with django_assert_num_queries(6):
        client.get(LIST)
