"""F6: the event is edited, canceled, and people withdraw, while mail goes out and workers die."""

from collections import Counter

RATES = dict.fromkeys(("451", "drop before", "drop after"), 0.02)
WIRE = 4.0  # seconds a mail may take that passed the gate before the person withdrew: the lease


def test_f6_facts_that_change_while_they_are_told(begin, tenth):
    edits, people = tenth(300), tenth(2000)
    stage = begin("F6", "edited, canceled and withdrawn from while mail goes out, with kills and faults of the server")
    stage.change_mail(rates=RATES)
    moved = [stage.call("event_with", people=people // 4, starts_in=7195) for _ in range(3)]
    off = stage.call("event_with", people=people // 4)
    stage.hire(4)
    withdrawn, numbers = {}, iter(range(1, edits + 1))

    def disturb():
        number = next(numbers)
        stage.row.faults += 1
        stage.call("move_to_stage", event=moved[number % 3], number=number)
        if number % 5 == 0:
            at = stage.call("withdraw", event=moved[number % 3], number=stage.dice.randrange(people // 8))
            withdrawn[stage.call("last_withdrawn")] = at
        if number % 3 == 0:
            stage.kill_one()
        if number == edits // 2:
            stage.call("cancel", event=off)

    stage.repeat(edits, disturb, 0.05, 0.3)
    stage.settle(120)
    account = stage.close_account()
    assert stage.row.copies <= stage.row.faults
    assert stage.row.most <= 6  # 1 + U of a change
    late = [
        mail
        for mail in stage.journal()
        if "fault" not in mail and mail["to"] in withdrawn and mail["at"] > withdrawn[mail["to"]] + WIRE
    ]
    assert late == []
    told = Counter(m["kind"] for m in account["messages"] if m["state"] == "sent")
    assert (told["events.changed"] > 0, told["events.cancelled"] > 0) == (True, True)
