"""The floors, the budgets and the few rules of the tree, read from the files themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ("outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal")  # an app imports lower ones only
TEMPLATES = ROOT / "templates"
MAIL = TEMPLATES / "email"  # mail clients need inline styles; it is the one place that has them
LINES_A_FILE, LINES_A_FUNCTION, LINES_A_VIEW, LINES_A_TEMPLATE, LINES_A_TEST = 300, 30, 25, 130, 25
JOURNEYS = ("test_journey.py", "test_rally.py")
LINES_A_JOURNEY = 45  # one story from its first page to its last; cut in pieces it would prove nothing
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "core", "lib"}


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """(line, first word of the module) of every absolute import, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module.split(".")[0]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function and method, without its decorators and docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            told = doc.end_lineno - doc.lineno + 1 if doc else 0
            yield f"{short(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1 - told


@pytest.mark.parametrize("app", FLOORS)
def test_app_imports_only_floors_below(app):
    above = set(FLOORS[FLOORS.index(app) + 1 :])
    found = [(short(path), line, name) for path in sources(app) for line, name in imports(path)]
    assert [entry for entry in found if entry[2] in above] == []


def test_nothing_of_the_portal_imports_its_tests_or_scripts():
    outside = {"tests", "scripts", "bench"}
    assert [short(path) for path in sources(*FLOORS) for _, name in imports(path) if name in outside] == []


def test_a_forbidden_import_is_found(tmp_path):
    file = tmp_path / "late.py"
    file.write_text("def f():\n    from events import models\n    import campaigns.models as c\n")
    assert sorted(imports(file)) == [(2, "events"), (3, "campaigns")]


def test_files_keep_their_budget():
    everything = sources(*FLOORS, "tests", "scripts", "bench")
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in everything}
    assert len(lengths) > 100
    assert {path: lines for path, lines in lengths.items() if lines > LINES_A_FILE} == {}


def test_functions_keep_their_budget():
    found = {name: lines for path in sources(*FLOORS, "scripts", "bench") for name, lines in functions(path)}
    assert {name: lines for name, lines in found.items() if lines > LINES_A_FUNCTION} == {}


def test_views_keep_their_budget():
    views = [path for path in sources(*FLOORS) if path.stem == "views" or path.parent.name == "views"]
    found = {name: lines for path in views for name, lines in functions(path)}
    assert {name: lines for name, lines in found.items() if lines > LINES_A_VIEW} == {}


def test_tests_keep_their_budget():
    for path in sources("tests"):
        is_journey = path.name in JOURNEYS or (path.parent.name == "browser" and path.stem.startswith("test_desk_"))
        budget = LINES_A_JOURNEY if is_journey else LINES_A_TEST
        found = {name: lines for name, lines in functions(path) if " test_" in name}
        assert {name: lines for name, lines in found.items() if lines > budget} == {}


def test_templates_keep_their_budget():
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in TEMPLATES.rglob("*.*")}
    assert {path: lines for path, lines in lengths.items() if lines > LINES_A_TEMPLATE} == {}


def test_modules_are_named_after_a_noun():
    assert [short(path) for path in sources(*FLOORS, "tests", "scripts") if path.stem in VAGUE] == []
    assert [short(folder) for folder in ROOT.iterdir() if folder.name in VAGUE] == []


def test_locale_is_no_package():
    """locale/__init__.py would hide Python's own `locale`, and nothing would start."""
    assert list((ROOT / "locale").rglob("*.py")) == []


def test_every_folder_of_tests_is_a_package():
    """Without it pytest takes tests/campaigns for the app."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [short(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def web_templates() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if MAIL not in path.parents]


def test_templates_hold_no_style_and_no_script_of_their_own():
    inline = re.compile(r"\sstyle=|<style\b|\son[a-z]+=\"|<script\b(?![^>]*(?:\bsrc=|application/json))")
    assert [short(path) for path in web_templates() if inline.search(path.read_text(encoding="utf-8"))] == []


# These read the page's own context: the shell, the pack that crispy renders, the sections that one page with forms is
# cut into (a form needs its csrf token), and what a package includes.
WHOLE_CONTEXT = re.compile(
    r"components/_(?:tool_bar|header|footer)|ilp/|campaigns/_(?:week_\w+|hour_fields)|ilp_portal/_start_\w+"
    r"|mfa/webauthn/snippets/|admin/"
)


def test_includes_pass_only_what_is_named():
    include = re.compile(r"{%\s*include\s+\"([^\"]+)\"([^%]*)%}")
    loose = [
        f"{short(path)}: {name}"
        for path in web_templates()
        if TEMPLATES / "ilp" not in path.parents
        for name, rest in include.findall(path.read_text(encoding="utf-8"))
        if not rest.rstrip().endswith(" only") and not WHOLE_CONTEXT.match(name)
    ]
    assert loose == []
