"""Which file, which folder: asked from the home folder each time, so that no stick or name is remembered.

Used by the pages that exchange by stick.
"""

from collections.abc import Callable

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def _dialog(parent: QWidget, title: str, then: Callable[[str], object]) -> QFileDialog:
    dialog = QFileDialog(parent, title, QDir.homePath())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setHistory([])
    dialog.fileSelected.connect(then)
    return dialog


def choose_file(parent: QWidget, title: str, kinds: str, then: Callable[[str], object]) -> None:
    """A file that is there; ``kinds`` filters, as ``Name (*.ending)``."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.open()


def choose_place(parent: QWidget, title: str, name: str, ending: str, then: Callable[[str], object]) -> None:
    """Where to write a file, which is first called ``name``."""
    dialog = _dialog(parent, title, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(f"{name}.{ending}")
    dialog.open()


def choose_folder(parent: QWidget, title: str, then: Callable[[str], object]) -> None:
    """A folder, as a stick is."""
    dialog = _dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
