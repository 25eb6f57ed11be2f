"""Nothing about people is stored unsaid, nothing that must not be stored has a field, no log line holds an address."""

import datetime as dt
import logging
import logging.config
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.urls import get_resolver, reverse
from django.utils import timezone
from simple_history.models import HistoricalChanges

from coordinators.models import Coordinator, User
from events.models import Rsvp
from ilp_portal import privacy
from ilp_portal.logs import PageInsteadOfPath
from outreach import engine
from partners.models import Contact
from tests.factories import EventFactory

PEOPLE = (User, Coordinator, Contact, Rsvp)
# Fields of a table about people that say nothing about the person.
IMPERSONAL = {"is_demo", "is_active", "is_staff", "is_superuser", "partner", "event"}
CONTACT = re.compile(r"e?mail|phone|contact|birth|latitude|longitude|(^|_)ip(_|$)|(^|_)name_ct")
# What stands in the way of no one knowing: never a field, in no table and in no form (RELIABILITY 1, "never stored").
NEVER = re.compile(
    r"nationalit|citizen|immigration|migrat|migrant|undocumented|alien|(^|_)a_?(num|number|nr)(_|$)|passport|visa"
    r"|(^|_)ssn|country_of|birth|case_(no|number)|hearing_(no|number)|accompanied"
)
STATUS = {  # of records and terms; a status of a person has no place
    "partners.Partner": {"status", "status_as_of", "status_note", "status_note_en", "status_note_es"},
    "coordinators.Term": {"roster_status"},
    "campaigns.Campaign": {"status"},
    "campaigns.Opportunity": {"status"},
    "events.Event": {"status"},
}
ALL_MODELS = apps.get_models(include_auto_created=True)
VERSIONS = [model for model in ALL_MODELS if issubclass(model, HistoricalChanges)]  # copies of public records
RECORDS = [model for model in ALL_MODELS if model not in VERSIONS]


def linked_to_people() -> set[type[models.Model]]:
    """Tables about people, and those that lead to one by foreign keys."""
    found = set(PEOPLE)
    while True:
        more = {
            model
            for model in RECORDS
            if model not in found
            and any(field.is_relation and field.related_model in found for field in model._meta.concrete_fields)
        }
        if not more:
            return found
        found |= more


def test_register_has_an_entry_for_every_table():
    assert [entry.model for entry in privacy.register()] == ALL_MODELS
    labels = {model._meta.label for model in ALL_MODELS}
    assert privacy.FOREIGN.keys() <= labels


def test_register_refuses_a_model_that_says_nothing(monkeypatch):
    monkeypatch.delitem(privacy.FOREIGN, "sessions.Session")
    with pytest.raises(LookupError, match=r"sessions\.Session says nothing"):
        privacy.register()


def test_register_names_only_fields_that_exist():
    for entry in privacy.register():
        assert entry.personal <= {field.name for field in entry.model._meta.get_fields()}, entry.label


def test_register_says_how_long_and_why():
    for entry in privacy.register():
        if entry.personal:
            assert isinstance(entry.keep, dt.timedelta) or entry.keep in privacy.KEEPS, entry.label
            assert len(str(entry.why)) > 20, entry.label
            assert entry.keep_display, entry.label


@pytest.mark.parametrize("model", sorted(linked_to_people(), key=lambda model: model._meta.label))
def test_tables_about_people_declare_every_field(model):
    declared = next(entry.personal for entry in privacy.register() if entry.model is model)
    fields = {field.name for field in model._meta.concrete_fields if not field.primary_key} - IMPERSONAL
    assert fields <= declared


def test_versions_are_kept_of_public_records_alone():
    about_people = linked_to_people()
    records = [model.instance_type for model in VERSIONS if hasattr(model, "instance_type")]
    assert records
    assert [model for model in records if model in about_people] == []


def test_every_way_to_reach_a_person_is_declared():
    said = {(entry.label, name) for entry in privacy.register() for name in entry.personal}
    suspicious = {
        (model._meta.label, field.name)
        for model in RECORDS
        for field in model._meta.concrete_fields
        if CONTACT.search(field.name)
        or isinstance(field, models.EmailField | models.GenericIPAddressField | models.BinaryField)
    }
    no_contact = {("events.EventKey", "wrapped"), ("campaigns.ResourceContent", "data")}
    assert suspicious - said == no_contact  # a key, and what is published


