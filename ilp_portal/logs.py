"""What a log line may say about a request: which page answered, never its address, which may hold a token."""

import logging


class PageInsteadOfPath(logging.Filter):
    """Django's request loggers put the path into their lines; here the name of the page takes its place."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = (match.view_name or "a page without name") if match else "no page"
            record.args = tuple(page if arg == path else arg for arg in record.args)
        return True
