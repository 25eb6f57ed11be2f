"""One style sheet for the browser out of the short ones that are written (docs/adr/0005-one-style-sheet.md).

A static files finder: it joins static/css/*.css whenever somebody asks for css/portal.css, so an edit shows at the next
reload, collectstatic hashes and compresses the result like any other file, and there is no step to forget.
"""

import os
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

TARGET = "css/portal.css"
REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
# tokens.css names the layers
SOURCES = (
    "tokens",
    "base",
    "layout",
    "components",
    "record",
    "pages",
    "history",
    "search",
    "events",
    "app",
    "desk",
    "print",
)


def without_remarks(sheet: str) -> str:
    """The rules alone, each line from its first letter: a fifth less for whoever comes the first time."""
    lines = REMARK.sub("", sheet).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def join_sheets(folder: Path, target: Path) -> Path:
    """Write the sheets of `folder`, in their order, into `target`; an unchanged file keeps its date for the caches."""
    text = "\n".join(without_remarks((folder / f"{name}.css").read_text("utf-8")) for name in SOURCES)
    if not target.exists() or target.read_text("utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_text(text, "utf-8")
        draft.replace(target)  # in one step: no page is ever served half a sheet
    return target


class SheetFinder(BaseFinder):
    """Finds css/portal.css and nothing else."""

    def check(self, **kwargs) -> list:
        return []

    def find(self, path, find_all=False):
        found = [str(self._joined())] if path == TARGET else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns):
        self._joined()
        yield TARGET, FileSystemStorage(location=settings.VAR_DIR / "sheets")

    @staticmethod
    def _joined() -> Path:
        return join_sheets(settings.BASE_DIR / "static" / "css", settings.VAR_DIR / "sheets" / TARGET)
