"""How much one reader, and one key, may ask. Lists that were asked for a moment ago come from memory and count not."""

from ninja.throttling import BaseThrottle

from outreach import limits

HOUR = 3600  # seconds
PER_CLIENT, PER_KEY = 1000, 120  # questions an hour


class PerClient(BaseThrottle):
    def allow_request(self, request) -> bool:
        return limits.allow("api of a client", limits.client(request), limit=PER_CLIENT, seconds=HOUR)

    def wait(self) -> float:
        return HOUR


class PerKey(BaseThrottle):
    def allow_request(self, request) -> bool:
        return limits.allow("api of a key", str(request.auth.pk), limit=PER_KEY, seconds=HOUR)

    def wait(self) -> float:
        return HOUR
