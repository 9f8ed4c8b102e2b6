"""A scan pasted on its line is kept: a picture, or the file copied on this PC."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.desk_row import DeskRow
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.mark.parametrize("kind", ["picture", "file"])
def test_what_is_pasted_is_kept(counter: Counter, tmp_path: Path, kind: str) -> None:
    case = counter.case("Haidari")
    demarche = counter.demarche(case)
    page = counter.show(DeskPage(*counter.given, case, demarche, "ar"))
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    copied = QMimeData()
    if kind == "picture":
        copied.setImageData(picture)
    else:
        assert picture.save(str(tmp_path / "scan.png"))
        copied.setUrls([QUrl.fromLocalFile(str(tmp_path / "scan.png"))])
    QGuiApplication.clipboard().setMimeData(copied)
    page.rows.focus_first()
    row = page.findChild(DeskRow)
    assert row is not None
    row.box.setFocus()
    QTest.keyClick(row.box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    counter.settle()
    QGuiApplication.clipboard().clear()
    file = counter.ask(counter.session.desk.casework.reload, case).file
    assert [(piece.document, piece.media_type) for piece in file.pieces] == [(row.document, "image/png")]
