"""The privacy page is the register in plain words; about and footer name only who may be named."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import Outcome
from ilp_portal import notice, privacy
from ilp_portal.env_public import Mailbox
from partners.models import Partner
from tests.factories import PartnerFactory


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def address(name: str, language: str) -> str:
    with translation.override(language):
        return reverse(name)


def test_every_table_about_people_has_plain_words():
    entries = [entry for entry in privacy.register() if entry.personal and not privacy.is_version(entry.model)]
    personal = {entry.label for entry in entries}
    assert (personal - notice.WORDS.keys(), notice.WORDS.keys() - personal) == (set(), set())


def test_page_tells_every_table_of_the_register(client, db, language):
    page = html(client, address("privacy", language))
    with translation.override(language):
        told = [(line.words, line.entry) for _, _, lines in notice.concerns() for line in lines]
        assert {entry.model for _, entry in told} == {entry.model for entry in privacy.register() if entry.personal}
        for words, entry in told:
            for text in (words.title, words.kept, words.seen, entry.why, entry.keep_display):
                assert str(text) in page, entry.label
        for name in notice.impersonal():
            assert name in page


def test_new_entry_of_the_register_shows_at_once(client, db, monkeypatch, language):
    said = privacy.Declared(frozenset({"text", "order"}), dt.timedelta(days=41), "Because of a test.")
    before = html(client, address("privacy", language))
    monkeypatch.setattr(Outcome, "Privacy", said)
    page = html(client, address("privacy", language))
    added = ("Because of a test.", {"en": "41 days", "es": "41 días"}[language], 'id="rest"')
    assert [text in before for text in added] == [False] * 3
    assert [text in page for text in added] == [True] * 3
    with translation.override(language):
        assert str(Outcome._meta.get_field("text").verbose_name) in page


def test_contacts_are_named_only_when_they_are_set(client, db, settings):
    for path, words in (("/privacy/", "No privacy contact is set"), ("/about/", "No press contact is set")):
        assert words in html(client, path)
    assert "mailto:" not in html(client, "/")
    settings.PRESS_CONTACT = Mailbox("ILP press", "press@ilp.example.edu")
    settings.PRIVACY_CONTACT = Mailbox("", "privacy@ilp.example.edu")
    for path in ("/", "/about/", "/es/"):
        assert 'ILP press, <a href="mailto:press@ilp.example.edu">' in html(client, path)
    assert 'href="mailto:privacy@ilp.example.edu"' in html(client, "/privacy/")


def test_about_tells_host_source_and_licence(client, db, settings):
    host = PartnerFactory(relationship=Partner.Relationship.HOST, website="https://home.example/")
    PartnerFactory(relationship=Partner.Relationship.HOST, is_public=False, name="Hidden house")
    page = html(client, "/about/")
    assert ("no address for it is set yet" in page, "Hidden house" in page, host.name in page) == (True, False, True)
    settings.SOURCE_CODE_URL = "https://code.example/portal"
    page = html(client, "/about/")
    for words in ('href="https://code.example/portal"', "Affero General Public License", "Day Laborer Exchange"):
        assert words in page


def test_hosting_is_said_or_said_to_be_unknown(client, db, settings):
    assert "Who runs the computers of this copy is not on record yet." in html(client, "/privacy/")
    settings.HOSTED_BY = "Example University, Washington"
    assert "run by: Example University, Washington." in html(client, "/privacy/")


@pytest.mark.parametrize("name", ["about", "privacy", "rights"])
def test_page_asks_no_more_than_it_must(client, db, django_assert_max_num_queries, name):
    counts = []
    for kind in ("host", "host"):
        PartnerFactory(relationship=kind, kind="legal-services")
        with django_assert_max_num_queries(4) as asked:
            client.get(address(name, "en"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
