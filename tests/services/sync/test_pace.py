"""A PC that is cut off tries less and less often, and never in step with the others."""

from anefdesk.services.sync.pace import Pace


def test_it_looks_on_its_period_while_the_hub_answers() -> None:
    pace = Pace(lambda: 0.5)
    assert [pace.after(reached=True, period=300) for _ in range(3)] == [300, 300, 300]
    assert not pace.cut_off


def test_it_waits_twice_as_long_each_time_up_to_half_an_hour() -> None:
    pace = Pace(lambda: 0.5)
    assert [pace.after(reached=False, period=300) for _ in range(8)] == [30, 60, 120, 240, 480, 960, 1800, 1800]
    assert pace.cut_off
    assert pace.after(reached=True, period=300) == 300
    assert pace.after(reached=False, period=300) == 30


def test_two_pcs_do_not_come_back_together() -> None:
    early, late = Pace(lambda: 0.0), Pace(lambda: 1.0)
    assert early.after(reached=False, period=300) == 24
    assert late.after(reached=False, period=300) == 36
