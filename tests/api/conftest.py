"""Questions to the API as programs ask them."""

import datetime as dt

import pytest

from ilp_portal.api import keys


@pytest.fixture
def ask(client):
    """Reads an address under /api/, with the key if one is given; gives status and JSON."""

    def read(path: str, key: str = "", **query) -> tuple[int, dict]:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = client.get(f"/api/{path}", query, headers=headers)
        assert not response.cookies
        return response.status_code, response.json()

    return read


@pytest.fixture
def make_key(administrator, now):
    def make(*scopes: str, by=None, days: int = 30) -> str:
        last = now.date() + dt.timedelta(days=days)
        return keys.make(name="Report", scopes=list(scopes), expires_on=last, by=by or administrator, now=now)[1]

    return make
