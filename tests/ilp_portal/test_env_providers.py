"""The addresses of providers: of mail in EMAIL_URL, of text messages in SMS_URL."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ilp_portal import env


@pytest.mark.parametrize(
    ("value", "anymail"),
    [
        ("anymail+sendgrid://SG.Key", {"SENDGRID_API_KEY": "SG.Key"}),
        ("anymail+postmark://a%2Fkey", {"POSTMARK_SERVER_TOKEN": "a/key"}),
        ("anymail+brevo://xkeysib-1", {"BREVO_API_KEY": "xkeysib-1"}),
        (
            "anymail+mailgun://Key@ilp.example.edu?region=eu",
            {
                "MAILGUN_API_KEY": "Key",
                "MAILGUN_SENDER_DOMAIN": "ilp.example.edu",
                "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
            },
        ),
    ],
)
def test_mail_provider_is_read_and_told_not_to_track(value, anymail, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", value)
    config = env.email("EMAIL_URL", debug=False, mailbox=Path("mail"))
    provider = value.partition("+")[2].partition(":")[0]
    told = config["ANYMAIL"].pop(f"{provider.upper()}_SEND_DEFAULTS", None)
    assert config == {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": anymail}
    assert told == (None if provider == "brevo" else {"track_opens": False, "track_clicks": False})


@pytest.mark.parametrize(
    ("value", "debug", "config"),
    [
        ("", False, None),
        ("console://", True, {"ADAPTER": "console"}),
        ("file://", True, {"ADAPTER": "file", "FOLDER": "texts"}),
        ("file:///srv/texts", True, {"ADAPTER": "file", "FOLDER": "/srv/texts"}),
        (
            f"twilio://AC{'a' * 32}:a%40token@+12025550100",
            False,
            {"ADAPTER": "twilio", "SID": f"AC{'a' * 32}", "TOKEN": "a@token", "FROM": "+12025550100"},
        ),
    ],
)
def test_text_messages_are_off_until_configured(value, debug, config, monkeypatch):
    monkeypatch.setenv("SMS_URL", value)
    assert env.texts("SMS_URL", debug=debug, folder=Path("texts")) == config
    monkeypatch.delenv("SMS_URL")
    assert env.texts("SMS_URL", debug=debug, folder=Path("texts")) is None


def test_twilio_without_its_client_stops_with_the_remedy(monkeypatch):
    monkeypatch.setenv("SMS_URL", f"twilio://AC{'a' * 32}:token@+12025550100")
    monkeypatch.setattr(env, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"^SMS_URL: needs Twilio's client\. Install requirements-sms\.txt"):
        env.texts("SMS_URL", debug=False, folder=Path("texts"))
