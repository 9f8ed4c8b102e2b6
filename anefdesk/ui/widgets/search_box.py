"""One box that finds while typing; the results float under it. Used by the window's top bar and the duplicates."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QToolButton, QWidget

from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.found_rows import FoundRows
from anefdesk.ui.widgets.script_font import ScriptFont

SHOWN_ROWS = 8


def name_buttons(look: Look, line: QLineEdit) -> None:
    """Name the small buttons Qt puts in a line: the first is a picture, the others empty it."""
    for button in line.findChildren(QToolButton):
        ours = button.defaultAction() is not None and not button.defaultAction().objectName().startswith("_q_")
        button.setAccessibleName(look.ui("Chercher") if ours else look.ui("Effacer"))


class SearchBox(QLineEdit):
    """Type, ↑ ↓ to move, Enter to open, Esc to clear. ``chosen`` carries the row; ``find`` runs on the desk lane.

    Only the last search asked is shown. ``describe`` gives a row's text, on one or two lines.
    """

    chosen = Signal(object)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        find: Callable[[str], Sequence[Any]],
        describe: Callable[[Any], str],
        name: str,
    ) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._find = find
        self._describe = describe
        self._ticket: Ticket | None = None
        self._rows: Sequence[Any] = ()
        self._hurried = False  # Enter came before the results
        self._list: QListWidget | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setMaxLength(200)
        self.setClearButtonEnabled(True)
        ScriptFont(look, self)
        self.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        name_buttons(look, self)
        self.textEdited.connect(self._ask)
        self.returnPressed.connect(self._enter)

    def forget(self) -> None:
        """Empty the box and its results."""
        self._drop()
        self.clear()
        self._rows = ()
        if self._list is not None:
            self._list.clear()
            self._list.hide()

    def _drop(self) -> None:
        self._hurried = False
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None

    def _ask(self, text: str) -> None:
        self._drop()
        if not text.strip():
            self._show(())
            return
        self._ticket = self._jobs.desk(self._find, text, owner=self, then=self._show)

    def _show(self, rows: Sequence[Any]) -> None:
        self._ticket = None
        self._rows = rows
        hurried, self._hurried = self._hurried, False
        found = self._popup()
        found.clear()
        for row in rows:
            found.addItem(QListWidgetItem(self._describe(row)))
        if not rows and self.text().strip():
            nothing = QListWidgetItem(self._look.ui("Personne à ce nom. Ctrl+N pour créer un dossier."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            found.addItem(nothing)
        if rows:
            found.setCurrentRow(0)
        found.setAccessibleDescription(self._look.ui_n("%(n)d résultat", "%(n)d résultats", len(rows)))
        self._place(found)
        found.setVisible(found.count() > 0)
        found.raise_()
        if hurried:
            self._choose()

    def _popup(self) -> QListWidget:
        if self._list is None:
            found = QListWidget(self.window())
            found.setProperty("kind", "floating")
            found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            found.setAccessibleName(self._look.ui("Résultats de la recherche"))
            found.setFont(self._look.font())
            found.setUniformItemSizes(False)
            found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._drawing = FoundRows(self._look)
            found.setItemDelegate(self._drawing)
            found.itemClicked.connect(self._clicked)
            found.hide()
            self._list = found
            self.destroyed.connect(found.deleteLater)
        return self._list

    def _place(self, found: QListWidget) -> None:
        window: QWidget = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + self._look.dp(4)))
        room = window.height() - corner.y() - self._look.dp(8)
        rows = min(found.count(), SHOWN_ROWS)
        height = sum(found.sizeHintForRow(row) for row in range(rows)) + self._look.dp(8)
        wide = min(max(self.width(), found.sizeHintForColumn(0)), window.width() - corner.x() - self._look.dp(8))
        found.setGeometry(corner.x(), corner.y(), wide, min(height, room))

    def _enter(self) -> None:
        if self._ticket is None:
            self._choose()
        else:
            self._hurried = True  # what is still listed answers what was typed before

    def _clicked(self, _item: QListWidgetItem) -> None:
        self._choose()

    def _choose(self) -> None:
        if self._list is None or not 0 <= self._list.currentRow() < len(self._rows):
            return
        row = self._rows[self._list.currentRow()]
        self.forget()
        self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move in the results, or clear."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._list is not None and self._rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), len(self._rows) - 1))
        elif key == Qt.Key.Key_Escape:
            self.forget()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Hide the results when the box is left."""
        if event.type() == QEvent.Type.FocusOut and self._list is not None:
            self._list.hide()
        elif event.type() == QEvent.Type.FocusIn and self._list is not None and self._rows:
            self._list.show()
        return super().event(event)
