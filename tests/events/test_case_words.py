"""Notes of shifts: what may say who is accompanied is refused in both languages, what a volunteer needs passes."""

import pytest
from django.core.exceptions import ValidationError

from events import case_words
from events.models import Shift
from events.models.shift import validate_no_case

TELLING = [
    "Accompany Rosa to the second floor",
    "Meet Ana at the gate",
    "Pick up Mrs. Lopez",
    "Walk with Carlos",
    "A 123 456 789",
    "a123456789",
    "A-number in the folder",
    "Call 202-555-0143",
    "write to neighbor@tests.example",
    "3100 Mount Pleasant Street NW",
    "case no. 12-345",
    "his case is on floor 2",
    "asylum interview",
    "mother with two children",
    "he is undocumented",
    "the client waits outside",
    "she was detained",
    "work permit",
    "she is 34 years old",
    "Acompañe a Rosa",
    "Lleve a doña Rosa al piso 2",
    "Recoja a Luis",
    "Vaya con Marta",
    "Encuéntrese con la señora Pérez",
    "Caso núm. 44-1",
    "expediente en la carpeta",
    "su caso está en el piso 2",
    "audiencia de asilo",
    "madre con dos hijos",
    "Calle Ocho 14",
    "llame al 202 555 0143",
    "tiene 34 años",
    "sin papeles",
    "número A en la carpeta",
    "clienta de la iglesia",
    "permiso de trabajo",
    "está detenido",
]
HARMLESS = [
    "",
    "Meet by the fountain, green vest",
    "Bring water and your ID",
    "Be there 15 minutes early",
    "Phones off inside the building",
    "Second floor, room 202",
    "Metro: Judiciary Square",
    "Meet Sanctuary volunteers at the door",
    "Meet at Union Station",
    "In case of rain meet inside",
    "Bring a book, we may wait two hours",
    "Interpretation into Spanish needed",
    "Wait for Team B",
    "Immigration court, main entrance",
    "Take the Metro to Archives",
    "Hearing starts at 9:30",
    "Encuentro en la fuente, chaleco verde",
    "Lleve agua e identificación",
    "Llegue 15 minutos antes",
    "Apague el teléfono dentro del edificio",
    "Segundo piso, sala 202",
    "En caso de lluvia, adentro",
    "Vaya con calma",
    "Puede tardar dos horas",
    "La corte abre a las 8",
    "Espere a Equipo B",
    "Se necesita interpretación al español",
    "Pregunte en la entrada por quien coordina",
]


@pytest.mark.parametrize("note", TELLING)
def test_note_that_may_tell_who_is_accompanied_is_refused(note):
    with pytest.raises(ValidationError) as refused:
        validate_no_case(note)
    assert "Nothing here may say who is accompanied." in refused.value.messages[0]


@pytest.mark.parametrize("note", HARMLESS)
def test_harmless_note_passes(note):
    validate_no_case(note)


def test_meeting_point_may_be_an_address_and_nothing_else():
    assert list(case_words.find("333 Constitution Avenue NW, by the fountain", address=False)) == []
    found = [next(case_words.find(text, address=False)).words for text in ("Ask for the client", "At 202-555-0143")]
    assert found == ["client", "202-555-0143"]


def test_hidden_signs_and_other_spaces_do_not_help():
    for note in ("A\u200b123\u00a0456\u00a0789", "his\u2003case", "Ａｓｙｌｕｍ", "acompañe  a\tRosa"):
        assert next(case_words.find(note), None) is not None, note


def test_no_column_of_a_shift_is_for_a_person():
    names = {field.name for field in Shift._meta.get_fields()}
    roles = {"role", "role_en", "role_es", "starts_at", "ends_at", "capacity", "language", "training"}
    assert names == roles | {"id", "event", "meeting_point", "note", "places"}
