"""F4: a mail server that refuses, stalls and hangs up."""

EVENTS = 8  # the gate locks the event: workers of one event wait for each other
RATES = dict.fromkeys(("421", "451", "452", "535", "stall", "drop before", "drop after"), 0.05)


def test_f4_mail_server_with_every_fault(begin, part):
    people = part(2_000, 100)
    stage = begin("F4", "each of these faults for one message in twenty", plan={"latency": [0, 0.02]})
    stage.change_mail(rates=RATES)
    for _event in range(EVENTS):
        stage.call("event_with", people=people // EVENTS, gone=people // EVENTS // 20)
    stage.hire(8)
    stage.settle()
    account = stage.close_account()
    assert stage.row.copies <= stage.row.unknown + stage.row.late
    assert stage.row.most <= 3  # 1 + U
    dead = {one["contact"] for one in _people_of(account, "dead")}
    assert dead == {one["contact"] for one in account["people"].values() if one["contact"].startswith("gone")}


def _people_of(account: dict, state: str) -> list[dict]:
    return [account["people"][m["subject_id"]] for m in account["messages"] if m["state"] == state]
