"""What a letter must still know, asked in words: what is missing first, then what the file tells. For its page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.letter_template import Needed
from anefdesk.services.letter_views import FieldLine
from anefdesk.ui import tokens
from anefdesk.ui.pages.letter_field import Question
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.texts import Text


class Questions(QWidget):
    """Those without an answer first; what the file tells, and what may be left out, is folded below."""

    filled = Signal(str, str)

    def __init__(self, look: Look, today: date) -> None:
        super().__init__()
        self._look, self._today = look, today
        self._rows: dict[str, Question] = {}
        self._asked: set[str] = set()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.PADDING))
        self.asked = Section(look, look.ui("À compléter"))
        self.known = Section(look, look.ui("Ce que le dossier dit, et le facultatif"), open_=False)
        for section in (self.asked, self.known):
            section.body.setSpacing(look.dp(tokens.PADDING))
            outer.addWidget(section)
        self._done = Text(look, look.ui("Rien ne manque."), tone="settled", strong=True)
        self.asked.body.addWidget(self._done)

    def show_fields(self, fields: Iterable[FieldLine]) -> None:
        """The questions as they stand; a row keeps its place once it was asked."""
        wanted: dict[str, FieldLine] = {}
        for line in fields:
            if line.lacking or (line.typed and line.needed.id not in self._rows):
                self._asked.add(line.needed.id)
            if line.lacking or line.typed or line.told or line.needed.optional:
                wanted[line.needed.id] = line
        for name in [name for name in self._rows if name not in wanted]:
            row = self._rows.pop(name)
            row.hide()
            row.deleteLater()
        self._place(self.asked, [line for name, line in wanted.items() if name in self._asked])
        self._place(self.known, [line for name, line in wanted.items() if name not in self._asked])
        lacking = sum(line.lacking for line in wanted.values())
        self._done.setVisible(not lacking)
        self.asked.set_note(
            self._look.ui_n("%(n)d réponse manque", "%(n)d réponses manquent", lacking) if lacking else ""
        )
        rest = len(wanted) - len(self._asked & set(wanted))
        self.known.setVisible(bool(rest))
        self.known.set_note(str(rest))
        self._chain()

    def _place(self, section: Section, lines: Sequence[FieldLine]) -> None:
        for at, line in enumerate(lines):
            row = self._row(line)
            if section.body.indexOf(row) != at:  # moving it would take the cursor away
                section.body.insertWidget(at, row)
                row.show()

    def _row(self, line: FieldLine) -> Question:
        row = self._rows.get(line.needed.id)
        if row is None:
            row = self._rows[line.needed.id] = Question(self._look, line.needed, self._today)
            row.filled.connect(self.filled)
        row.show_line(line)
        return row

    def _chain(self) -> None:
        """The keyboard goes down the page, also through rows that came later."""
        before: QWidget | None = None
        for field in self._in_order():
            if before is not None:
                QWidget.setTabOrder(before, field)
            before = field

    def _in_order(self) -> Iterator[QWidget]:
        for section in (self.asked, self.known):
            for at in range(section.body.count()):
                item = section.body.itemAt(at)
                row = item.widget() if item is not None else None
                if isinstance(row, Question):
                    yield row.field

    def first(self) -> QWidget | None:
        """Where to begin."""
        return next(self._in_order(), None)

    def first_lacking(self, missing: Iterable[Needed]) -> QWidget | None:
        """The first field without its answer."""
        return next((self._rows[one.id].field for one in missing if one.id in self._rows), None)

    def settle(self, name: str) -> None:
        """An answer is kept."""
        if name in self._rows:
            self._rows[name].settle()

    def refuse(self, name: str, words: str) -> None:
        """Why an answer was not kept."""
        if name in self._rows:
            self._rows[name].refuse(words)

    def kept(self) -> dict[str, str]:
        """What is typed and not saved."""
        found = ((name, row.unsaved()) for name, row in self._rows.items())
        return {f"field {name}": text for name, text in found if text is not None}

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        for name, row in self._rows.items():
            if f"field {name}" in fields:
                row.put_back(fields[f"field {name}"])
