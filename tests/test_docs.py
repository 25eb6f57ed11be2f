"""The documents speak of what is there: commands, files, variables, versions."""

import re
import tomllib

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve
from django.utils import translation

from ilp_portal.embedded import background_programs, web_program
from tests import project

DOCUMENTS = sorted(
    str(path.relative_to(project.ROOT))
    for pattern in ("*.md", "docs/**/*.md", "bench/*.md")
    for path in project.ROOT.glob(pattern)
)
LONGEST_ADR = 40  # lines


def test_every_document_that_a_project_needs_is_there():
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/operations.md", "docs/privacy.md"}
    assert wanted - set(DOCUMENTS) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_of_document_lead_somewhere(name):
    text = project.text(name)
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'<img src="([^"]+)"', text)
    here = [target for target in targets if "://" not in target]
    assert [target for target in here if not (project.ROOT / name).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_of_document_exist(name):
    text = project.text(name)
    asked = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    managed = set(re.findall(r"manage\.py ([a-z_]+)", text))
    modules = set(re.findall(r"python3? -m (scripts\.[a-z_]+)", text))
    files = {module.replace(".", "/") + ".py" for module in modules}
    assert asked - project.make_targets() == set()
    assert managed - set(get_commands()) == set()
    assert [file for file in files if not (project.ROOT / file).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "docs/operations.md"])
def test_addresses_of_document_exist(name):
    def exists(address: str) -> bool:
        with translation.override("es" if address.startswith("/es/") else "en"):
            try:
                return bool(resolve(address))
            except Resolver404:
                return False

    addresses = set(re.findall(r"`(/[a-z/-]*)`", project.text(name)))
    assert (len(addresses) > 0, [address for address in sorted(addresses) if not exists(address)]) == (True, [])


def test_every_variable_is_explained():
    read = project.variables_read()
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", project.text("docs/operations.md"), re.MULTILINE))
    assert (read - explained, explained - read) == (set(), set())


def test_every_variable_stands_in_the_example():
    assert project.variables_read() ^ project.variables_of_example() == set()


def test_operations_name_the_programs_that_run():
    text = project.text("docs/operations.md")
    programs = {"web": web_program(8000), **background_programs()}
    assert [name for name in programs if f"| {name} | `" not in text] == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("docs/adr/")])
def test_decision_is_short_and_says_what_it_costs(name):
    lines = project.text(name).splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert len(lines) <= LONGEST_ADR
    assert headings[0].startswith(f"# {int(name.split('/')[-1][:4])}. ")
    assert {"## Question", "## Decision", "## Price"} - set(headings) == set()


def test_decisions_are_numbered_without_gaps():
    numbers = [int(name.split("/")[-1][:4]) for name in DOCUMENTS if name.startswith("docs/adr/")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_changelog_has_this_version_and_license_is_the_declared_one():
    declared = tomllib.loads(project.text("pyproject.toml"))["project"]
    assert f"## {declared['version']} " in project.text("CHANGELOG.md")
    assert declared["license"] == "AGPL-3.0-or-later"
    assert project.text("LICENSE").startswith("GNU AFFERO GENERAL PUBLIC LICENSE\nVersion 3, 19 November 2007\n")


def test_every_dependency_has_its_reason():
    text = project.text("pyproject.toml")
    table = text[text.index("dependencies = [") : text.index("[tool.setuptools]")]
    entries = [line for line in table.splitlines() if line.strip().startswith('"')]
    assert [line for line in entries if not re.search(r'",\s+# \w.{10,}', line)] == []


def test_readme_lists_the_floors_of_the_project():
    rows = re.findall(r"^\| (\d) \| `(\w+)` \|", project.text("README.md"), re.MULTILINE)
    floors = [app for _, app in sorted(rows)]
    assert floors == ["outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal"]
    assert [app for app in floors if not (project.ROOT / app / "apps.py").exists()] == []
