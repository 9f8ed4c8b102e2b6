"""The two sides of the desk row by row: staff and applicant share a grid, so that no step drifts from its gloss."""

from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent, QWindow
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from anefdesk.domain.checklist import Row
from anefdesk.services.demarches import DeskView
from anefdesk.ui import tokens
from anefdesk.ui.applicant import ApplicantHead, line_of, speaking
from anefdesk.ui.applicant_rows import ApplicantPiece, ApplicantQuestion
from anefdesk.ui.desk_entries import Entry, Question, Title, entries, key
from anefdesk.ui.pages.desk_question import DeskQuestion
from anefdesk.ui.pages.desk_row import DeskRow
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.texts import Heading, Text


class DeskRows(QWidget):
    """Keys: ↑ ↓ between lines, E explains, M says missing. Other deeds are signals."""

    stated = Signal(str, object, object)
    dated = Signal(str, str)
    due = Signal(str, str)
    adding = Signal(str)
    dropped = Signal(str, str)
    pasted = Signal(str)
    seeing = Signal(object)
    answered = Signal(str, str)
    entered = Signal(object)
    followed = Signal(str)  # the line that has the focus, however it came there

    def __init__(self, look: Look, code: str, today: date, verdict: QWidget) -> None:
        super().__init__()
        self._look = look
        self._verdict = verdict
        self._code = code
        self._today = today
        self._view: DeskView | None = None
        self._keys: tuple[str, ...] = ()
        self.at = ""  # the line the staff was on last
        self._titles: list[QWidget] = []
        self._staff: dict[str, DeskRow | DeskQuestion] = {}
        self._theirs: dict[str, QWidget] = {}
        self.head = ApplicantHead(look, code, points=tokens.TITLE)
        self._room = Room(look, self)  # without it, the applicant's side is flipped to with T
        self._room.turned.connect(self._turn)
        self._listened: QWindow | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.dp(20))
        self._grid.setVerticalSpacing(look.dp(tokens.GAP))
        self._grid.setColumnStretch(0, 6)
        self._grid.addWidget(verdict, 0, 0)
        self._turn(wide=True)

    def _turn(self, wide: int) -> None:
        self._grid.setColumnStretch(1, 5 if wide else 0)
        if wide:
            self._grid.addWidget(self.head, 0, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.removeWidget(self.head)
        self.head.setVisible(bool(wide))
        if self._view is not None:
            self._fill_theirs(entries(self._view))

    def speak(self, code: str) -> None:
        """The applicant's side in another language; the staff's side does not move."""
        self._code = code
        self.head.speak(code)
        if self._view is not None:
            self._fill_theirs(entries(self._view))

    def show_view(self, view: DeskView) -> None:
        """Everything as it now stands; lines keep their place, their focus and their explanation."""
        self._view = view
        self.head.show_view(view)
        lines = entries(view)
        keys = tuple(key(entry) for entry in lines)
        if keys != self._keys:
            self._rebuild(lines, keys)
        for entry in lines:
            if isinstance(entry, Row):
                mine, theirs = self._staff[key(entry)], self._theirs.get(key(entry))
                if isinstance(mine, DeskRow):
                    mine.show_row(entry)
                if isinstance(theirs, ApplicantPiece):
                    theirs.show_row(entry)

    def _rebuild(self, lines: tuple[Entry, ...], keys: tuple[str, ...]) -> None:
        held = self.current_key()
        kept = {name: widget for name, widget in self._staff.items() if name in keys}
        for widget in (*self._titles, *self._staff.values()):
            self._grid.removeWidget(widget)
            if widget not in kept.values():
                widget.hide()
                widget.deleteLater()
        self._titles = []
        self._keys, self._staff = keys, {}
        for down, entry in enumerate(lines, start=1):
            name = key(entry)
            if isinstance(entry, Title):
                title = self._title(entry)
                self._titles.append(title)
                self._grid.addWidget(title, down, 0)
            else:
                widget = kept.get(name) or self._line(entry)
                self._staff[name] = widget
                self._grid.addWidget(widget, down, 0)
        self._fill_theirs(lines)
        if held and held not in keys:
            self._focus(0)

    def _title(self, title: Title) -> QWidget:
        made = QWidget()
        inside = QVBoxLayout(made)
        inside.setContentsMargins(0, self._look.dp(8), 0, 0)
        inside.setSpacing(0)
        inside.addWidget(Heading(self._look, self._look.ui(title.staff), 3))
        if title.later:
            later = self._look.ui_n("puis %(n)d autre question", "puis %(n)d autres questions", title.later)
            inside.addWidget(Text(self._look, later, points=tokens.SMALL, tone="soft"))
        inside.addStretch(1)
        return made

    def _line(self, entry: Question | Row) -> DeskRow | DeskQuestion:
        assert self._view is not None
        if isinstance(entry, Question):
            question = DeskQuestion(self._look, entry)
            question.answered.connect(self.answered)
            return question
        row = DeskRow(self._look, entry, self._view.catalogue.sources, self._today)
        for mine, ours in (
            (row.stated, self.stated), (row.dated, self.dated), (row.due, self.due), (row.adding, self.adding),
            (row.dropped, self.dropped), (row.seeing, self.seeing),
        ):  # fmt: skip
            mine.connect(ours)
        return row

    def _fill_theirs(self, lines: tuple[Entry, ...]) -> None:
        for widget in self._theirs.values():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._theirs = {}
        if not self._room.wide:
            return
        look = speaking(self._look, self._code)
        for down, entry in enumerate(lines, start=1):
            line = line_of(look, entry)
            if isinstance(line, ApplicantQuestion):
                line.answered.connect(self.answered)
            self._theirs[key(entry)] = line
            self._grid.addWidget(line, down, 1)

    def row(self, document: str) -> DeskRow | None:
        """The staff's line of a document."""
        found = self._staff.get(f"piece {document}")
        return found if isinstance(found, DeskRow) else None

    def question(self, fact: str) -> DeskQuestion | None:
        """The staff's line of a question."""
        found = self._staff.get(f"question {fact}")
        return found if isinstance(found, DeskQuestion) else None

    def current_key(self) -> str:
        """The line that has the focus, empty when none."""
        inside = self.focusWidget()
        for name, widget in self._staff.items():
            if inside is not None and (widget is inside or widget.isAncestorOf(inside)) and inside.hasFocus():
                return name
        return ""

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """From now on there is a window that tells where the focus goes."""
        super().showEvent(event)
        handle = self.window().windowHandle()
        if self._listened is None and handle is not None:
            self._listened = handle
            handle.focusObjectChanged.connect(self._focus_moved)

    def _focus_moved(self, now: QObject | None) -> None:
        for name, widget in self._staff.items():
            if isinstance(now, QWidget) and (widget is now or widget.isAncestorOf(now)):
                if name != self.at:
                    self.at = name
                    self.followed.emit(name)
                return

    def _rows(self) -> list[DeskRow]:
        return [widget for widget in self._staff.values() if isinstance(widget, DeskRow)]

    def _current(self) -> DeskRow | None:
        found = self._staff.get(self.current_key())
        return found if isinstance(found, DeskRow) else None

    def _focus(self, at: int) -> None:
        rows = self._rows()
        if rows:
            row = rows[min(max(at, 0), len(rows) - 1)]
            self.at = f"piece {row.document}"
            self.followed.emit(self.at)
            row.box.setFocus(Qt.FocusReason.TabFocusReason)
            self.entered.emit(row)

    def focus_key(self, line: str) -> None:
        """The staff's line of ``line``, or the first."""
        rows, wanted = self._rows(), self._staff.get(line)
        if isinstance(wanted, DeskRow):
            self._focus(rows.index(wanted))
        elif wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """The first line that is not settled, or the first."""
        rows = self._rows()
        if rows:
            first = next((row for row in rows if not row.box.isChecked()), rows[0])
            self.at = f"piece {first.document}"
            first.box.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of the list."""
        row = self._current()
        rows = self._rows()
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and rows:
            at = rows.index(row) if row in rows else -1
            self._focus(at + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif row is not None and event.key() == Qt.Key.Key_E:
            row.explain()
        elif row is not None and event.key() == Qt.Key.Key_M:
            row.missing()
        elif row is not None and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(row.document)
        else:
            super().keyPressEvent(event)
