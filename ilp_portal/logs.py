"""What a log line may say: which page answered and where a fault lies, never an address, a token or a person."""

import logging
import traceback


class PageInsteadOfPath(logging.Filter):
    """Django's request loggers put the path into their lines; here the name of the page takes its place."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = (match.view_name or "a page without name") if match else "no page"
            paths = {path, path.encode("unicode_escape").decode()}  # Django escapes what is not plain ASCII
            record.args = tuple(page if arg in paths else arg for arg in record.args)
        return True


class NobodyInServerLines(logging.Filter):
    """gunicorn says who sent a broken request and at which address a fault happened; here only that it did."""

    STARTS = "Invalid request", "Error handling request"

    def filter(self, record: logging.LogRecord) -> bool:
        for start in self.STARTS:
            if str(record.msg).startswith(start):
                record.msg, record.args = start, ()
        return True


class TasksWithoutWords(logging.Filter):
    """Celery quotes a fault in the line itself; of PostgreSQL's, "Failing row contains (…)" would be in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:
            record.args = record.args | {"exc": str(record.args["exc"]).partition("(")[0]}
        return True


class PlacesWithoutWords(logging.Formatter):
    """A fault as its places and its type. Its own words may quote a row: "Key (email)=(…) already exists"."""

    def formatException(self, ei) -> str:
        error, faults = ei[1], []
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            faults.append(f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by\n".join(faults)
