"""Sessions in the database, as Django keeps them; every request of somebody signed in reads one."""

from django.contrib.sessions.backends import db
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from partners.prepared import Asked, Prepared


def _unexpired():
    rows = SessionStore.get_model_class().objects
    return rows.filter(session_key=Asked("key", CharField()), expire_date__gt=Asked("now", DateTimeField()))


UNEXPIRED = Prepared(_unexpired)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = UNEXPIRED(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
