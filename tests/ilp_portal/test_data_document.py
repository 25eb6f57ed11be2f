"""docs/data.md says of every field of /history.json that it exists."""

import json
import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def test_every_field_of_the_data_is_explained(client, record):
    data = json.loads(client.get("/history.json").content)
    said = set(re.findall(r"`([a-z_]+)`", (settings.BASE_DIR / "docs/data.md").read_text(encoding="utf-8")))
    fields = set(data)
    for rows in (value for value in data.values() if isinstance(value, list)):
        fields |= {name for row in rows if isinstance(row, dict) for name in row}
    fields |= {name for row in data["campaigns"] for outcome in row["outcomes"] for name in outcome}
    assert len(fields) > 40
    assert fields - said == set()


def test_the_whole_record_is_there(client, record):
    data = json.loads(client.get("/history.json").content)
    counts = {name: len(rows) for name, rows in data.items() if isinstance(rows, list)}
    assert counts == {"languages": 2, "terms": 17, "campaigns": 17, "milestones": 23, "partners": 39, "sources": 106}
    cited = {number for name in ("terms", "milestones") for row in data[name] for number in row["sources"]}
    assert cited <= {source["id"] for source in data["sources"]}
