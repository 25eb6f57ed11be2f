"""The roof: settings, addresses, and the pages made of several apps. No app imports it."""

import os

# zoneinfo would prefer the machine's zone files; the pinned tzdata package gives every host the same rules.
os.environ["PYTHONTZPATH"] = ""

from ilp_portal.celery import app as celery_app

__all__ = ["celery_app"]
