"""The pictures that other sites show of a shared page: static/img/card-en.png and card-es.png, from our own drawings.

Usage: python -m scripts.cards

Nobody is in them. They are committed, since a browser never loads them and set-up has no browser. Run it again when the
wing or the words change.
"""

import io
import sys
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from ilp_portal.fonts import build_fonts
from ilp_portal.wing import WING
from scripts.chromium import FLAGS
from scripts.run_tests import chromium
from scripts.services import Missing

PLACE = Path(__file__).resolve().parent.parent / "static" / "img"
SIZE = {"width": 1200, "height": 630}  # pixels; the shape that every site shows whole
COLOURS = 48  # enough for flat colours and soft edges; a quarter of the bytes
WORDS = {
    "en": ("Immigration and Labor Project", "Side by side with immigrant workers, tenants and neighbors"),
    "es": ("Proyecto de Inmigración y Trabajo", "Junto a inmigrantes en el trabajo, la vivienda y el barrio"),
}
PAGE = """<!doctype html><html lang="{language}"><style>
@font-face {{ font-family: B; font-weight: 100 900; src: url(data:font/woff2;base64,{font}); }}
body {{ margin: 0; background: #f47b20; color: #211522; font-family: B; }}
svg {{ position: absolute; inset: 0; width: 1200px; height: 630px; }}
.w-ink {{ fill: #1f1420; }} .w-dot {{ fill: #f7f2e8; }}
div {{ position: absolute; left: 64px; top: 64px; width: 600px; }}
h1 {{ margin: 0; font-size: 68px; font-weight: 850; line-height: 1.05; letter-spacing: -.018em; text-wrap: balance; }}
p {{ margin: 28px 0 0; font-size: 31px; font-weight: 600; line-height: 1.25; text-wrap: balance; max-width: 540px; }}
</style><body>{wing}<div><h1>{name}</h1><p>{text}</p></div></body></html>"""


def main() -> int:
    try:
        program = chromium()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_fonts(Path(folder))
        font = b64encode((Path(folder) / "bitter.woff2").read_bytes()).decode()
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for language, (name, text) in WORDS.items():
            page = browser.new_page(viewport=SIZE)
            page.set_content(PAGE.format(language=language, font=font, wing=WING, name=name, text=text))
            page.evaluate("document.fonts.ready")
            write(page.screenshot(), PLACE / f"card-{language}.png")
        browser.close()
    return 0


def write(picture: bytes, to: Path) -> None:
    with Image.open(io.BytesIO(picture)) as drawn:
        drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)
    print(f"{to.name}: {to.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    sys.exit(main())
