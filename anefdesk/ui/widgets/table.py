"""A table of people or things due: whole rows, tall enough, each cell in its own direction, Enter opens."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from anefdesk.i18n.isolates import has_rtl
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look


class _OwnDirection(QStyledItemDelegate):
    """Arabic reads from the right within its cell, and stays at the cell's start."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option, index)
        text = str(index.data() or "")
        letters = [char for char in text if char.isalpha()]
        if letters and has_rtl(letters[0]):
            option.direction = Qt.LayoutDirection.RightToLeft
            option.displayAlignment = (
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            )


class Table(QTableView):
    """``opened`` carries the row's number: Enter, or a click."""

    opened = Signal(int)

    def __init__(self, look: Look, name: str, model: QAbstractItemModel, stretched: int, *, lines: int = 1) -> None:
        super().__init__()
        self._stretched = stretched
        self._widest = look.dp(420)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_OwnDirection(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(lines > 1)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(look.dp(tokens.ROW + 8 if lines == 1 else tokens.ROW + 20))
        across = self.horizontalHeader()
        across.setAccessibleName(name)
        across.setHighlightSections(False)
        across.setFont(look.font(tokens.SMALL, strong=True))
        across.setMinimumSectionSize(look.dp(72))
        across.setStretchLastSection(False)
        self.clicked.connect(self._clicked)
        model.modelReset.connect(self.settle)

    def settle(self) -> None:
        """Give each column what it needs and the stretched one the rest; select the first row."""
        self.resizeColumnsToContents()
        across = self.horizontalHeader()
        for column in range(self.model().columnCount()):  # a name without end leaves room for the others
            if self.columnWidth(column) > self._widest:
                self.setColumnWidth(column, self._widest)
        across.setSectionResizeMode(self._stretched, QHeaderView.ResizeMode.Stretch)
        if self.model().rowCount():
            self.selectRow(0)

    def _clicked(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
