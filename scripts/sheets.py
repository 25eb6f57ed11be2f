"""Spreadsheets for the tests of the import, written by LibreOffice in English and in Spanish: tests/campaigns/sheets.

Usage: python -m scripts.sheets

The same days, times and words are typed once; how they look in a file is LibreOffice's doing: the order of day and
month, the decimal sign, a length of time as a time of the day. The tests read what is committed and need none of this.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "tests" / "campaigns" / "sheets"
PATIENCE = 240  # seconds for one file
UTF_8, WINDOWS_1252 = 76, 1  # as LibreOffice numbers them
COMMA, SEMICOLON, TAB, QUOTE = 44, 59, 9, 34
ENGLISH, SPANISH = 1033, 3082  # languages as LibreOffice numbers them; Spanish of Spain: 1,5 and 16/11/2026
TYPED = {  # locale, language, and what a person types: an hour and a half in figures, as a length, in words
    "en": (
        "en-US",
        ENGLISH,
        """Date\tHours\tCampaign\tActivity\tNote
11/16/2026\t1.5\tKnow your rights\tMeeting\tWith tenants, on “renewal”
11/03/2026\t1:30\tKnow your rights\tResearch\t
10/05/2026\t90 min\tKnow your rights\tOutreach\tCalled neighbors
11/17/2026\t2\tKnow your rights\tMeeting\t=1+1
""",
    ),
    "es": (
        "es-ES",
        SPANISH,
        """Fecha\tHoras\tCampaña\tActividad\tNota
16/11/2026\t1,5\tConozca sus derechos\tReunión\tCon inquilinas; «renovación»
03/11/2026\t1:30\tConozca sus derechos\tInvestigación\t
05/10/2026\t90 min\tConozca sus derechos\tDifusión\tLlamé al vecindario
17/11/2026\t2\tConozca sus derechos\tReunión\t=1+1
""",
    ),
}
FILES = {  # name without language: (kind, filter of LibreOffice)
    "comma.csv": ("csv", f"Text - txt - csv (StarCalc):{COMMA},{QUOTE},{UTF_8},1"),
    "semicolon-1252.csv": ("csv", f"Text - txt - csv (StarCalc):{SEMICOLON},{QUOTE},{WINDOWS_1252},1"),
    "tab.csv": ("csv", f"Text - txt - csv (StarCalc):{TAB},{QUOTE},{UTF_8},1"),
    "book.xlsx": ("xlsx", "Calc MS Excel 2007 XML"),
}
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item></oor:items>"""


def main() -> int:
    program = shutil.which("soffice")
    if program is None:
        print("This needs LibreOffice Calc (Debian: libreoffice-calc, libreoffice-l10n-es).", file=sys.stderr)
        return 1
    PLACE.mkdir(parents=True, exist_ok=True)
    for name, (locale, number, typed) in TYPED.items():
        with tempfile.TemporaryDirectory(prefix="ilp-sheets-") as folder:
            write(program, Path(folder), name, locale=locale, number=number, typed=typed)
    return 0


def write(program: str, folder: Path, language: str, *, locale: str, number: int, typed: str) -> None:
    """Every kind of file in one language, by a LibreOffice with a profile of its own."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE.format(locale=locale), "utf-8")
    origin = folder / "typed.txt"
    origin.write_text(typed, "utf-8")
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile.parent.as_uri()}"]
    options += [f"--infilter=Text - txt - csv (StarCalc):{TAB},{QUOTE},{UTF_8},1,,{number},false,true"]
    for name, (kind, filters) in FILES.items():
        wanted = ["--convert-to", f"{kind}:{filters}", "--outdir", str(folder), str(origin)]
        subprocess.run([program, *options, *wanted], check=True, timeout=PATIENCE, capture_output=True)
        target = PLACE / f"libreoffice-{language}-{name}"
        shutil.move(folder / f"typed.{kind}", target)
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
