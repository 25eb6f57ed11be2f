"""What loads the demo: only under DEBUG, with passwords that are made once and kept."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.models import Placement
from coordinators.models import User
from events.models import Event
from ilp_portal import demo
from tests.ilp_portal.test_demo import PASSWORDS


def test_demo_without_a_term_still_gives_sign_ins(trying, db, now):
    assert demo.load(now=now, passwords=PASSWORDS) is False
    assert (User.objects.count(), Placement.objects.count(), Event.objects.count()) == (len(demo.ACCOUNTS), 0, 2)


def test_command_refuses_outside_debug(settings, tmp_path, term):
    settings.DEBUG, settings.VAR_DIR = False, tmp_path
    with pytest.raises(CommandError, match="Set DEBUG=1 there"):
        call_command("load_demo")
    assert (User.objects.count(), list(tmp_path.iterdir())) == (0, [])


def test_command_prints_and_keeps_the_passwords(trying, term, frozen):
    printed = []
    for _ in range(2):
        out = StringIO()
        call_command("load_demo", stdout=out)
        printed.append(out.getvalue())
    file = trying.VAR_DIR / "demo-passwords.json"
    passwords = json.loads(file.read_text())
    lines = [f"Sign in as {address}   password {word}\n" for address, word in passwords.items()]
    address = trying.BASE_URL + demo.partner_page(timezone.now())
    assert "/es/organizacion/" in address
    lines.append(f"As the demo partner, without an account: {address}\n")
    assert printed == ["".join(lines)] * 2
    assert list(passwords) == list(demo.ACCOUNTS)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert User.objects.get(email=demo.STAFF).check_password(passwords[demo.STAFF])


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"staff@demo.example": ""}'])
def test_passwords_are_new_when_the_file_is_torn(tmp_path, text):
    file = tmp_path / "demo-passwords.json"
    file.write_text(text)
    passwords = demo.read_passwords(file)
    assert [len(word) for word in passwords.values()] == [19] * len(demo.ACCOUNTS)
    assert demo.read_passwords(file) == passwords
