"""One question of a letter: its words, the field that fits it, what the file tells. Saved as it is left."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from anefdesk.domain.letter_template import FieldKind, Needed
from anefdesk.domain.partial_date import shown
from anefdesk.services.letter_views import FieldLine
from anefdesk.ui import tokens
from anefdesk.ui.pages.harms_form import euros
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.texts import Text, labelled

_LETTERS, _LINES, _LONGEST = 24, 4, 1000
_YES_NO = ("yes", "no")


class LeftBox(QPlainTextEdit):
    """Several lines; ``left`` tells that the cursor went elsewhere. Tab goes on."""

    left = Signal()

    def __init__(self, look: Look, name: str, lines: int = _LINES) -> None:
        super().__init__()
        self.setFont(look.font())
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + look.dp(20))

    def text(self) -> str:
        """As typed: Qt's own plain text loses unbreakable spaces."""
        return self.document().toRawText().replace("\u2029", "\n")

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """What was typed is complete."""
        super().focusOutEvent(event)
        self.left.emit()


class _YesNo(QWidget):
    """Two round boxes."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        inside = Flow(look, gap=tokens.PADDING)
        self.setLayout(inside)
        self._group = QButtonGroup(self)
        for number, words in enumerate((look.ui("Oui"), look.ui("Non"))):
            button = QRadioButton(words)
            button.setFont(look.font())
            button.setAccessibleName(f"{words} – {name}")
            self._group.addButton(button, number)
            inside.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._tell)

    def show_value(self, value: str) -> None:
        """Yes, no, or neither yet."""
        self._group.setExclusive(False)
        for number, one in enumerate(_YES_NO):
            self._group.button(number).setChecked(one == value)
        self._group.setExclusive(True)

    def _tell(self, number: int) -> None:
        self.chosen.emit(_YES_NO[number])


class Question(QWidget):
    """One field. ``filled`` carries its id and what was typed or chosen."""

    filled = Signal(str, str)

    def __init__(self, look: Look, needed: Needed, today: date) -> None:
        super().__init__()
        self.needed = needed
        self._look, self._told, self._sent, self._value, self._day = look, "", "", "", ""
        self.field = self._make(today)
        self._note = Text(look, points=tokens.SMALL, tone="soft")
        self.wrong = Text(look, points=tokens.SMALL, tone="urgent")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(2))
        down.addWidget(labelled(look, needed.question, self.field))
        for widget in (self.field, self._note, self.wrong):
            down.addWidget(widget)
        self.setFocusProxy(self.field)
        for widget in (self._note, self.wrong):
            widget.hide()

    def _make(self, today: date) -> QWidget:
        look, needed = self._look, self.needed
        if needed.kind is FieldKind.DAY:
            day = DateField(look, needed.question, today)
            day.line.setAccessibleName(needed.question)
            day.changed.connect(self._tell)
            return day
        if needed.kind is FieldKind.CHOICE:
            choice = Choice(look, needed.question, [(one.id, one.name) for one in needed.choices])
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(_LETTERS)
            choice.setPlaceholderText(look.ui("Choisissez"))
            choice.set_value(None)
            choice.decided.connect(self._tell)
            return choice
        if needed.kind is FieldKind.YES_NO:
            both = _YesNo(look, needed.question)
            both.chosen.connect(self._tell)
            return both
        if needed.kind is FieldKind.LONG_TEXT:
            box = LeftBox(look, needed.question)
            box.left.connect(self._left)
            return box
        line = QLineEdit()
        line.setFont(look.font())
        line.setMaxLength(_LONGEST)
        if needed.kind is not FieldKind.TEXT:
            line.setMaximumWidth(look.dp(200))
            line.setPlaceholderText(look.ui("euros, par exemple 1250,50") if needed.kind is FieldKind.AMOUNT else "")
        line.editingFinished.connect(self._left)
        return line

    def show_line(self, line: FieldLine) -> None:
        """What is known now; what is being typed stays."""
        look, value = self._look, line.typed or line.told
        unsaved = self.unsaved()
        self._value = value
        if line.typed and line.told and line.typed != line.told:
            said = look.ui("Le dossier dit : %(what)s", what=self._written(line.told))
        else:
            said = look.ui("d’après le dossier") if line.told and not line.typed else ""
        if line.needed.optional and not value:
            said = look.ui("facultatif")
        self._note.setText(said)
        self._note.setVisible(bool(said))
        if unsaved is None:
            self._write(value)
            self.refuse("")

    def _written(self, value: str) -> str:
        if self.needed.kind is FieldKind.DAY:
            return shown(value)
        if self.needed.kind is FieldKind.AMOUNT and value.isdecimal():
            return euros(int(value))
        if self.needed.kind is FieldKind.YES_NO:
            return self._look.ui("oui") if value == "yes" else self._look.ui("non")
        return next((one.name for one in self.needed.choices if one.id == value), value)

    def _write(self, value: str) -> None:
        field = self.field
        self._told = self._written(value) if value else ""
        if isinstance(field, DateField):
            field.set_iso(value)
        elif isinstance(field, Choice):
            field.set_value(value)
        elif isinstance(field, _YesNo):
            field.show_value(value)
        elif isinstance(field, LeftBox) and field.text() != self._told:
            field.setPlainText(self._told)
        elif isinstance(field, QLineEdit):
            field.setText(self._told)

    def _typed(self) -> str:
        if isinstance(self.field, DateField):
            return self.field.line.text()
        if isinstance(self.field, QLineEdit):
            return self.field.text()
        return self.field.text() if isinstance(self.field, LeftBox) else self._told

    def unsaved(self) -> str | None:
        """What is typed and not saved."""
        told = shown(self._value) if isinstance(self.field, DateField) else self._told
        return self._typed() if self._typed().strip() != told.strip() else None

    def put_back(self, text: str) -> None:
        """The same from a draft."""
        if isinstance(self.field, DateField):
            self.field.line.setText(text)
        elif isinstance(self.field, QLineEdit):
            self.field.setText(text)
        elif isinstance(self.field, LeftBox):
            self.field.setPlainText(text)

    def settle(self) -> None:
        """What was told is kept."""
        self._told, self._value = self._sent, self._day or self._value
        self.refuse("")

    def refuse(self, words: str) -> None:
        """Say beside the field why it was not kept."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def _left(self) -> None:
        text = self._typed().strip()
        if text != self._told.strip():
            self._tell(text)

    def _tell(self, value: str) -> None:
        self._sent, self._day = self._typed(), value if isinstance(self.field, DateField) else ""
        self.filled.emit(self.needed.id, value)