def test_no_table_has_a_field_for_what_we_never_store():
    fields = {(model._meta.label, field.name) for model in RECORDS for field in model._meta.concrete_fields}
    assert [found for found in fields if NEVER.search(found[1])] == []
    states = {found for found in fields if "status" in found[1]}
    assert states == {(label, name) for label, names in STATUS.items() for name in names}
    assert {apps.get_model(label) for label in STATUS} & linked_to_people() == set()


def test_no_form_asks_what_we_never_store():
    get_resolver().url_patterns  # imports every view, and with it every form  # noqa: B018
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    kinds, found = [forms.BaseForm], []
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ours:
            found += [(kind.__name__, name) for name in getattr(kind, "base_fields", {})]
    assert len(found) > 5
    assert [name for name in found if NEVER.search(name[1])] == []
    of_no_person = {"EventForm", "CampaignFilter", "CampaignDeskFilter", "CampaignForm", "PartnerForm"}
    assert [name for name in found if "status" in name[1] and name[0] not in of_no_person] == []


def test_document_shows_the_register_as_it_is():
    document = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert privacy.markdown() in document


# --- logs -------------------------------------------------------------------------------------------------------------
CANARIES = ("canaria", "avedepaso")  # in every address, name and note of the test below


@pytest.fixture
def lines(caplog):
    """Every line that our handlers would print at DEBUG, as the console formats it."""
    caplog.set_level(logging.DEBUG)
    formatter = logging.Formatter(settings.LOGGING["formatters"]["line"]["format"])
    return lambda: "\n".join(formatter.format(record) for record in caplog.records)


def test_log_lines_have_nothing_but_time_level_logger_and_message():
    shape = settings.LOGGING["formatters"]["line"]["format"]
    assert re.findall(r"%\((\w+)\)", shape) == ["asctime", "levelname", "name", "message"]


def test_no_address_reaches_a_log(client, staff, term, frozen, lines, settings):
    event, own = EventFactory(), {"origin": "http://testserver"}
    address, gone = "canaria@tests.example", "avedepaso@tests.example"
    for contact in (address, gone):
        fields = {"contact": contact, "name": "Canaria", "language": "es"}
        assert client.post(reverse("events:rsvp_create", args=[event.slug]), fields, headers=own).status_code == 302
    call_command("invite", "avedepaso@people.example", "--role", "coordinator")
    for page in ("account_login", "account_request_login_code", "account_reset_password"):
        for who in ("avedepaso@people.example", "canaria@nobody.example"):
            fields = {"login": who, "email": who, "password": "canaria-canaria"}
            assert client.post(reverse(page), fields).status_code in (200, 302)
    engine.run_once()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    client.post(
        reverse("events:rsvp_create", args=[EventFactory().slug]), {"contact": address, "language": "en"}, headers=own
    )
    engine.run_once()
    client.force_login(staff)
    client.get("/canaria@tests.example/")
    privacy.purge(now=timezone.now() + dt.timedelta(days=100))
    assert {"outreach.channels", "django.request"} <= {
        line.split()[3] for line in lines().splitlines() if line[:2] == "20"
    }
    assert [line for line in lines().splitlines() if any(name in line.lower() for name in CANARIES)] == []


def test_no_token_of_a_mailed_link_reaches_a_log(client, db, now, frozen, lines):
    from events import actions, links

    event = EventFactory()
    actions.sign_up(event=event, contact="canaria@tests.example", name="", language="en", discreet=True, now=now)
    path = links.path(event.rsvps.get(), "en")
    token = links.token_of(event.rsvps.get())
    logger = logging.getLogger("django.request")
    assert any(isinstance(found, PageInsteadOfPath) for found in logger.filters)
    assert client.post(path, {"action": "other"}, headers={"origin": "http://testserver"}).status_code == 404
    assert client.post(path, {"action": "confirm"}, headers={"origin": "http://evil.example"}).status_code == 403
    event.rsvps.all().delete()
    assert client.get(path).status_code == 404
    assert client.get(f"{path.rstrip('/')}”/").status_code == 404  # a mail program took the quotation mark along
    assert "Not Found: events:rsvp_manage" in lines()
    assert token not in lines()
