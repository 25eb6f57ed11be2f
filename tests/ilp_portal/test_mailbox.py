"""The mailbox of the demo: every mail a file, shown newest first on this machine and nowhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from outreach import mailbox

pytestmark = pytest.mark.django_db
SPANISH_HTML = '<html><head><style>p { margin: 0 }</style></head><body><p style="color:red">¡Hola!</p></body></html>'


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "outreach.mailbox.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return settings


@pytest.fixture
def send(demo, frozen):
    def send(subject, text="Text", html=SPANISH_HTML, language="es"):
        mail = EmailMultiAlternatives(
            subject, text, "portal@demo.example", ["reader@tests.example"], headers={"Content-Language": language}
        )
        if html:
            mail.attach_alternative(html, "text/html")
        assert get_connection().send_messages([mail]) == 1
        return mailbox.newest()[0].name

    return send


def test_mailbox_shows_the_newest_first(client, send, frozen):
    for subject in ("First", "Second", "Third"):
        send(subject)
        frozen.shift(1)
    page = client.get("/mailbox/")
    assert [mail.subject for mail in page.context["mails"]] == ["Third", "Second", "First"]


def test_mailbox_keeps_the_order_within_one_instant(client, send):
    for number in range(12):
        send(str(number))
    assert [mail.subject for mail in mailbox.newest()] == [str(number) for number in reversed(range(12))]


def test_mailbox_shows_address_subject_language_and_working_links(client, send):
    name = send("Su código & más", "Abra http://127.0.0.1:8000/es/eventos/x/ hoy")
    page = client.get("/mailbox/", headers={"Accept-Language": "en"}).content.decode()
    assert "reader@tests.example" in page
    assert "Su código &amp; más</h2>" in page
    assert "<dd>Spanish</dd>" in page
    assert "November 18, 2026, 12:00 pm" in page
    assert 'href="http://127.0.0.1:8000/es/eventos/x/"' in page
    assert f'src="/mailbox/{name}/" sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_mailbox_speaks_the_browsers_language(client, send, language):
    send("Hola")
    page = client.get("/mailbox/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}">' in page


def test_mailbox_is_empty_before_the_first_mail(client, demo):
    page = client.get("/mailbox/", headers={"Accept-Language": "en"})
    assert (page.status_code, page.context["mails"]) == (200, [])
    assert "No mail yet" in page.content.decode()


def test_mail_html_stands_in_a_frame_that_can_do_nothing_but_style(client, send):
    response = client.get(f"/mailbox/{send('Hola')}/")
    policy = {part.split()[0]: part.split()[1:] for part in response["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank"><style>' in response.content.decode()


def test_page_around_the_frame_keeps_the_strict_policy(client, send):
    send("Hola")
    assert "unsafe-inline" not in client.get("/mailbox/")["Content-Security-Policy"]


def test_mail_without_html_has_no_frame(client, send):
    name = send("Plain", html="")
    assert "<iframe" not in client.get("/mailbox/").content.decode()
    assert client.get(f"/mailbox/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["20260101T000000000000-000000-abcdef", "secret-key", "x" * 300])
def test_name_of_no_mail_is_not_found(client, send, name):
    send("Hola")
    assert client.get(f"/mailbox/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["../secret", "..", "a/b", "", "\x00", "20260101T000000000000-000000-abcdef\n"])
def test_no_name_leads_out_of_the_folder(demo, send, tmp_path, path):
    send("Hola")
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    assert mailbox.get(path) is None


@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
@pytest.mark.parametrize(
    "stranger",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "unix:"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "::1", "HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_mailbox_does_not_exist_for_another_machine(client, send, staff, method, stranger):
    name = send("Hola")
    client.force_login(staff)
    for url in (reverse("mailbox"), reverse("mail_html", args=[name])):
        assert getattr(client, method)(url, **stranger).status_code == 404


@pytest.mark.parametrize("signed_in", [True, False])
def test_mailbox_does_not_exist_outside_debug(client, send, staff, demo, signed_in):
    name = send("Hola")
    demo.DEBUG = False
    if signed_in:
        client.force_login(staff)
    for url in (reverse("mailbox"), reverse("mail_html", args=[name])):
        assert client.get(url, secure=True).status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.8.8.8"])
def test_mailbox_is_open_on_this_machine_without_cookie(client, send, address):
    send("Hola")
    response = client.get("/mailbox/", REMOTE_ADDR=address)
    assert (response.status_code, len(response.cookies)) == (200, 0)


def test_mailbox_refuses_to_change_anything(client, demo):
    assert client.post("/mailbox/").status_code == 405


def test_mailbox_reads_no_more_than_the_newest_hundred(client, send, monkeypatch):
    monkeypatch.setattr(mailbox, "SHOWN", 2)
    for number in range(3):
        send(str(number))
    assert [mail.subject for mail in mailbox.newest()] == ["2", "1"]


def test_half_written_mail_is_not_shown(client, send, demo):
    name = send("Whole")
    folder = mailbox.folder()
    (folder / f".{name}.part").write_bytes(b"Subject: half")
    assert [mail.subject for mail in mailbox.newest()] == ["Whole"]
    assert folder.stat().st_mode & 0o077 == 0  # it holds sign-in codes
