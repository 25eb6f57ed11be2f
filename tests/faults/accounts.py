"""What a round's account says: who was lost, who was left with an old fact, how long they waited."""

import datetime as dt
from collections import Counter


def lost(account: dict, mails: list[dict], copies: Counter) -> list[str]:
    """Who should have heard of us and did not, and messages without a true end. An empty mailbox is no loss."""
    reached = {mail["to"] for mail in mails}
    people = [
        person["contact"]
        for person in account["people"].values()
        if person["state"] != "withdrawn" and not person["contact"].startswith("gone")
    ]
    untrue = [
        f"message {m['pk']} {m['state']} {m['reason']}"
        for m in account["messages"]
        if (m["state"] == "sent" and m["pk"] not in copies) or m["state"] in ("queued", "claimed", "sending", "failed")
    ]
    return [contact for contact in people if contact not in reached] + untrue


def waits(account: dict, journal: list[dict]) -> list[float]:
    """Seconds from planning to arrival, of each mail."""
    planned = {m["pk"]: dt.datetime.fromisoformat(m["planned_at"]).timestamp() for m in account["messages"]}
    return [entry["at"] - planned[entry["message"]] for entry in journal if "fault" not in entry]


def stale(account: dict, mails: list[dict]) -> list[str]:
    """Confirmed people whose last mail tells what is no longer so."""
    kinds = {message["pk"]: message["kind"] for message in account["messages"]}
    last = {mail["to"]: mail for mail in mails}
    found = []
    for person in account["people"].values():
        mail, event = last.get(person["contact"]), account["events"][str(person["event"])]
        if person["state"] != "confirmed" or mail is None:
            continue
        said_cancelled = kinds[mail["message"]] == "events.cancelled"
        current = said_cancelled if event["status"] == "cancelled" else event["place"] == f"stage-{mail['stage']}-"
        if not current:
            found.append(f"{person['contact']} knows stage {mail['stage']}, it is {event}")
    return found
