"""Details of people are found in a text; what belongs to a history is not taken for one."""

import pytest

from coordinators import particulars

NUMBER, EMAIL, PHONE, ADDRESS = (
    "an official number of a person",
    "an email address",
    "a phone number",
    "a street address",
)


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("Her number was A123456789", NUMBER),
        ("A-123-456-789", NUMBER),
        ("a# 12345678", NUMBER),
        ("A 123 456 789.", NUMBER),
        ("SSN 123-45-6789", NUMBER),
        ("Write to somebody@school.example", EMAIL),
        ("somebody(at)school.example", EMAIL),
        ("alguien [arroba] escuela.example", EMAIL),
        ("Call 202-555-0123", PHONE),
        ("Call (202) 555 0123 at noon", PHONE),
        ("2025550123", PHONE),
        ("+1.202.555.0123", PHONE),
        ("+503 7123 4567", PHONE),
        ("7123-4567", PHONE),
        ("555-0123", PHONE),
        ("202‑555‑0123", PHONE),
        ("２０２-５５５-０１２３", PHONE),
        ("202\u200b-555-0123", PHONE),
        ("She lived at 1434 Irving Street NW", ADDRESS),
        ("1434 irving st nw", ADDRESS),
        ("3500 14th St", ADDRESS),
        ("2015 14th Street", ADDRESS),
        ("Met at 3215 Holmead Place", ADDRESS),
        ("1320 N. Capitol Ct", ADDRESS),
        ("vive en la calle Irving 1434", ADDRESS),
        ("Avenida Georgia # 3000", ADDRESS),
        ("en el apartamento 12", ADDRESS),
        ("Apt. 4B", ADDRESS),
        ("Washington, DC 20010", ADDRESS),
    ],
)
def test_detail_of_a_person_is_found(text, looks_like):
    assert [str(found.looks_like) for found in particulars.find(text)][:1] == [looks_like]


@pytest.mark.parametrize(
    "text",
    [
        "I coordinated in 2017-2018 and 2018-19.",
        "From 2010 2011 on, the corner program ran.",
        "Between 2017 – 2018 there were 40 apartments and $2,500,000 for the grant.",
        "In 2015 Holmead Place tenants went on strike, and so did others.",
        "En 2016 Irving Street cambió; la huelga empezó en la calle.",
        "A 2019 call named two people. A 12 of them came.",
        "In March 2019 students marched down 14th Street.",
        "See https://thehoya.example/2016/10/14/story and https://school.example/dle/page-2501",
        "Ward 1, Building 2, 3 people on the way to court",
        "We met 40 day laborers at two corners on Georgia Avenue and 100 people in the street",
        "12 of us found a way; 300 students took the road less traveled by bus",
        "18 de marzo de 2019, 1:00 p. m.",
        "🦋 ñandú " + "a" * 1900,
    ],
)
def test_what_belongs_to_a_history_is_let_through(text):
    assert list(particulars.find(text)) == []


def test_one_text_says_all_that_is_wrong_and_quotes_it():
    found = particulars.find("Ask 202-555-0123 or x@y.example")
    assert [(one.words, str(one.looks_like)) for one in found] == [("x@y.example", EMAIL), ("202-555-0123", PHONE)]


@pytest.mark.parametrize("sign", ["1", "a ", "1 ", "@", "A", "(at)", "1 a ", "٣", "-", "\n"])
def test_no_text_makes_it_slow(sign):
    """2,000 characters of one kind, which is all the form lets in, and ten times that."""
    list(particulars.find(sign * (20_000 // len(sign))))
