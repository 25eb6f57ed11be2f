"""QR codes as drawings: what a camera reads, and nothing the policy of our pages would refuse."""

import re

import qrcode

from events import qr

TEXT = "https://portal.tests.example/desk/door/12.345.abcdefgh123456789012/"


def test_the_drawing_holds_every_module_of_the_code():
    drawn = qr.drawing(TEXT)
    code = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(TEXT)
    black = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_black in enumerate(row) if is_black}
    path = drawn.partition('<path d="')[2]
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+),(\d+)h(\d+)v1h-\d+z", path)]
    assert {(x + n, y) for x, y, length in runs for n in range(length)} == black


def test_the_drawing_has_no_style_and_no_script_of_its_own():
    drawn = qr.drawing('"><script>')
    assert [word for word in ("style=", "<style", "<script", "href") if word in drawn] == []
    assert drawn.startswith('<svg class="qr" viewBox="0 0 ')
