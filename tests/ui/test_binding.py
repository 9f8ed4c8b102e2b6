"""The Qt binding itself, where a version has already been wrong (ADR 7)."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rang = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal from Python 3.12 on: nothing to count")
def test_signals_give_their_references_back() -> None:
    bell = _Bell()
    before = sys.getrefcount(True)
    for _ in range(100):
        bell.rang.emit()
    assert abs(sys.getrefcount(True) - before) < 50
