"""gunicorn, as `make run`, docker-compose.yml and the tests start it. Settings on the command line win."""

import gc
import logging
import os

from ilp_portal.logs import NobodyInServerLines
from ilp_portal.supervisor import die_with_parent

bind = "127.0.0.1:8000"
workers, threads = 2, 4
worker_class = "gthread"
timeout = 30  # seconds without a sign of life before a worker is replaced
graceful_timeout = 5  # seconds for requests under way when the portal stops
keepalive = 5
control_socket_disable = True
forwarder_headers = ""  # no header says where the portal hangs: SCRIPT_NAME put other pages under an address, or a 500
SHM = "/dev/shm"  # noqa: S108 gunicorn makes its own nameless file there
worker_tmp_dir = SHM if os.path.isdir(SHM) else None  # a slow disk must not look like a hung worker
accesslog = None  # who read what, and from where, is never written down
logging.getLogger("gunicorn.error").addFilter(NobodyInServerLines())


def post_fork(server, worker):
    """A worker dies with its master, also when that is killed."""
    die_with_parent(worker.ppid)


def post_worker_init(worker):
    """What was loaded stays as long as the worker, so no collection has to walk through it again."""
    gc.collect()
    gc.freeze()
