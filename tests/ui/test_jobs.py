"""The lanes: order, delivery on the interface's thread, silence when the page is gone."""

import gc
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from anefdesk.errors import AnefdeskError, InputRefusedError
from anefdesk.ui.jobs import Jobs


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs(qapp)
    yield made
    made.close()


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: list[threading.Thread] = []

    def take(self, result: object) -> None:
        self.got.append(result)
        self.threads.append(threading.current_thread())


def fails(error: Exception) -> None:
    raise error


def test_results_come_in_order_on_the_interface_thread(jobs: Jobs) -> None:
    page = Page()
    for number in range(20):
        jobs.desk(int, number, owner=page, then=page.take)
    jobs.drain()
    assert page.got == list(range(20))
    assert set(page.threads) == {threading.current_thread()}


def test_each_lane_has_one_thread_of_its_own(jobs: Jobs) -> None:
    page = Page()
    for lane in (jobs.desk, jobs.desk, jobs.slow, jobs.slow):
        lane(threading.get_ident, owner=page, then=page.take)
    jobs.drain()
    assert len(set(page.got)) == 2
    assert threading.get_ident() not in page.got


def test_nothing_is_told_to_a_page_that_is_gone(jobs: Jobs) -> None:
    page, other = Page(), Page()
    gate = threading.Event()
    jobs.desk(gate.wait, owner=other, then=page.take)
    jobs.desk(int, 1, owner=page, then=page.take)
    shiboken6.delete(page)
    gate.set()
    jobs.drain()
    assert page.got == [True]  # other's, still there


def test_a_dropped_ticket_is_silent_and_unbegun_work_is_not_begun(jobs: Jobs) -> None:
    page = Page()
    gate, begun = threading.Event(), threading.Event()
    jobs.desk(gate.wait, owner=page)
    ticket = jobs.desk(begun.set, owner=page, then=page.take)
    ticket.drop()
    gate.set()
    jobs.drain()
    assert page.got == []
    assert not begun.is_set()


def test_expected_errors_reach_the_page(jobs: Jobs) -> None:
    page = Page()
    jobs.desk(fails, InputRefusedError("text.empty"), owner=page, failed=page.take)
    jobs.drain()
    (error,) = page.got
    assert isinstance(error, InputRefusedError)


def test_unexpected_errors_become_a_reference_without_their_text(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    page = Page()
    jobs.desk(fails, ValueError("Canari-Haidari"), owner=page, failed=page.take)
    jobs.drain()
    (error,) = page.got
    assert isinstance(error, AnefdeskError)
    assert error.code == "unexpected"
    assert str(error.params["reference"]) in caplog.text


def test_an_error_nobody_hears_goes_to_the_window(jobs: Jobs) -> None:
    page = Page()
    jobs.mishap.connect(page.take)
    jobs.slow(fails, InputRefusedError("text.empty"), owner=page)
    jobs.drain()
    assert len(page.got) == 1


def test_garbage_is_collected_on_the_interface_thread_only(jobs: Jobs) -> None:
    """A page lost in a cycle and collected on a lane would take the program with it."""

    class Knot:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            died.append(threading.current_thread())

    def litter() -> None:
        for _ in range(5000):
            Knot()

    died: list[threading.Thread] = []
    page = Page()
    Knot()
    jobs.desk(litter, owner=page)
    jobs.slow(litter, owner=page)
    jobs.drain()
    gc.collect()
    assert len(died) == 10_001
    assert set(died) == {threading.current_thread()}


def test_automatic_collection_comes_back_at_the_end(qapp: QApplication) -> None:
    made = Jobs(qapp)
    assert not gc.isenabled()
    made.close()
    assert gc.isenabled()
