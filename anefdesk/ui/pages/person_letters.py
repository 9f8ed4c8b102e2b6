"""« Courriers » on a person's page: what is being written, what went, which answer is awaited; and another letter."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from anefdesk.services.casework import FileView
from anefdesk.services.letter_views import LetterLine, LetterState
from anefdesk.ui import tokens
from anefdesk.ui.pages import letter_words
from anefdesk.ui.pages.destinations import ToLetter, ToLetters
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

# What waits for somebody at the desk comes first.
_ORDER = (
    LetterState.LATE, LetterState.ISSUED, LetterState.DRAFT, LetterState.SENT, LetterState.ANSWERED, LetterState.KEPT,
)  # fmt: skip


class LettersSection(Section):
    """``go`` carries where a button leads. Ctrl+K writes a letter from anywhere on the page."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Courriers"))
        self._file = file
        self.write = PlainButton(file.look, file.look.ui("Écrire une lettre"), "mail", tip="Ctrl+K")
        self.write.clicked.connect(self._write)
        self.header.addWidget(self.write)
        self._key = QShortcut(QKeySequence("Ctrl+K"), self)
        self._key.activated.connect(self._write)

    def show_file(self, view: FileView) -> None:
        """Read again: every change of the file may be one of these."""
        del view
        self._file.deeds.read(self._file.desk.correspondence.letters, self._file.case, then=self._show_lines)

    def _show_lines(self, lines: tuple[LetterLine, ...]) -> None:
        look = self._file.look
        clear(self.body)
        for line in sorted(lines, key=lambda one: _ORDER.index(one.state)):
            if self.body.count():
                self.body.addWidget(Line(look))
            self.body.addLayout(self._one(line))
        if not lines:
            advice = look.ui("Aucune lettre. Le programme en propose selon ce qui bloque ; la personne la signe.")
            self.body.addWidget(Text(look, advice, tone="soft"))
        late = sum(line.state is LetterState.LATE for line in lines)
        said = look.ui_n("%(n)d réponse en retard", "%(n)d réponses en retard", late) if late else ""
        self.set_note(said or (str(len(lines)) if lines else ""))

    def _one(self, line: LetterLine) -> QHBoxLayout:
        look = self._file.look
        across, said = row(look), column(look, 0)
        title = letter_words.named(line)
        said.addWidget(Text(look, title, strong=True))
        note = letter_words.line_note(look, line, self._file.today)
        if note:
            said.addWidget(Text(look, note, points=tokens.SMALL, tone="soft"))
        across.addLayout(said, 1)
        deeds = Flow(look, to_end=True)
        state, word = letter_words.STAND[line.state]
        deeds.addWidget(StateBadge(look, state, look.ui(word)))
        name = look.ui("Ouvrir : %(procedure)s", procedure=title)
        button = CarryingButton(look, look.ui("Ouvrir"), line.letter.id, "arrow-right", name=name)
        button.carried.connect(self._open)
        deeds.addWidget(button)
        across.addLayout(deeds)
        return across

    def _open(self, letter: object) -> None:
        self.go.emit(ToLetter(self._file.case, letter=letter))  # type: ignore[arg-type]  # the id of a row

    def _write(self) -> None:
        self.go.emit(ToLetters(self._file.case))
