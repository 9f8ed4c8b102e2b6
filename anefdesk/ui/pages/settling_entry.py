"""« Écrire autre chose »: the control that a field's own form has, and the button that settles. Used by the card."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from anefdesk.domain.case import Staff
from anefdesk.domain.staff import Role
from anefdesk.services.review_names import Entry
from anefdesk.services.reviewing import Disagreement
from anefdesk.ui import tokens
from anefdesk.ui.pages import settling_words
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.closed_list import ClosedList
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.texts import Text

_WIDE, _HIGH = 320, 96  # pixels before zoom


class ThirdValue(QWidget):
    """``written`` carries text as typed, or what was chosen."""

    written = Signal(object)

    def __init__(self, look: Look, one: Disagreement, today: date) -> None:
        super().__init__()
        self._look = look
        self.one = one
        name = settling_words.field(look, one)
        self._hint = Text(look, points=tokens.SMALL, tone="urgent")
        self._hint.hide()
        self.control = self._made(name, today)
        done = PlainButton(look, look.ui("Garder ce que j’écris"), "check")
        done.setAccessibleName(look.ui("Garder ce que j’écris : %(field)s", field=name))
        done.clicked.connect(self._tell)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(tokens.SPACE))
        down.addWidget(self.control)
        down.addWidget(self._hint)
        ways = Flow(look)
        ways.addWidget(done)
        down.addLayout(ways)
        if isinstance(self.control, QLineEdit):
            self.control.returnPressed.connect(self._tell)

    def _made(self, name: str, today: date) -> QWidget:
        look, one = self._look, self.one
        options = self._choices()
        if options is not None:
            choice = Choice(look, name, options)
            choice.setMaximumWidth(look.dp(_WIDE))
            return choice
        if one.options:
            return ClosedList(look, name, one.options, look.ui("Tapez, ou flèche du bas pour tout voir"))
        if one.form.entry in {Entry.DAY, Entry.PART}:
            return DateField(look, name, today, partial=one.form.entry is Entry.PART)
        if one.form.entry is Entry.LINES:
            box = QPlainTextEdit()
            box.setFont(look.font())
            box.setTabChangesFocus(True)
            box.setFixedHeight(look.dp(_HIGH))
            box.setAccessibleName(name)
            return box
        line = QLineEdit()
        line.setFont(look.font())
        line.setAccessibleName(name)
        line.setMaxLength(10_000)
        line.setMaximumWidth(look.dp(_WIDE))
        if one.form.entry in {Entry.HOUR, Entry.EUROS}:
            line.setPlaceholderText("16:40" if one.form.entry is Entry.HOUR else "540,50")
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        return line

    def _choices(self) -> list[tuple[object, str]] | None:
        look, one = self._look, self.one
        if one.law.boolean:
            return [(value, settling_words.choice(look, one, value)) for value in (True, False)]
        if isinstance(one.thing, Staff) and one.form.names:
            return [(role.value, settling_words.choice(look, one, role.value)) for role in Role]
        if one.law.enum is None:
            return None
        return [(value, settling_words.choice(look, one, value)) for value in one.law.enum]

    def begin(self) -> None:
        """Put the cursor in it."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """What is typed and not kept yet."""
        control = self.control
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText()
        if isinstance(control, DateField):
            return control.line.text()
        return control.text() if isinstance(control, QLineEdit) else ""

    def put_back(self, text: str) -> None:
        """Show again what was typed."""
        control = self.control
        if isinstance(control, QPlainTextEdit):
            control.setPlainText(text)
        elif isinstance(control, DateField):
            control.line.setText(text)
        elif isinstance(control, QLineEdit):
            control.setText(text)

    def _tell(self) -> None:
        control = self.control
        if isinstance(control, Choice):
            self.written.emit(control.value())
        elif isinstance(control, DateField):
            self._give(control.iso(), wrong=not control.valid())
        elif isinstance(control, ClosedList):
            self._give(control.value(), wrong=control.unknown())
        else:
            self._give(self.text(), wrong=False)

    def _give(self, value: str, *, wrong: bool) -> None:
        ui = self._look.ui
        said = ui("Cette valeur n’est pas comprise.") if wrong else "" if value.strip() else ui("Écrivez d’abord.")
        self._hint.setText(said)
        self._hint.setVisible(bool(said))
        if said:
            self.begin()
        else:
            self.written.emit(value)
