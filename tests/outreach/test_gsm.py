"""How many parts a text takes; the alphabet is that of 3GPP TS 23.038."""

import pytest

from outreach import gsm
from outreach.gsm import Size


@pytest.mark.parametrize("letter", "éñÑüÜÉ¿¡àèìòùÄÖäößÇ£¥§@_")
def test_letters_of_gsm(letter):
    assert gsm.size(letter) == Size("GSM-7", 1, 1)


@pytest.mark.parametrize("letter", "áíóúÁÍÓÚç’“”–…«»ºª`")
def test_letters_that_make_the_whole_text_ucs(letter):
    assert gsm.size(f"Reminder {letter}") == Size("UCS-2", 10, 1)


@pytest.mark.parametrize("sign", "^{}\\[~]|€")
def test_signs_of_the_extension_take_two(sign):
    assert gsm.size(sign) == Size("GSM-7", 2, 1)


def test_alphabet_has_the_size_of_the_standard():
    assert (len(gsm.BASIC), len(gsm.EXTENSION)) == (127, 10)  # of 128 places one is the escape


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("n" * 160, 1),
        ("n" * 161, 2),
        ("n" * 306, 2),
        ("n" * 307, 3),
        ("€" * 80, 1),
        ("n" * 159 + "€", 2),
        ("n" * 152 + "€" + "n" * 152, 3),  # the pair is not cut: the first part stays one short, the second is full
        ("n" * 152 + "€" + "n" * 151, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("🦋" * 35, 1),
        ("🦋" * 36, 2),
        ("🦋" * 66, 2),
        ("🦋" * 67, 3),  # 33 of them fill a part, one unit is left over
    ],
)
def test_parts_are_counted_as_phones_cut_them(text, parts):
    assert gsm.size(text).parts == parts
