"""The roof: settings, addresses, and the pages made of several apps. No app imports it."""

import os
import zoneinfo

# zoneinfo would prefer the machine's zone files; the pinned tzdata package gives every host the same rules. The
# variable is for child processes; in this one somebody, like celery's own command, may have imported zoneinfo before.
os.environ["PYTHONTZPATH"] = ""
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

from ilp_portal.celery import app as celery_app  # noqa: E402 reads settings, which name zones

__all__ = ["celery_app"]
