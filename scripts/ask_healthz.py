"""Ask the portal how it is, from inside its own container: exit 0 when it and its database answer.

Usage: python -m scripts.ask_healthz [port]

The request names the first of ALLOWED_HOSTS, because the portal answers to no other name.
"""

import http.client
import os
import sys


def main(port: str = "8000") -> int:
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".")
    asked = http.client.HTTPConnection("127.0.0.1", int(port), timeout=5)
    try:
        asked.request("GET", "/healthz", headers={"Host": host})
        return asked.getresponse().status != http.HTTPStatus.OK
    except OSError:
        return 1
    finally:
        asked.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
