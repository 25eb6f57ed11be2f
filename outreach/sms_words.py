"""What a reader answers to a text message: stop, start, help, or something else. In English and in Spanish. Pure.

Case, accents, punctuation and politeness do not count: "Stop. Thank you" and "ALTO por favor" stop. Whoever says it in
a sentence is heard too (FCC 24-24 asks for any reasonable words), but not who complains that nothing came ("no me
enviaron la dirección"): a stop would also end the news of a cancellation. The rest is left to people.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum


class Verb(Enum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True)
class Heard:
    """What was meant, and in which language; "" where the words do not tell."""

    verb: Verb
    language: str


WORDS = {
    (Verb.STOP, "en"): "stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, opt out, optout",
    (Verb.STOP, "es"): "alto, parar, pare, paren, baja, cancelar, cancele, cancelen, no mas, basta, detener",
    (Verb.START, "en"): "start, unstop, resume, begin",
    (Verb.START, "es"): "empezar, alta, comenzar, reanudar",
    (Verb.HELP, "en"): "help, info",
    (Verb.HELP, "es"): "ayuda, informacion, auxilio",
}
ASKED_IN_SPANISH = r"(escrib(a|as|an|ais|ir)|(mand|envi|contact|molest)(e|es|en|eis|ar))"  # not: no me enviaron nada
SENTENCES = {
    "en": (
        r"(?<!did you )\b(stop|quit) (texting|messaging|sending|writing|contacting|bothering)\b",
        r"(?<!\bi )(?<!\bwe )(?<!\byou )(?<!\bthey )\b(do not|dont|don t|no longer) (text|message|write|contact)\b",
        r"\b(remove|unsubscribe) me\b",
        r"\bno more (texts|messages)\b",
        r"\bopt (me )?out\b",
    ),
    "es": (
        rf"\bno (me|nos) {ASKED_IN_SPANISH}\b",
        r"\b(deja|deje|dejen|dejad|dejar) de (escribir|mandar|enviar|molestar)",
        r"\b(dar|darme|denme|deme|dame) de baja\b",
        r"\bno (quiero|deseo) (mas (mensajes|textos|avisos|recordatorios)|recibir)\b",
        r"\bno quiero mas$",
        r"\bno mas (mensajes|textos)\b",
    ),
}
POLITE = re.compile(
    r"\b(please|pls|thank you|thanks|thx|por favor|porfavor|porfa|favor|muchas gracias|gracias|hi|hello|hola|ya)\b"
)
LONGEST = 1600  # characters; no provider hands on more
SPANISH = re.compile(r"[áéíóúñü¿¡]|\b(que|quien|cuando|donde|gracias|por favor|hola|si)\b", re.IGNORECASE)


def hear(text: str) -> Heard:
    """What the text says. Never raises."""
    words = plain(text[:LONGEST])
    for (verb, language), known in WORDS.items():
        if words in known.split(", "):
            return Heard(verb, language)
    for language, patterns in SENTENCES.items():
        if any(re.search(pattern, words) for pattern in patterns):
            return Heard(Verb.STOP, language)
    return Heard(Verb.OTHER, "es" if SPANISH.search(text[:LONGEST]) else "")


def plain(text: str) -> str:
    """Lower case letters and digits, single blanks, without accents and politeness."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    kept = " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
    return " ".join(POLITE.sub(" ", kept).split())
