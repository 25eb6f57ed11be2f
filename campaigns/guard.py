"""Looks over what a coordinator writes about hours: nothing in it may say whom the project accompanied.

It warns and never blocks: a coordinator knows better than a pattern. Numbers and addresses are found by
coordinators/particulars.py; here are the words of a case, in English and Spanish, and a name after a verb that says
that somebody was accompanied. Words that a workshop or a rally has as well stand alone without a warning.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from coordinators.particulars import Found
from coordinators.particulars import find as find_particulars

A_CASE, A_NAME = _("words about one person's case"), _("the name of a person you accompanied")

# who a case is of; "of" a group, a bill or a building is none
_HIS = r"(?:his|her|their)"
_ONE = (
    r"(?:(?:an?|one|the|our|my)\s(?:\w+\s)?(?:client|woman|man|mother|father|mom|dad|mam[aá]|girl|boy|child|kid|son|"
    r"daughter|family|neighbor|tenant|worker|lady|guy|person|asylum\sseeker)\b)"
)
_UNA = (
    r"(?:(?:una?|la|el|mi|nuestr[oa])\s(?:client[ea]|mujer|hombre|madre|padre|mam[aá]|pap[aá]|ni[ñn][oa]|hij[oa]|"
    r"familia|vecin[oa]|inquilin[oa]|trabajador[ae]?|se[ñn]ora?|persona|compa[ñn]er[oa])\b)"
)
_EVENT = r"(?:hearing|interview|appointment|court\sdate|check-?in)\b"
_MATTER = (
    r"(?:asylum|immigration|deportation|removal|bond|merits|master(?:\scalendar)?|individual|credible\sfear|"
    r"biometrics?|uscis|ice|detention)"
)
_ASUNTO = (
    r"(?:asilo|inmigraci[oó]n|migraci[oó]n|deportaci[oó]n|fianza|miedo\scre[ií]ble|corte|ice|uscis|biom[eé]tric[oa]s?)"
)
_PAPER = (
    r"(?:green\scard|work\spermit|visa|daca|tps|ead|asylum|i-?\d{3}[a-z]?|n-?400|g-?28|affidavit|passport|papers|"
    r"immigration\s(?:papers|forms?|file|case|status))"
)
_PAPEL = (
    r"(?:permiso\sde\strabajo|residencia|visa|daca|tps|asilo|i-?\d{3}[a-z]?|n-?400|pasaporte|papeles|partida\sde\s"
    r"nacimiento|estatus(?:\smigratorio)?|expediente|caso)"
)
CASE_WORDS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MATTER}\s{_EVENT}",  # asylum hearing, ICE check-in
        rf"\bcourt\s(?:date|appointment|hearing)\s(?:of|for|with)\b|\b{_HIS}\s(?:{_MATTER}\s)?(?:court\sdate|{_EVENT})",
        rf"\b(?:{_EVENT[:-2]}|case|trial|check-?in|{_PAPER})\s(?:of|for|with)\s(?:{_ONE}|{_HIS}\s)",
        rf"\b{_HIS}\s(?:\w+\s)?(?:{_PAPER}|asylum|deportation|(?:immigration\s|asylum\s)?case\b|status\b)",
        r"\b(?:deportation\sorder|order\sof\s(?:removal|deportation)|removal\sproceedings?|notice\sto\sappear)\b",
        r"\b(?:credible|reasonable)\sfear\b|\bimmigration\sjudge\b|\b(?:was|is|got)\sdetained\b",
        rf"\b(?:cita|audiencia|entrevista|fecha)\s(?:de|en|con|para)\s(?:la\s|el\s|su\s)?{_ASUNTO}\b",
        rf"\b(?:caso|solicitud|proceso|orden)\sde\s(?:asilo|deportaci[oó]n)\s(?:de|para)\s(?:{_UNA}|su\b)",
        rf"\b(?:{_PAPEL}|cita|audiencia|entrevista)\s(?:de|para|con)\s{_UNA}",
        r"\bsus?\s(?:papeles|estatus|caso|audiencia|asilo|deportaci[oó]n|permiso\sde\strabajo|cita\s(?:de|en|con))\b",
        r"\b(?:orden\sde\s(?:deportaci[oó]n|expulsi[oó]n)|aviso\sde\scomparecencia|jue(?:z|za)\sde\sinmigraci[oó]n)\b",
        r"\bmiedo\scre[ií]ble\b|\b(?:fue|est[aá]|qued[oó])\sdetenid[oa]\b",
    )
]
# a group, an organization or a place that stands where a name would
NO_PERSON = (
    r"(?!(?:Sanctuary|Georgetown|Students?|Members?|Tenants?|Workers?|Neighbors?|Families|Casa|Many|Legal|Central|"
    r"Kalmanovitz|Congress|Council|Church|Iglesia|Inquilin|Trabajador|Jornaler|Vecin|Familia|Miembr|Estudiant|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\w*)"
)
NAME = rf"{NO_PERSON}[A-ZÁÉÍÓÚÑ][a-záéíóúñü]+"
NAMES = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:accompan(?:ied|y|ying))\s(?i:mrs?\.?\s|ms\.?\s)?{NAME}",
        rf"\b(?i:acompa[ñn](?:[eé]|amos|[oó]|ar|ando|aba)\sa)\s(?i:(?:la|el)\s)?(?i:se[ñn]ora?\s|sra?\.\s|do[ñn]a?\s)?{NAME}",
        rf"\b(?i:hearing|interview|court\sdate|asylum|case|check-?in)\s(?i:of|for)\s{NAME}(?!\s+(?:Street|Bill|Act|Terrace))",
        rf"\b{NAME}(?:'s|’s)\s(?i:(?:asylum\s|immigration\s|court\s)?(?:hearing|case|interview|court\sdate|papers|asylum))\b",
        rf"\b(?i:audiencia|entrevista|caso|cita|papeles|asilo)\s(?i:de|con|para)\s(?i:do[ñn]a?\s|sra?\.\s)?{NAME}",
        rf"\b(?i:mrs|mr|ms|sra|sr|srta)\.?\s{NAME}|\b(?i:se[ñn]ora?)\s{NAME}|\b(?i:do[ñn]a)\s{NAME}",
    )
]


def find(text: str) -> Iterator[Found]:
    """What in the text may say who was accompanied, at most once of each kind."""
    yield from find_particulars(text)
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))
    for patterns, looks_like in ((NAMES, A_NAME), (CASE_WORDS, A_CASE)):
        matches = (pattern.search(plain) for pattern in patterns)
        if match := next(filter(None, matches), None):
            yield Found(match[0].strip(), looks_like)
