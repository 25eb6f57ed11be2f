"""Words of a note about a shift that may say who is accompanied. Such a note is refused, not only warned about.

The lists of coordinators/particulars.py and campaigns/guard.py, and what stands in notes of this kind: a name after a
verb of going along, and the bare words of a case. It catches what is written in good faith; it is no wall.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from campaigns import guard
from coordinators import particulars
from coordinators.particulars import Found

A_PERSON = _("a word about the person or the case")

# streets, stations, groups and weekdays that stand where a name would
_NO_NAME = (
    r"(?!(?:Metro|Union|Judiciary|Archives|Gallery|Team|Group|Staff|Ward|Room|Court|Immigration|ICE|USCIS|Spanish|"
    r"English|Equipo|Grupo|Personal|Sala|Corte|Inmigración|Washington|Arlington|Columbia)\b)"
)
_NAME = guard.NAME.replace(guard.NO_PERSON, guard.NO_PERSON + _NO_NAME)
_TITLE = r"(?i:(?:mrs|mr|ms|miss|do[ñn]a|don|sra?|srta)\.?\s|(?:la|el)\s(?:se[ñn]ora?|joven)\s)?"
_GO = (
    r"(?:accompan(?:y|ies|ied|ying)|escort(?:s|ing)?|meet(?:s|ing)?|support(?:s|ing)?|driv(?:e|es|ing)|"
    r"pick(?:s|ing)?\sup|wait(?:s|ing)?\sfor|(?:walk|go|ride|sit|stay|wait|travel)(?:s|ing)?\swith|"
    r"(?:bring|take)(?:s|ing)?)"
)
_IR = (
    r"(?:acompa[ñn]\w*|recoj\w*|recog\w*|llev\w*|apoy\w*|esper\w*|encuentr\w*|busc\w*)\sa|"
    r"(?:camin\w*|v[ae]y[ae]n?|ir|viaj\w*|qu[eé]de(?:n)?se|si[eé]nte(?:n)?se|esper\w*|encu[eé]ntre(?:n)?se)\scon"
)
NAMES = [re.compile(rf"\b(?i:{_GO})\s{_TITLE}{_NAME}"), re.compile(rf"\b(?i:{_IR})\s{_TITLE}{_NAME}")]
WORDS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:asylum|asilo|asilad[oa]s?|deport\w+|detain\w*|detention|detenid[oa]s?|detenci[oó]n|removal)\b",
        r"\b(?:un)?documented\b|\bindocumentad[oa]s?\b|\bsin\spapeles\b|\b(?:her|his|their|sus)\s(?:papers|papeles)\b",
        r"\b(?:green\scard|work\spermit|permiso\sde\strabajo|visas?|refugees?|refugiad[oa]s?|daca|tps)\b",
        r"\b(?:immigration|migratory|migration|legal)\sstatus\b|\best(?:atus|ado)\s(?:migratori|legal)\w*",
        r"\b(?:clients?|client[ea]s|clienta)\b|\b(?:docket|expediente)s?\b",
        r"(?<!\bin )(?<!\bthe )\bcases?\b(?!\sof\s(?:rain|need|doubt))|(?<!\ben )(?<!\btodo )\bcasos?\b",
        r"\bA-?\s?(?:numbers?|n[uú]meros?)\b|\bn[uú]mero\s(?:de\s)?A\b|\bi-?(?:589|485|130|765|821)\b",
        r"\b(?:years?|months?)\sold\b|\b(?:de|tiene)\s\d{1,2}\s(?:a[ñn]os|meses)\b",
        r"\b(?:mother|father|woman|man|girl|boy|family|couple)\s(?:of|with|from)\s|\bpregnant\b|\bembarazada\b",
        r"\b(?:madre|padre|mujer|hombre|ni[ñn][oa]|familia|pareja)\s(?:de|con)\s",
    )
]


def find(text: str, *, address: bool = True) -> Iterator[Found]:
    """What in the text may tell it, the worst first. Without `address` the place where people meet may be one."""
    for found in guard.find(text):
        if address or found.looks_like != particulars.AN_ADDRESS:
            yield found
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))
    for patterns, looks_like in ((NAMES, guard.A_NAME), (WORDS, A_PERSON)):
        if match := next(filter(None, (pattern.search(plain) for pattern in patterns)), None):
            yield Found(match[0].strip(), looks_like)
