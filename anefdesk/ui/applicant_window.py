"""The applicant's side of a démarche alone: the whole list or one step at a time.

Nothing of staff is in here: no note, no other person, no menu. Used by the desk page, which owns it.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.services.demarches import DeskView
from anefdesk.ui import tokens
from anefdesk.ui.applicant import ApplicantHead, line_of, speaking
from anefdesk.ui.applicant_rows import ApplicantQuestion
from anefdesk.ui.applicant_screen import ApplicantScreen
from anefdesk.ui.applicant_steps import StepBar, WayChooser
from anefdesk.ui.desk_entries import Entry, Title, entries, key
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import clear


class ApplicantWindow(ApplicantScreen):
    """The whole side alone, full-screen."""

    def __init__(self, look: Look, code: str, parent: QWidget, *, training: bool) -> None:
        super().__init__(look, parent, training=training)
        self._look = look
        self._code = code
        self._view: DeskView | None = None
        self._one = False
        self._later = QTimer(self)  # new lines first get their place
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._bring)
        self._key = ""
        self._shown: tuple[str, ...] = ()
        self._steps = StepBar(look)  # under the scroll: never out of sight
        self._steps.moved.connect(self._move)
        self._steps.hide()
        self.outer.addWidget(self._steps)
        self._head = ApplicantHead(look, code, points=tokens.APPLICANT_TITLE)
        self._head.language_chosen.connect(self.language_chosen)
        self._way = WayChooser(look)
        self._way.chosen.connect(self._choose_way)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.dp(tokens.GAP))
        body = self._scroll.body
        body.addWidget(self._head)
        body.addWidget(self._way)
        body.addLayout(self._lines)
        body.addWidget(self.way_back, 0, Qt.AlignmentFlag.AlignTrailing)
        body.addStretch(1)
        self._arrows = (QShortcut(QKeySequence(Qt.Key.Key_Left), self), QShortcut(QKeySequence(Qt.Key.Key_Right), self))
        self._arrows[0].activated.connect(self._go_left)
        self._arrows[1].activated.connect(self._go_right)
        self._choose_way(one=False)

    def speak(self, code: str) -> None:
        """Another language, at once; nothing else changes."""
        self._code = code
        self._head.speak(code)
        self._fill()

    def show_view(self, view: DeskView) -> None:
        """The démarche as it now stands."""
        self._view = view
        self._head.show_view(view)
        self._fill()

    @property
    def current(self) -> str:
        """The line the person is on: the staff goes on from there."""
        return self._key

    def step_by_step(self) -> None:
        """One step at a time."""
        self._choose_way(one=True)

    def next_step(self) -> None:
        """The step after this one."""
        self._move(1)

    def _choose_way(self, one: bool) -> None:  # noqa: FBT001 - a slot
        self._one = one
        self._steps.setVisible(one)
        for arrow in self._arrows:
            arrow.setEnabled(one)
        self._fill()

    def _fill(self) -> None:
        look = speaking(self._look, self._code)
        rtl = look.texts.language.rtl
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        self._way.show_ways(look, one=self._one)
        if self._view is None:
            return
        lines = entries(self._view)
        steps = [key(entry) for entry in lines if not isinstance(entry, Title)]
        if self._key not in steps and steps:
            # An answered question is gone: what comes now stands in its place.
            before = self._shown.index(self._key) if self._key in self._shown else 0
            self._key = steps[min(before, len(steps) - 1)]
        self._shown = tuple(steps)
        if self._one:
            lines = _step(lines, self._key)
            self._steps.show_step(look, steps.index(self._key) + 1 if steps else 0, len(steps))
        self._show_lines(look, lines)
        if self._one:
            self._later.start()

    def _show_lines(self, look: Look, lines: tuple[Entry, ...]) -> None:
        clear(self._lines)
        for entry in lines:
            line = line_of(look, entry, advice=True)
            if isinstance(line, ApplicantQuestion):
                line.answered.connect(self.answered)
            line.setObjectName(key(entry))
            self._lines.addWidget(line)

    def _move(self, by: int) -> None:
        if self._key in self._shown:
            at = self._shown.index(self._key) + by
            if 0 <= at < len(self._shown):
                self.follow(self._shown[at])

    def _go_left(self) -> None:
        self._move(1 if speaking(self._look, self._code).texts.language.rtl else -1)

    def _go_right(self) -> None:
        self._move(-1 if speaking(self._look, self._code).texts.language.rtl else 1)

    def follow(self, line: str) -> None:
        """Show the line the staff is on: as the step, or in sight of the list."""
        if line not in self._shown:
            return
        self._key = line
        if self._one:
            self._fill()
        else:
            self._later.start()

    def _bring(self) -> None:
        for at in range(self._lines.count()):
            item = self._lines.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget.objectName() == self._key:
                self._scroll.ensureWidgetVisible(widget)


def _step(lines: tuple[Entry, ...], wanted: str) -> tuple[Entry, ...]:
    """The wanted line, under its heading."""
    heading: tuple[Entry, ...] = ()
    for entry in lines:
        if isinstance(entry, Title):
            heading = (entry,)
        elif key(entry) == wanted:
            return (*heading, entry)
    return ()
