"""Quotes of people who agreed: written down with consent, guarded, and gone when the person says so."""

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import Quote
from partners.models import AuditEntry
from tests.factories import CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(campaign):
    """typed(**changes) is the form as staff fill it in."""
    plain = {
        **{"campaign": str(campaign.pk), "text_en": "They stayed with us.", "text_es": "Se quedaron con nosotras."},
        **{"said_by_en": "a tenant", "said_by_es": "una inquilina", "agreed_how": "signed form"},
        **{"said_on": "2026-11-02", "agreed_on": "2026-11-03"},
    }
    return lambda **changes: {**plain, **changes}


def test_quote_is_added_and_stands_on_the_list_of_its_campaign(desk, campaign, typed):
    other = CampaignFactory()
    response = desk.post(reverse("campaigns:quote_new"), typed(), follow=True)
    page = response.content.decode()
    assert response.redirect_chain[0][0] == f"/desk/quotes/?campaign={campaign.slug}"
    assert [words in page for words in ("They stayed", "Se quedaron", "a tenant", "signed form")] == [True] * 4
    assert "They stayed" in desk.get("/desk/quotes/").content.decode()
    assert "They stayed" not in desk.get(f"/desk/quotes/?campaign={other.slug}").content.decode()


def test_campaign_of_the_address_is_chosen_already(desk, campaign):
    form = desk.get(f"{reverse('campaigns:quote_new')}?campaign={campaign.slug}").context["form"]
    assert form["campaign"].value() == campaign.pk
    assert desk.get(f"{reverse('campaigns:quote_new')}?campaign=none").status_code == 200
    assert desk.get("/desk/quotes/?campaign=none").status_code == 404


WRONG = {
    "text_en": ("Call me at 202-555-0100.", "Leave out “202-555-0100”: it looks like a phone number."),
    "text_es": ("Escriba a ana@tests.example", "Leave out “ana@tests.example”: it looks like an email address."),
    "said_by_en": ("A 123 456 789", "Leave out “A 123 456 789”: it looks like an official number of a person."),
    "agreed_how": ("by phone, 202-555-0100", "Leave out “202-555-0100”: it looks like a phone number."),
    "said_on": ("2026-11-19", "Choose a day since 2000, today at the latest."),
    "agreed_on": ("0001-01-01", "Choose a day since 2000, today at the latest."),
}


def test_details_of_a_person_and_odd_days_are_told_at_their_field(desk, typed):
    for field, (value, words) in WRONG.items():
        form = desk.post(reverse("campaigns:quote_new"), typed(**{field: value})).context["form"]
        assert dict(form.errors) == {field: [words]}
        assert form["text_en"].value() == (value if field == "text_en" else "They stayed with us.")
    assert not Quote.objects.exists()


def test_both_languages_and_the_consent_are_asked_for(desk, language):
    with translation.override(language):
        form = desk.post(reverse("campaigns:quote_new"), {"campaign": "9" * 31, "text_en": "\x00"}).context["form"]
    assert set(form.errors) == set(form.fields) - {"partner"}


def test_withdrawing_asks_first_then_erases_the_words_and_is_logged(desk, typed, staff):
    desk.post(reverse("campaigns:quote_new"), typed())
    quote = Quote.objects.get()
    path = reverse("campaigns:quote_withdraw", args=[quote.pk])
    assert "They stayed" in desk.get(path).content.decode()
    assert Quote.objects.agreed().get() == quote
    page = desk.post(path, follow=True).content.decode()
    assert ("They stayed" in page, "The words are erased." in page) == (False, True)
    assert not any(
        words in str(row) for row in Quote._base_manager.values() for words in ("stayed", "quedaron", "tenant", "form")
    )
    entry = AuditEntry.objects.get(action="campaigns.withdraw_quote")
    assert (entry.actor, entry.record_id) == (staff, str(quote.pk))
    assert desk.post(path).status_code == 302


def test_quotes_are_for_staff(client, frozen, coordinator, typed):
    client.force_login(coordinator.user)
    assert client.get("/desk/quotes/").status_code == 404
    assert client.post(reverse("campaigns:quote_new"), typed()).status_code == 404
    assert client.post(reverse("campaigns:quote_withdraw", args=[1])).status_code == 404
    assert not Quote.objects.exists()


def test_list_without_a_quote_says_so_and_asks_the_same_for_one_and_three(desk, typed, django_assert_num_queries):
    assert "No quote yet" in desk.get("/desk/quotes/").content.decode()
    for more in (1, 2):
        for _n in range(more):
            desk.post(reverse("campaigns:quote_new"), typed())
        desk.get("/desk/quotes/")
        with django_assert_num_queries(6):
            desk.get("/desk/quotes/")
