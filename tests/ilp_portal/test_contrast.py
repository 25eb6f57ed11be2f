"""The contrast table of the design, recomputed from the style sheets by the formula of WCAG 2.2."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static/css"
LEAST = 4.5  # text of any size, WCAG 2.2 criterion 1.4.3
LIGHT, DARK = 0, 1

# token of the text, token behind it, designed contrast in the light and in the dark scheme
PAIRS = (
    ("--ink", "--ground", 15.4, 16.4),
    ("--ink-2", "--ground", 7.3, 10.1),
    ("--on-fill", "--monarch", 6.4, 8.0),
    ("--monarch-d", "--ground", 5.4, 10.3),
    ("--jade", "--ground", 5.7, 11.1),
    ("--on-fill", "--gold", 9.9, 11.5),
    ("--rosa", "--ground", 6.0, 8.6),
    ("--on-wing", "--wing", 16.0, 17.9),
    ("--on-hero", "--hero", 6.4, 7.0),
)
HUES = {"": 6.4, ".rosa": 6.9, ".jade": 6.5, ".gold": 9.9, ".violet": 8.3, ".sky": 6.6}
# what else stands on what: cards, notes, the strip of the demo, the heat map
OTHER_TEXT = (
    *((ink, "--paper") for ink in ("--ink", "--ink-2", "--monarch-d", "--jade", "--rosa")),
    *((ink, tint) for ink in ("--ink", "--ink-2") for tint in ("--jade-t", "--gold-t", "--rosa-t", "--monarch-t")),
    *(("--ink", f"--h{step}") for step in range(4)),
    ("--on-fill", "--h4"),
)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def tokens(block: str) -> dict[str, str]:
    """The custom properties of a block that are colours, short hex written out."""
    found = re.findall(r"(--[\w-]+):\s*#([0-9a-f]{6}|[0-9a-f]{3})\b", block)
    return {name: "#" + (value if len(value) == 6 else "".join(2 * digit for digit in value)) for name, value in found}


@pytest.fixture(scope="module")
def schemes() -> tuple[dict[str, str], dict[str, str]]:
    light, dark = (CSS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return tokens(light), tokens(light) | tokens(dark)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_contrast_is_the_designed_one(schemes, pair, scheme):
    measured = contrast(schemes[scheme][pair[0]], schemes[scheme][pair[1]])
    assert measured == pytest.approx(pair[2 + scheme], abs=0.1)
    assert measured >= LEAST


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_every_other_text_is_readable(schemes, scheme):
    measured = {(ink, ground): contrast(schemes[scheme][ink], schemes[scheme][ground]) for ink, ground in OTHER_TEXT}
    assert {pair: value for pair, value in measured.items() if value < LEAST} == {}


@pytest.mark.parametrize("hue", HUES)
def test_title_band_keeps_its_contrast_in_both_schemes(hue):
    sheet = (CSS / "components.css").read_text()
    plain = tokens(re.search(r"\.hue \{(.*?)\}", sheet, re.S)[1])
    band = plain | (tokens(re.search(rf"\.hue\{hue} \{{(.*?)\}}", sheet)[1]) if hue else {})
    assert contrast(band["--on-hue"], band["--hue"]) == pytest.approx(HUES[hue], abs=0.1)


def test_tags_on_a_band_wear_its_ink_after_every_colour_of_their_own():
    sheet = (CSS / "components.css").read_text()
    on_band = sheet.index(".hue .tag")
    assert "color: inherit" in sheet[on_band : sheet.index("}", on_band)]
    assert on_band > max(sheet.index(f".tag.{kind}") for kind in ("ok", "warn", "bad", "demo"))
