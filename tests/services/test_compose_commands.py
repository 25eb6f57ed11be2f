"""The commands of docker-compose.yml, run as they stand there, on PostgreSQL and Redis, without Docker."""

import re
import signal
import smtplib
import subprocess
import sys

from coordinators.models import Term
from outreach.models import Engine
from scripts.services import listens
from tests import project
from tests.processes import catches, soon


def test_migrate_prepares_database_and_record(programs):
    done = programs.run("migrate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert Term.objects.count() == 17


def test_web_answers_over_tls_with_hashed_files_until_it_is_asked_to_end(programs):
    """One start for all of it: each takes seconds."""
    assert programs.run("web", "healthcheck").returncode == 1  # there is no web yet
    programs.environment.pop("STATIC_MANIFEST")
    collect = [sys.executable, "-m", "scripts.collect_static"]
    subprocess.run(collect, check=True, cwd=project.ROOT, env=programs.environment, capture_output=True)
    programs.start("web")
    assert programs.answers(), programs.log("web").read_text()
    assert programs.run("web", "healthcheck").returncode == 0
    plain = programs.get("/", **{"X-Forwarded-Proto": "http"})
    assert (plain.status, plain.headers["Location"]) == (301, "https://ilp.example.edu/")
    page = programs.get("/").read().decode()
    sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
    served = [programs.get(sheet, **{"Accept-Encoding": "br"}) for sheet in sheets]
    kept = {
        (answer.status, answer.headers["Content-Encoding"], "immutable" in answer.headers["Cache-Control"])
        for answer in served
    }
    assert (len(sheets) > 0, kept) == (True, {(200, "br", True)})
    assert ends(programs, "web")


def test_clock_wakes_the_worker_and_the_worker_the_engine(programs):
    programs.start("worker")
    programs.start("clock")
    ticked = soon(lambda: Engine.objects.filter(last_tick_at__isnull=False).exists(), 60)
    assert ticked, programs.log("worker").read_text() + programs.log("clock").read_text()
    for name in ("worker", "clock"):  # the clock gives its sign after it handed the task over, maybe after the tick
        assert soon(lambda name=name: programs.run(name, "healthcheck").returncode == 0), programs.log(name).read_text()
    assert [ends(programs, name) for name in ("clock", "worker")] == [True, True]


def test_loop_runs_and_its_health_check_is_content(programs):
    loop = programs.start("loop")
    checked = programs.run("loop", "healthcheck")
    assert (checked.returncode, loop.poll()) == (0, None), checked.stdout + checked.stderr
    assert ends(programs, "loop")


def test_mail_catcher_takes_mail_and_shows_it(programs):
    programs.start("mail")
    assert soon(lambda: listens(programs.mail_port))
    assert programs.run("mail", "healthcheck").returncode == 0
    with smtplib.SMTP("127.0.0.1", programs.mail_port) as server:
        server.sendmail("portal@tests.example", ["reader@tests.example"], "Subject: Hola\n\nBuenas tardes")
    assert soon(lambda: "Buenas tardes" in programs.log("mail").read_text())


def ends(programs, name: str) -> bool:
    """Whether it has a handler for SIGTERM, and ends well by it."""
    assert soon(lambda: catches(programs.running[name].pid, signal.SIGTERM)), programs.log(name).read_text()
    assert programs.stop(name) == 0, programs.log(name).read_text()
    return True
