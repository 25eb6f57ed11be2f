"""QR codes as drawings for a page: one path, no style of its own, black on white in every scheme."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET = 4  # modules of white around the code (ISO/IEC 18004)


def drawing(text: str) -> SafeString:
    """An SVG of the code. Hidden from screen readers: what it says has to stand beside it in words or letters."""
    modules = _modules(text)
    runs = "".join(f"M{x},{y}h{length}v1h-{length}z" for y, row in enumerate(modules) for x, length in _runs(row))
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0,0h{size}v{size}h-{size}z"/><path d="{runs}"/></svg>',
        size=len(modules),
        runs=runs,
    )


def _modules(text: str) -> list[list[bool]]:
    """The rows with their quiet zone; true is black. A seventh of it may be unreadable, as on a cracked screen."""
    import qrcode  # web processes start without

    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    return code.get_matrix()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where black begins in a row, and how far it goes."""
    found: list[tuple[int, int]] = []
    for x, black in enumerate(row):
        if black and x and row[x - 1]:
            found[-1] = found[-1][0], found[-1][1] + 1
        elif black:
            found.append((x, 1))
    return found
