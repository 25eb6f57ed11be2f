"""F6: the event is edited, canceled, and people withdraw, while mail goes out and workers die."""

from collections import Counter

from tests.faults.rounds import LEASE, Round

RATES = dict.fromkeys(("451", "drop before", "drop after"), 0.02)


class Disturbance:
    """Called so many times: every call moves an event, some do more."""

    def __init__(self, stage: Round, edits: int, people: int):
        self.stage, self.edits, self.people, self.number = stage, edits, people, 0
        self.moved = [stage.call("event_with", people=people) for _ in range(3)]
        self.off = stage.call("event_with", people=people)
        self.withdrawn: dict[str, float] = {}

    def __call__(self) -> None:
        self.number += 1
        self.stage.row.faults += 1
        event = self.moved[self.number % 3]
        self.stage.call("move_to_stage", event=event, number=self.number)
        if self.number % 5 == 0:
            at = self.stage.call("withdraw", event=event, number=self.stage.dice.randrange(self.people // 2))
            self.withdrawn[self.stage.call("last_withdrawn")] = at
        if self.number % 3 == 0:
            self.stage.kill_one()
        if self.number == self.edits // 2:
            self.stage.call("cancel", event=self.off)

    def late(self) -> list[dict]:
        """Mail to people who had withdrawn before it can have passed the gate."""
        mails = [mail for mail in self.stage.journal() if mail.get("to") in self.withdrawn and "fault" not in mail]
        return [mail for mail in mails if mail["at"] > self.withdrawn[mail["to"]] + LEASE]


def test_f6_facts_that_change_while_they_are_told(begin, part):
    stage = begin("F6", "edited, canceled and withdrawn from while mail goes out, with kills and faults of the server")
    stage.change_mail(rates=RATES)
    edits = part(100, 4)  # each waits for the settle window of the one before
    disturb = Disturbance(stage, edits, part(200))
    stage.hire(4)
    stage.repeat(edits, disturb, 0.05, 0.3)
    stage.settle(120)
    account = stage.close_account()
    assert stage.row.copies <= stage.row.faults + stage.row.late
    assert stage.row.most <= 6  # 1 + U of a change
    assert disturb.late() == []
    told = Counter(m["kind"] for m in account["messages"] if m["state"] == "sent")
    assert (told["events.changed"] > 0, told["events.cancelled"] > 0) == (True, True)
