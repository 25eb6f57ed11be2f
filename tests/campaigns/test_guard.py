"""The guard of notes: what may say who was accompanied is noticed, everyday notes are left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import guard

A_CASE, A_NAME = guard.A_CASE, guard.A_NAME
TOLD = [
    "A 123 456 789 needs a ride",
    "Called 202-555-0143 about the rally",
    "Le llamé al (202) 555 0143",
    "Picked her up at 3100 Mount Pleasant Street NW",
    "Calle Ocho 14, segundo piso",
    "write to neighbor@tests.example",
    "Asylum hearing of a mother of two",
    "asylum hearing of",
    "ICE check-in in Chantilly",
    "went to her court date",
    "Bond hearing, waited two hours",
    "Immigration interview at 9",
    "case of a client from the church",
    "helped with his asylum papers",
    "wrote down her immigration status",
    "Filled in the I-589 for a family",
    "work permit for our neighbor",
    "Notice to appear came by mail",
    "a tenant was detained this week",
    "deportation order read together",
    "cita de corte",
    "Cita en la corte, esperamos dos horas",
    "cita con ICE en Chantilly",
    "audiencia de asilo a las 9",
    "entrevista de miedo creíble",
    "entrevista de asilo",
    "caso de una familia de la iglesia",
    "permiso de trabajo para la señora",
    "sus papeles y su caso",
    "Orden de deportación",
    "un vecino fue detenido",
    "aviso de comparecencia",
]
NAMED = [
    "Accompanied Rosa to the office",
    "acompañé a Rosa a la oficina",
    "Acompañamos a la señora Rosa",
    "Rosa's hearing",
    "hearing of Rosa",
    "audiencia de Rosa",
    "Interpreted for Mrs. Rosa",
    "traduje para doña Rosa",
]
HARMLESS = [
    "",
    "Planning call",
    "Employer research",
    "Flyers ¡todas! 📣",
    "Rally at the ICE office",
    "Court watch training",
    "Court watch, three hearings",
    "DC Council hearing on the rent bill",
    "Testimony for the hearing of the Council",
    "Accompaniment training with Sanctuary DMV",
    "Accompaniment shift, 2 people",
    "Accompanied tenants to the council",
    "Accompanied Sanctuary members",
    "Asylum law reading group",
    "DACA renewal workshop, 12 people",
    "Interpretation at the DACA clinic",
    "Know your rights in Spanish",
    "Case for a rent freeze: slides",
    "Made the case for paid leave",
    "Spring 2026 plan, 2025-2026 report",
    "Meeting 5:30-6:30, room 202",
    "$1,500 for the wage theft campaign",
    "Calls to 35 members",
    "Interview for the bulletin",
    "Interviewed three candidates for coordinator",
    "Vigil in front of the immigration court",
    "Reunión de planificación",
    "Taller de asilo",
    "Clínica de DACA, 12 personas",
    "Conozca sus derechos",
    "Vigilia frente a la corte de inmigración",
    "Audiencia del Concejo sobre la renta",
    "Capacitación de acompañamiento",
    "Acompañamos a inquilinas y vecinos al Concejo",
    "Caso de estudio para el taller",
    "Cita con CARECEN para planear",
    "Investigación de la empresa",
    "Traducción de volantes, 3 páginas",
    "Papeles para el mitin",
]


@pytest.mark.parametrize("text", TOLD)
def test_detail_of_a_case_is_noticed(text):
    assert list(guard.find(text))


@pytest.mark.parametrize("text", NAMED)
def test_name_of_an_accompanied_person_is_noticed(text):
    assert A_NAME in [found.looks_like for found in guard.find(text)]


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_note_is_left_alone(text):
    assert list(guard.find(text)) == []


def test_what_was_noticed_is_named_as_it_was_typed():
    assert list(guard.find("Yesterday: Asylum   hearing, long")) == [("Asylum hearing", A_CASE)]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*TOLD, *NAMED]), st.sampled_from(HARMLESS), st.sampled_from([" ", "; ", "\n"]))
def test_detail_is_noticed_wherever_it_stands(detail, harmless, between):
    assert list(guard.find(f"{harmless}{between}{detail}"))
    assert list(guard.find(f"{detail}{between}{harmless}"))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=500))
def test_any_text_is_looked_over(text):
    assert all(found.words for found in guard.find(text))


def test_long_text_is_looked_over_quickly():
    assert list(guard.find(("accompanied the case of the " * 20)[:500])) == []
