"""F5 and F8: two clocks and storms of ticks; a database whose clock is wrong."""

import time

import pytest

RACERS, TICKS = 8, 12
SKEWS = (86_400, -3_600, 300)  # seconds, of the database's clock


def test_f5_two_clocks_and_a_storm_of_ticks(begin, part):
    storms = part(100, 3)
    stage = begin("F5", "8 racers with 96 ticks and the sweep twice, at one instant", plan={"latency": [0, 0.005]})

    def storm():
        stage.call("event_with", people=100, plan=False)
        at = time.time() + 0.5
        racers = [stage.start("sweep_at", at=at) for _ in range(2)]
        racers += [stage.start("race", at=at, ticks=TICKS) for _ in range(RACERS)]
        stage.wait_for(racers)
        stage.row.faults += 1

    stage.repeat(storms, storm, 0, 0)
    stage.hire(1)  # what a racer was too early for
    stage.settle()
    stage.close_account()
    assert stage.row.planned == 100 * storms
    assert stage.row.copies <= stage.row.late


@pytest.mark.parametrize("jumps", [20])
def test_f8_database_clock_jumps(begin, part, jumps):
    stage = begin("F8", "the database's clock 1 day ahead, 1 hour back, 5 minutes ahead of the host")
    stage.call("make_the_clock_movable")
    later = stage.call("event_with", people=200, starts_in=5 * 3600)  # nobody hears of this one today
    stage.hire(3)

    def jump():
        stage.call("event_with", people=20)
        stage.wait_for_mail()
        stage.call("move_the_clock", seconds=(skew := SKEWS[stage.row.faults % len(SKEWS)]))
        stage.call("event_with", people=20)  # there is work, however quick the workers were
        stage.row.faults += 1
        if skew > 0:  # a clock that is behind finds nothing due: it only makes people wait
            assert stage.soon(lambda: stage.call("engine_state"))
            assert all(reason.startswith("clock: ") for reason in stage.call("engine_state"))
        stage.pause(0.5, 1)
        stage.call("move_the_clock", seconds=0)
        assert abs(stage.call("clock_differs")) < 5
        stage.call("resume")

    stage.repeat(part(jumps, 2), jump, 0.1, 0.3)
    stage.settle()
    stage.close_account(later=(later,))
    assert stage.call("states", event=later) == ["queued"]
    assert stage.row.copies <= stage.row.late
