"""Details of people are found in a text; what belongs to a history is not taken for one."""

import pytest

from coordinators import particulars

NUMBER, EMAIL, PHONE, ADDRESS, BIRTH = (
    "an official number of a person",
    "an email address",
    "a phone number",
    "a street address",
    "a date of birth",
)


@pytest.mark.parametrize(
    ("text", "looks_like"),
    [
        ("Her number was A123456789", NUMBER),
        ("A-123-456-789", NUMBER),
        ("a# 12345678", NUMBER),
        ("A 123 456 789.", NUMBER),
        ("SSN 123-45-6789", NUMBER),
        ("A-number: 123-456-789", NUMBER),
        ("receipt MSC2190012345", NUMBER),
        ("EAC-21-900-12345", NUMBER),
        ("Case No. 2019 LTB 012345", NUMBER),
        ("caso núm. LTB-12345", NUMBER),
        ("su número de expediente 12345", NUMBER),
        ("passport G12345678", NUMBER),
        ("su pasaporte es el AB1234567, DUI: 0123 4567", NUMBER),
        ("AAAA990101HDFXXX09", NUMBER),
        ("somebody at mail dot com", EMAIL),
        ("alguien [arroba] correo [punto] org", EMAIL),
        ("2 0 2 5 5 5 0 1 2 3", PHONE),
        ("1434 holmead place nw", ADDRESS),
        ("born on March 3, 1999", BIRTH),
        ("nacida el 3 de abril de 1999", BIRTH),
        ("DOB: 03/04/1999", BIRTH),
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
        "The project was born on September 3, 2010; el proyecto nació en 2010. Born in 1999, she led it.",
        "In that case 10000 people signed; $100 000 000 for 100 000 000 hours, and in one case 2019-2020 passed.",
        "We met at 7 dot by dot, at noon; look at georgetown, a house number no one knows",
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
