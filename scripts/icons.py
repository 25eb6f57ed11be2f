"""The pictures of the page as an app: static/img/app-192.png, app-512.png and app-mask.png, from our own butterfly.

Usage: python -m scripts.icons

They are committed, since a browser loads them only when the page is installed and set-up has no browser. The drawing is
that of static/img/favicon.svg. In app-mask.png it stands inside the circle that every phone leaves whole.
"""

import sys

from playwright.sync_api import sync_playwright

from ilp_portal.art import DRAWINGS
from scripts.cards import PLACE, write
from scripts.chromium import FLAGS
from scripts.run_tests import chromium
from scripts.services import Missing

SIZES = {"app-192": (192, 0.94), "app-512": (512, 0.94), "app-mask": (512, 0.68)}  # pixels, and the share of the width
PAGE = """<!doctype html><style>
body {{ margin: 0; height: 100vh; display: grid; place-content: center; background: #f47b20; }}
svg {{ width: {width}px; }}
.w-ink {{ fill: #1f1420; }} .w-or {{ fill: #fbfcf6; }}
</style><body><svg viewBox="{mark.view_box}">{mark.shapes}</svg></body>"""


def main() -> int:
    try:
        program = chromium()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for name, (size, share) in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(width=round(size * share), mark=DRAWINGS["mark"]))
            write(page.screenshot(), PLACE / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
