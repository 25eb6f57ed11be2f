"""The page behind a partner link: who helps, hours, events, answers; no cookie, and nothing that is not theirs."""

import datetime as dt
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import partner_links
from campaigns.models import CampaignPartner, HourEntry, PartnerLink, PartnerWord
from events.models import Qualification, Training
from outreach import sealing
from tests.factories import CampaignFactory, EventFactory, HourEntryFactory, PartnerFactory, PlacementFactory

OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
CANARY = "canario"
PRINT = {"en": "/partner/print/", "es": "/es/organizacion/imprimir/"}


@pytest.fixture
def partner(campaign):
    partner = PartnerFactory(name="CARECEN")
    CampaignPartner.objects.create(campaign=campaign, partner=partner, is_lead=True)
    return partner


@pytest.fixture
def link(partner, now, frozen):
    return PartnerLink.objects.create(partner=partner, language="es", made_at=now, expires_on=dt.date(2027, 8, 30))


@pytest.fixture
def line(coordinator, link):
    placement = coordinator.appointments.get().placements.get()
    return HourEntryFactory(placement=placement, note=f"{CANARY} note", activity="outreach")


@pytest.fixture
def path(link):
    """In both languages, "en" and "es"."""
    return {code: partner_links.url(link, code).partition("8000")[2] for code in ("en", "es")}


def press(client, path: str, action: str, **data):
    return client.post(path, {"action": action, **data}, headers=OWN)


def test_page_shows_who_helps_their_training_hours_and_events(client, path, line, coordinator, campaign, partner):
    training = Training.objects.create(slug="a", name_en="Know your rights", name_es="Conozca sus derechos")
    contact = sealing.contact_index(coordinator.user.email)
    days = {"earned_on": dt.date(2026, 9, 1), "expires_on": dt.date(2027, 9, 1)}
    Qualification.objects.create(contact_bi=contact, training=training, **days)
    EventFactory(campaign=campaign, title_es="Marcha por la renta", place_public=False)
    EventFactory(title_es="De otra organización").partners.add(PartnerFactory())
    page = client.get(path["es"])
    assert (page.status_code, page["Content-Language"], page.cookies) == (200, "es", {})
    shown = (
        "CARECEN",
        '<h3 class="as4">Person</h3>',
        "Conozca sus derechos",
        "Marcha por la renta",
        "Columbia Heights",
    )
    assert [word for word in shown if word not in page.text] == []
    hidden = (CANARY, "@tests.example", "100 Example Street", "De otra organización", coordinator.name, "csrf")
    assert [word for word in hidden if word in page.text] == []
    for name, value in {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}.items():
        assert page[name] == value
    assert "no-store" in page["Cache-Control"]
    assert "canonical" not in page.text


def test_accompaniment_is_neither_an_event_nor_told_from_other_work(client, path, line, campaign):
    EventFactory(kind="accompaniment", campaign=campaign, title_en=f"{CANARY} event")
    HourEntry.objects.update(activity="accompaniment")
    page = client.get(path["en"]).text
    assert [word in page for word in (CANARY, "Accompaniment", "Other work<")] == [False, False, True]
    HourEntry.objects.update(activity="other")
    assert client.get(path["en"]).text == page


def test_opening_changes_nothing_and_no_other_site_may_press(client, path, line):
    data = {"action": "approve", "seen": f"{line.pk}.1"}
    for method in (client.get, client.head):
        assert method(path["es"], data).status_code == 200
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post(path["es"], data, headers=headers).status_code == 403
    assert client.put(path["es"], headers=OWN).status_code == 405
    assert HourEntry.objects.approved().count() == 0


def test_all_is_approved_once_and_one_press_takes_it_back(client, path, line):
    seen = client.get(path["es"]).context["view"].pairs
    answers = [press(client, path["es"], "approve", seen=seen) for _press in range(2)]
    assert [("done=" in answer["Location"], "left" in answer["Location"]) for answer in answers] == [
        (True, False),
        (False, True),
    ]
    page = client.get(answers[0]["Location"])
    assert (page.context["done"]["n"], HourEntry.objects.get().approved_through.partner.name) == (1, "CARECEN")
    press(client, path["es"], "take-back", done=page.context["done"]["stamp"])
    assert HourEntry.objects.approved().count() == 0


def test_line_that_was_changed_meanwhile_is_left_and_said(client, path, line, language):
    HourEntry.objects.update(revision=2)
    answer = press(client, path[language], "approve", seen=f"{line.pk}.1 nonsense {10**30}.1")
    said = {"en": "Not all of it was approved", "es": "No se aprobó todo"}[language]
    assert said in client.get(answer["Location"]).text
    assert press(client, path[language], "wrong", line=f"{line.pk}.1").status_code == 409
    assert (HourEntry.objects.approved().count(), PartnerWord.objects.count()) == (0, 0)


def test_line_of_another_partner_is_refused_and_nothing_is_changed(client, path, line, coordinator, language):
    placement = PlacementFactory(appointment=coordinator.appointments.get(), campaign=CampaignFactory())
    foreign = HourEntryFactory(placement=placement)
    for action in ("wrong", "right"):
        for pair in (f"{foreign.pk}.1", f"{10**17}.1"):
            answer = press(client, path[language], action, line=pair)
            assert (answer.status_code, answer.context["fault"]) == (404, "not theirs")
            said = {"en": "This line is not one of yours", "es": "Esta línea no es de su organización"}[language]
            assert said in answer.text
            assert f'id="line-{foreign.pk}"' not in answer.text
    assert "left" in press(client, path[language], "approve", seen=f"{foreign.pk}.1")["Location"]
    assert (HourEntry.objects.approved().count(), PartnerWord.objects.count()) == (0, 0)


