"""A line whose text a service checks when it is left: made regular, or refused with a sentence under it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.ui import errors, tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.script_font import ScriptFont
from anefdesk.ui.widgets.texts import Text


def as_typed(text: str) -> str:
    """No check but the ends."""
    return text.strip()


class CheckedLine(QWidget):
    """``accepted`` carries the stored form when the line is left with another good value.

    ``check`` gives it from what was typed, ``shown`` writes it back as people do; both run on the desk lane.
    """

    accepted = Signal(str)

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        name: str,
        *,
        check: Callable[[str], str] = as_typed,
        shown: Callable[[str], str] = as_typed,
        hint: str = "",
        ltr: bool = False,
    ) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._check = check
        self._shown = shown
        self._stored = ""
        self._typed = ""
        self._checking = False
        self.line = QLineEdit()
        self._script = ScriptFont(look, self.line)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.line.setMaxLength(10_000)
        if ltr:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._wrong = Text(look, points=tokens.SMALL, tone="urgent")
        self._wrong.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(2))
        inside.addWidget(self.line)
        inside.addWidget(self._wrong)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._left)

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def unsaved(self) -> bool:
        """Whether what stands here was typed and is not saved: still being typed, being checked, or refused."""
        waiting = self.line.text() != self._typed or self._checking or bool(self.line.property("wrong"))
        return self.line.isModified() and waiting

    def put_back(self, text: str) -> None:
        """Show again what was typed and not saved."""
        self.line.setText(text)
        self.line.setModified(True)

    def stored(self) -> str:
        """The last good value."""
        return self._stored

    def set_text(self, text: str) -> None:
        """Put typed text back, as from a draft."""
        self.line.setText(text)

    def set_stored(self, stored: str) -> None:
        """Show a stored value without announcing it, unless something typed here is not saved."""
        self._stored = stored
        self._jobs.desk(self._shown, stored, owner=self, then=self._write)

    def _write(self, text: str) -> None:
        unsaved = self.unsaved()
        self._typed = text
        if unsaved:
            return
        if self.line.text() != text:
            self.line.setText(text)
        self._say("")

    def _left(self) -> None:
        text = self.line.text()
        if text == self._typed:
            return
        self._typed = text
        self._checking = True
        run = _Checking(self, text)
        self._jobs.desk(run.work, owner=self, then=run.good, failed=self._refused)

    def checked(self, text: str) -> tuple[str, str]:
        """On the lane: stored and shown form of ``text``."""
        stored = self._check(text)
        return stored, self._shown(stored)

    def take(self, text: str, stored: str, shown: str) -> None:
        """The check's good result, unless something else was typed meanwhile."""
        self._checking = False
        if self.line.text() == text:
            self.line.setText(shown)
            self._typed = shown
        self.line.setModified(False)
        self._say("")
        if stored != self._stored:
            self._stored = stored
            self.accepted.emit(stored)

    def _refused(self, error: AnefdeskError) -> None:
        self._checking = False
        told = errors.explain(error, self._look.texts)
        self._say(" ".join(part for part in (told.what, told.todo) if part))

    def _say(self, wrong: str) -> None:
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self.line.setAccessibleDescription(wrong)
        if bool(self.line.property("wrong")) != bool(wrong):
            self.line.setProperty("wrong", bool(wrong))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
            self._script.apply()  # polishing forgets it


class _Checking:
    """One check under way."""

    def __init__(self, line: CheckedLine, text: str) -> None:
        self._line = line
        self._text = text

    def work(self) -> tuple[str, str]:
        return self._line.checked(self._text)

    def good(self, found: tuple[str, str]) -> None:
        self._line.take(self._text, *found)
