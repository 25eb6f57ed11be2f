"""What must hold between records; each record by itself was checked when it was read."""

import itertools

from .faults import Faults
from .fields import Fields
from .readers import ISSUE_NOTES


def check(content: dict, seen: dict, faults: Faults) -> None:
    """Terms in order, terms and campaigns that tell the same, and dated records inside their term."""
    terms = seen["terms"]
    spans = sorted(
        (row["starts_on"], row["ends_on"], slug) for slug, row in terms.items() if row["starts_on"] and row["ends_on"]
    )
    for (_, end, slug), (start, _, later) in itertools.pairwise(spans):
        if start <= end:
            faults.add("terms.yaml", later, "starts_on", f"overlaps the term {slug}")
    for slug, row in terms.items():
        if (row["weekly_hours_min"] is None) != (row["hours_basis"] == "none"):
            faults.add("terms.yaml", slug, "hours_basis", "says none exactly when no hours are given")
    _terms_of_campaigns(content["terms.yaml"], seen, faults)
    for kind, file, column in (("milestones", "milestones.yaml", "happened_on"), ("events", "events.yaml", "held_on")):
        for slug, row in seen[kind].items():
            term = terms.get(row["term"])
            if term and row["precision"] == "day" and not _inside(row[column], term):
                faults.add(file, slug, "date", f"lies outside the term {row['term']}")


def _inside(day: str | None, term: dict) -> bool:
    return not (day and term["starts_on"] and term["ends_on"]) or term["starts_on"] <= day <= term["ends_on"]


def _terms_of_campaigns(raw_terms: list, seen: dict, faults: Faults) -> None:
    """A term lists its campaigns and a campaign its terms; for work of our own both have to agree."""
    named = set()
    for raw in raw_terms:
        if not isinstance(raw, dict):
            continue
        listed = raw.get("campaigns")
        if not isinstance(listed, list):
            faults.add("terms.yaml", str(raw.get("slug")), "campaigns", "has to be a list")
            continue
        for campaign in listed:
            if not isinstance(campaign, str) or campaign not in seen["campaigns"]:
                faults.add("terms.yaml", str(raw.get("slug")), "campaigns", f"{campaign!r} is not one of the campaigns")
            named.add((str(campaign), str(raw.get("slug"))))
    for slug, row in seen["campaigns"].items():
        if row["scope"] != "allied":
            here, there = set(row["terms"]), {term for campaign, term in named if campaign == slug}
            for term in sorted(here ^ there):
                faults.add("campaigns.yaml", slug, "terms", f"and terms.yaml do not agree on {term}")


def check_issue(issue: Fields, resource: dict) -> None:
    """The head of the newsletter repeats what its resource says; it must not say something else."""
    for name in ISSUE_NOTES:
        issue.text(name)
    published_on, _ = issue.partial("date", required=True)
    stated = {
        "publisher": issue.one("publisher", "partners", required=True),
        "published_on": published_on,
        "languages": issue.texts("languages", required=True),
        "kind": "newsletter",
    }
    issue.pair("title", required=True)
    issue.sources()
    issue.finish()
    for name, value in stated.items():
        if resource and resource[name] != value:
            issue.fault(name, "is not what the resource of this newsletter says")
