"""Who may not use the link of the Sunday mail, how long it lives, and that the mail carries it."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.signing import Signer

from campaigns import nudges, sunday, weeks
from campaigns.models import HourEntry, Placement, WeekNote
from coordinators.models import Term, User
from outreach.engine import run_once
from tests.campaigns.sunday_mail import MONDAY, SENT, WEEK, link_of, press, truth
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
FOREIGN = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}


@pytest.mark.parametrize("headers", [{}, FOREIGN, {"sec-fetch-site": "same-site"}])
def test_another_site_presses_no_button(client, sunday_path, headers):
    before = truth()
    assert [press(client, sunday_path, action, headers).status_code for action in ("same", "nothing")] == [403, 403]
    assert truth() == before


@pytest.mark.parametrize("action", ["", "delete", "\x00", "🦋", str(10**30)])
def test_another_action_does_nothing(client, sunday_path, action):
    before = truth()
    assert (press(client, sunday_path, action).status_code, truth() == before) == (404, True)


def test_link_acts_on_its_own_week_and_person_alone(client, sunday_path, other_coordinator):
    theirs = Placement.objects.get(appointment__coordinator=other_coordinator)
    for day in (MONDAY - WEEK, MONDAY - 2 * WEEK):
        HourEntryFactory(placement=theirs, worked_on=day)
    press(client, sunday_path, "same")
    added = HourEntry.objects.filter(worked_on__gte=MONDAY)
    owners = set(added.values_list("placement__appointment__coordinator", flat=True))
    assert (added.count(), other_coordinator.pk in owners) == (3, False)


def test_forged_tampered_and_foreign_links_and_those_of_nobody_are_answered_alike(client, sunday_path, coordinator):
    link, signer = link_of(coordinator), Signer(**sunday.SIGNER)
    token, good = sunday.token_of(link), [link.appointment.pk, "2026-11-16", "mark", int(SENT.timestamp())]
    body, signature = token.rsplit(".", 1)
    other_week = signer.sign_object([*good[:1], "2026-11-09", *good[2:]]).rsplit(".", 1)[0]
    foreign = Signer(salt="another", sep=".").sign_object(good)
    fakes = ["x", ".", "🦋", "1" * 3000, token[:-1], token + "x", f"{other_week}.{signature}", foreign, body]
    fakes += [signer.sign_object(good), signer.sign_object([10**15, *good[1:]]), signer.sign_object([1]), token]
    User.objects.filter(pk=coordinator.user.pk).update(is_active=False)
    before = truth()
    for ask in (client.get, lambda address: press(client, address, "same"), client.post):
        answers = {(r.status_code, re.sub(r'href="[^"]*"', "", r.text)) for r in (ask(f"/sunday/{f}/") for f in fakes)}
        assert [status for status, _ in answers] == [404]
    assert truth() == before


@pytest.mark.parametrize("gone", ["account", "appointment", "another account"])
def test_link_of_somebody_who_is_gone_is_no_link(client, sunday_path, coordinator, gone):
    if gone == "account":
        coordinator.user.delete()
    elif gone == "appointment":
        for rows in (HourEntry.objects, Placement.objects, coordinator.appointments):
            rows.all().delete()
    else:  # as after a restore: the number came again
        User.objects.update(date_joined=SENT)
    page = client.get(sunday_path)
    assert (page.status_code, "This link does not work" in page.text, 'href="/hours/"' in page.text) == (
        404,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("monday", "sent"),
    [
        ("2026-11-16", "2026-11-22T18:00-05:00"),
        ("2026-03-02", "2026-03-08T18:00-04:00"),  # summer time began that morning
        ("2026-10-26", "2026-11-01T18:00-05:00"),  # it ended
        ("2026-10-19", "2026-10-25T18:00-04:00"),  # it ends in the link's seven days
    ],
)
def test_link_ends_after_seven_days_to_the_second(client, coordinator, frozen, monday, sent):
    sent = dt.datetime.fromisoformat(sent)
    Term.objects.update(starts_on=dt.date(2025, 8, 1))
    path = f"/sunday/{sunday.token_of(link_of(coordinator, dt.date.fromisoformat(monday), sent))}/"
    frozen.move_to(sent + WEEK - dt.timedelta(seconds=1))
    assert client.get(path).status_code == 200
    frozen.move_to(sent + WEEK)
    pages = [client.get(path), press(client, path, "nothing"), press(client, path, "undo-nothing")]
    assert [(page.status_code, "This link has ended" in page.text) for page in pages] == [(410, True)] * 3
    assert WeekNote.objects.count() == 0


def test_link_of_a_term_without_access_has_ended(client, sunday_path, term):
    term.ends_on = dt.date(2026, 11, 7)
    term.save()
    assert (client.get(sunday_path).status_code, press(client, sunday_path, "same").status_code) == (410, 410)
    term.ends_on = dt.date(2026, 11, 8)
    term.save()
    assert client.get(sunday_path).status_code == 200


# ── from the mail to the page ──


@pytest.mark.parametrize(("zone", "due"), [("America/New_York", "23:00"), ("Asia/Tokyo", "09:00")])
def test_mail_carries_the_three_ways_in_the_readers_language(
    client, placements, coordinator, frozen, zone, due, language
):
    User.objects.filter(pk=coordinator.user.pk).update(language=language, time_zone=zone)
    due = dt.datetime.fromisoformat(f"2026-11-22T{due}+00:00")
    frozen.move_to(due)
    assert nudges.plan(now=due) == 1
    run_once()
    (sent,) = mail.outbox
    same, sheet, nothing = re.findall(r"https?://[^/\s]+(/\S+)", sent.body)[:3]
    home = {"en": ("/sunday/", "/hours/"), "es": ("/es/domingo/", "/es/horas/")}[language]
    assert (same.startswith(home[0]), sheet, nothing.startswith(home[0])) == (True, f"{home[1]}2026-11-16/", True)
    html = sent.alternatives[0].content.replace("&amp;", "&")
    assert [html.count(f'{way}"') for way in (same, sheet, nothing)] == [1, 1, 1]
    page = client.get(same)
    assert (page.status_code, f'<html lang="{language}">' in page.text) == (200, True)
    assert client.get(sheet).url.endswith(f"?next={sheet}")


def test_mail_offers_no_repetition_of_an_empty_week(coordinator, frozen):
    frozen.move_to(SENT)
    nudges.plan(now=SENT)
    run_once()
    assert ("Same as last week" in mail.outbox[0].body, "Nothing this week" in mail.outbox[0].body) == (False, True)


def test_every_try_of_one_mail_carries_the_same_token(coordinator):
    first, second = (sunday.token_of(link_of(coordinator)) for _ in range(2))
    other = sunday.token_of(link_of(coordinator, MONDAY - weeks.WEEK))
    assert (first == second, first == other) == (True, False)