def test_one_tap_says_not_right_and_a_word_may_follow(client, path, line):
    press(client, path["es"], "wrong", line=f"{line.pk}.1")
    assert PartnerWord.objects.get().text == ""
    refused = press(client, path["es"], "wrong", line=f"{line.pk}.1", text="Llame al 202-555-0147")
    assert ("202-555-0147" in refused.text, 'aria-invalid="true"' in refused.text) == (True, True)
    press(client, path["es"], "wrong", line=f"{line.pk}.1", text="Era otra persona")
    page = client.get(path["es"])
    assert (PartnerWord.objects.get().text, page.context["view"].to_approve) == ("Era otra persona", [])
    press(client, path["es"], "right", line=f"{line.pk}.1")
    assert len(client.get(path["es"]).context["view"].to_approve) == 1


def test_odd_answers_are_no_page_or_change_nothing(client, path, line):
    odd = ["", "x", "1", f"{10**30}.1", f"{line.pk}.{10**30}", "😀.1", "-1.1", f"{line.pk}.\x00"]
    assert {press(client, path["es"], "wrong", line=value).status_code for value in odd} == {404}
    assert {press(client, path["es"], value).status_code for value in ("", "x", "\x00", "😀")} == {404}
    for done in ("", "x", "9" * 16, "9" * 400, "-1", "😀"):
        assert press(client, path["es"], "take-back", done=done).status_code == 302
        assert client.get(path["es"], {"done": done}).status_code == 200
    assert (PartnerWord.objects.count(), HourEntry.objects.waiting().count()) == (0, 1)


@pytest.mark.parametrize("how", ["expired", "revoked", "purged", "forged"])
def test_link_that_opens_nothing_says_so_and_names_nobody(client, path, line, link, language, how, now, caplog):
    address = path[language]
    if how == "expired":
        PartnerLink.objects.update(expires_on=dt.date(2026, 11, 17))
    elif how == "revoked":
        PartnerLink.objects.update(revoked_at=now)
    elif how == "purged":
        link.delete()
    else:
        address = address[:-2] + "x/"
    caplog.set_level(logging.DEBUG)
    token = address.split("/")[-2]
    answers = [client.get(address), press(client, address, "approve", seen=f"{line.pk}.1")]
    answers.append(client.post(PRINT[language], {"token": token}, headers=OWN))
    status = 410 if how in ("expired", "revoked") else 404
    said = {"en": ("does not work", "has ended"), "es": ("no sirve", "ya terminó")}[language][status == 410]
    for answer in answers:
        assert (answer.status_code, said in answer.text) == (status, True)
        assert [word for word in ("CARECEN", "Person", "line-") if word in answer.text] == []
        assert (answer["Referrer-Policy"], answer.cookies) == ("no-referrer", {})
    assert HourEntry.objects.approved().count() == 0
    assert token not in "".join(record.getMessage() for record in caplog.records)


def test_guessing_and_answering_without_end_is_stopped(client, path, line, monkeypatch):
    monkeypatch.setattr("ilp_portal.views.partner_page.UNKNOWN", 2)
    monkeypatch.setattr("ilp_portal.views.partner_page.ANSWERS", 2)
    assert [client.get("/partner/guess/").status_code for _try in range(4)] == [404, 404, 429, 429]
    assert client.get(path["es"]).status_code == 200
    assert [press(client, path["es"], "right", line=f"{line.pk}.1").status_code for _try in range(3)] == [302, 302, 429]


def test_paper_has_no_token_and_no_button(client, path, line):
    token = path["en"].split("/")[-2]
    page = client.post("/partner/print/", {"token": token}, headers=OWN)
    assert (page.status_code, token in page.text, 'method="post"' in page.text) == (200, False, False)
    assert "as of November 18, 2026." in page.text
    odd = ("", "x", "\x00", token + "x")
    assert {client.post("/partner/print/", {"token": value}, headers=OWN).status_code for value in odd} == {404}
    assert client.get("/partner/print/").status_code == 404


def test_page_asks_the_database_as_often_for_three_as_for_one(client, path, line, campaign, term):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(path["es"])
        return len(asked)

    EventFactory(campaign=campaign)
    client.get(path["es"])
    one = queries()
    for _number in range(2):
        HourEntryFactory(placement=PlacementFactory(campaign=campaign, appointment__term=term))
        EventFactory(campaign=campaign)
    assert (queries(), len(client.get(path["es"]).context["view"].helpers)) == (one, 3)


def test_people_with_one_first_name_are_told_apart_and_a_name_taken_down_is_none(client, path, coordinator, now):
    appointment = coordinator.appointments.get()
    for name in ("Sol Arce", "Sol Brito", "Luz"):
        place = PlacementFactory(campaign=appointment.placements.get().campaign, appointment__term=appointment.term)
        user = place.appointment.coordinator.user
        user.name = name
        user.save()
    coordinator.taken_down_at = now
    coordinator.save()
    names = [helper.name for helper in client.get(path["en"]).context["view"].helpers]
    assert names == ["A coordinator", "Luz", "Sol A.", "Sol B."]
