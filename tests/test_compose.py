"""docker-compose.yml, Dockerfile and the project say the same. No image is built here; the commands are run without
Docker in tests/services/test_compose_commands.py."""

import importlib.util
import itertools
import json
import os
import re
import time

import pytest
from django.core.management import get_commands

from ilp_portal import embedded
from scripts import ask_alive, make_secrets, production
from tests import project

OURS = {"migrate", "web", "worker", "clock", "loop", "mail"}
SERVICES = project.compose()["services"]
PORTAL = [SERVICES[name] for name in sorted(OURS - {"mail"})]


def words(command: list[str]) -> list[str]:
    """A command in words; what stands in `sh -c` as its own words."""
    return [word for part in command for word in part.split()]


def test_compose_has_every_service():
    assert set(SERVICES) == OURS | {"database", "redis"}


def test_compose_runs_the_programs_of_the_embedded_portal():
    assert {"web", *embedded.background_programs()} - set(SERVICES) == set()


def test_compose_gives_what_production_needs(tmp_path):
    needed = set(production.environment(tmp_path)) - {"VAR_DIR"}
    for service in PORTAL:
        given = {name.removesuffix("_FILE") for name in service["environment"]}
        assert needed - given == set()


@pytest.mark.parametrize(
    "name",
    [name for name in sorted(project.variables_of_example()) if re.search("URL|MAIL|CONTACT|HOSTED_BY|REVIEWED", name)],
)
def test_compose_hands_on_where_messages_go_and_what_readers_are_told(name):
    for service in PORTAL:
        assert {name, f"{name}_FILE"} & set(service["environment"])


def test_compose_gives_only_variables_that_are_read():
    given = {name.removesuffix("_FILE") for service in PORTAL for name in service["environment"]}
    assert given - project.variables_read() == set()


def test_compose_never_sets_debug_or_a_secret_in_plain_text():
    for service in SERVICES.values():
        environment = service.get("environment", {})
        assert [name for name in environment if name in ("DEBUG", "SECRET_KEY", "DATABASE_URL")] == []
        assert [name for name in environment if "PASSWORD" in name and not name.endswith("_FILE")] == []


def test_compose_asks_only_for_variables_of_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", project.text("docker-compose.yml")))
    assert asked - project.variables_of_example() == set()


def test_compose_names_the_secrets_that_are_made(tmp_path):
    make_secrets.main(str(tmp_path / "secrets"))
    made = {f"./secrets/{file.name}" for file in (tmp_path / "secrets").iterdir()}
    assert {secret["file"] for secret in project.compose()["secrets"].values()} == made


def test_secrets_are_made_once(tmp_path):
    make_secrets.main(str(tmp_path))
    first = {file.name: file.read_text() for file in tmp_path.iterdir()}
    make_secrets.main(str(tmp_path))
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == first
    assert first["database-password"] in first["database-url"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_commands_of_compose_exist(name):
    command = words(SERVICES[name]["command"] + SERVICES[name].get("healthcheck", {}).get("test", ["CMD"])[1:])
    modules = [word for before, word in itertools.pairwise(command) if before in ("-m", "--app")]
    modules += [word for word in command if word in ("gunicorn", "celery", "ilp_portal.wsgi")]
    managed = [word for before, word in itertools.pairwise(command) if before == "manage.py"]
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []
    assert [word for word in managed if word not in get_commands()] == []
    assert modules + managed != []


def test_every_server_has_a_health_check():
    silent = {name for name, service in SERVICES.items() if "healthcheck" not in service}
    assert silent == {"migrate"}


def test_backups_of_the_worker_outlive_its_container():
    assert SERVICES["worker"]["volumes"] == ["backups:/app/var/backups"]
    assert set(project.compose()["volumes"]) == {"database", "backups"}
    assert "mkdir -m 700 -p /app/var/backups && chown -R portal /app/var" in project.text("Dockerfile")


def test_image_has_the_programs_of_the_database_it_backs_up():
    assert SERVICES["database"]["image"] == "postgres:17"
    assert "apt-get install -y --no-install-recommends postgresql-client" in project.text("Dockerfile")


@pytest.mark.parametrize("name", ["worker", "clock"])
def test_sign_of_life_is_fresh_for_a_minute(name, tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    assert ask_alive.main(name) == 1
    sign = tmp_path / f"{name}.alive"
    for age, code in [(0, 0), (50, 0), (70, 1)]:
        sign.touch()
        os.utime(sign, (time.time() - age,) * 2)
        assert ask_alive.main(name) == code


def test_worker_is_scaled_without_a_name_or_a_port_in_the_way():
    assert {"container_name", "ports"} & set(SERVICES["worker"]) == set()


def test_portal_is_reached_only_through_its_proxy():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_image_starts_web_and_runs_as_nobody_special():
    lines = project.text("Dockerfile").splitlines()
    command = next(line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    assert json.loads(command) == SERVICES["web"]["command"]
    assert [line for line in lines if line.startswith("USER ")] == ["USER portal"]


def test_image_installs_the_lock_with_its_hashes():
    text = project.text("Dockerfile")
    assert ("ARG LOCK=requirements.txt\n" in text, '--require-hashes --requirement "$LOCK"' in text) == (True, True)
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["python:3.11-slim-trixie"] * 2


def test_image_leaves_out_what_is_private():
    ignored = project.text(".dockerignore").splitlines()
    assert {".env", "secrets", "var", ".git"} - set(ignored) == set()
