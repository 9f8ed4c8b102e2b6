"""A second start wakes the first and leaves; two data folders are two desks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer

from anefdesk.ui import single_instance
from anefdesk.ui.single_instance import SingleInstance
from tests.ui.conftest import Desk


def test_the_second_wakes_the_first(tmp_path: Path, qtbot: object) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.first()
    with qtbot.waitSignal(first.called):
        assert not second.first()
    first.close()


@pytest.mark.usefixtures("qapp")
def test_other_data_are_another_desk(tmp_path: Path) -> None:
    first, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.first()
    assert other.first()
    first.close()
    other.close()


@pytest.mark.usefixtures("qapp")
def test_a_name_left_by_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    name = single_instance._name(tmp_path)
    assert str(tmp_path) not in name
    first = SingleInstance(tmp_path)
    assert first.first()
    first.close()
    again = SingleInstance(tmp_path)
    assert again.first()
    again.close()
    QLocalServer.removeServer(name)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_window_comes_forward(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    desk.window.showMinimized()
    desk.window.come_forward()
    assert not desk.window.isMinimized()
    assert desk.window.isVisible()
