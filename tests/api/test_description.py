"""The API keeps to its own description, whatever it is asked: schemathesis makes up the questions."""

import uuid

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from campaigns.models import Report
from ilp_portal.api import endpoints, keys, urls
from ilp_portal.models import ApiToken
from ilp_portal.wsgi import Utf8Handler
from tests.factories import CampaignFactory, EventFactory, HourEntryFactory, PartnerFactory, TermFactory

pytest_plugins = ["schemathesis.pytest.plugin"]  # here alone: pyproject.toml keeps it out of the other runs
QUESTIONS = 6  # of each kind and address, beside those that schemathesis always asks


class Served(Utf8Handler):
    """As gunicorn serves it: the address of the caller is known."""

    def __call__(self, environ, start_response):
        return super().__call__(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


DESCRIPTION = schemathesis.openapi.from_wsgi("/api/openapi.json", Served())
MANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=QUESTIONS)


@DESCRIPTION.auth()
class Key:
    """Held by the program of the staff; see `_examples`."""

    def get(self, case, context) -> str:
        return keys.PREFIX + "example"

    def set(self, case, data: str, context) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@pytest.fixture
def _examples(db, now, frozen, monkeypatch, make_key):
    """One row behind each example of the description, and limits that are far."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the connection of the test's transaction outlives the request
    for name in ("limits.PER_CLIENT", "limits.PER_KEY", "exports.WRONG_KEYS"):
        monkeypatch.setattr(f"ilp_portal.api.{name}", 10**6)
    term_id, campaign_id, partner_id, event_id, report_id = ids_of_examples()
    term, named = TermFactory(slug=term_id), CampaignFactory(slug=campaign_id, partner=PartnerFactory(slug=partner_id))
    EventFactory(slug=event_id, campaign=named, term=term)
    HourEntryFactory(approved_at=now)
    days = {"starts_on": now.date(), "ends_on": now.date(), "made_at": now}
    sent = {"frozen_at": now, "checksum": "ab" * 32}
    Report.objects.create(pk=uuid.UUID(report_id), about="term", term=term, **days, **sent)
    make_key(*ApiToken.Scope.values)
    ApiToken.objects.update(key_hash=keys.hashed(Key().get(None, None)))
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ids_of_examples() -> list[str]:
    """Of a term, a campaign, a partner, an event and a report: what stands in addresses, in their order."""
    asked = [parameter for ways in endpoints.described()["paths"].values() for parameter in ways["get"]["parameters"]]
    return [parameter["examples"][0] for parameter in asked if parameter["in"] == "path"]


@DESCRIPTION.include(tag="public").parametrize()
@MANY
@pytest.mark.usefixtures("_examples")
def test_what_is_public_keeps_to_its_description(case):
    case.call_and_validate()


@DESCRIPTION.include(tag="exports").parametrize()
@MANY
@pytest.mark.usefixtures("_examples")
def test_exports_keep_to_their_description(case):
    case.call_and_validate()


@pytest.mark.usefixtures("_examples")
def test_examples_are_there(ask):
    found = zip(("terms", "campaigns", "partners", "events"), ids_of_examples(), strict=False)
    assert [ask(f"{kind}/{number}")[0] for kind, number in found] == [200] * 4


def test_every_address_is_described_and_says_what_may_go_wrong():
    paths = endpoints.described()["paths"]
    served = {f"/api/{entry.pattern}".replace("<str:", "{").replace(">", "}") for entry in urls.urlpatterns}
    assert set(paths) == served - {"/api/openapi.json"}
    for path, ways in paths.items():
        wanted = {200, 401, 403, 404, 422, 429} if "/exports/" in path else {200, 429}
        assert set(ways["get"]["responses"]) >= wanted, path
        assert len({ways["get"]["operationId"], ways["get"]["description"]}) == 2
