"""« Échéances » on a person's page: the next three dates, and the way to all of them."""

from PySide6.QtCore import Signal

from anefdesk.services.casework import FileView
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.ui import clock_words, tokens
from anefdesk.ui.pages.clock_head import in_sight
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

_SHOWN = 3


class ClockSection(Section):
    """``opened`` asks for the whole clock."""

    opened = Signal()

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, look.ui("Échéances"))
        self._file = file
        self.all = QuietButton(look, look.ui("Toutes les échéances"), "arrow-right")
        self.all.clicked.connect(self.opened)
        self.header.addWidget(self.all)

    def show_file(self, view: FileView) -> None:
        """Reckon again what the file now says."""
        del view
        self._file.deeds.read(self._file.desk.deadlines.view, self._file.case, then=self._show_clock)

    def _show_clock(self, view: ClockView) -> None:
        look = self._file.look
        clear(self.body)
        lines = in_sight(view)
        for line in lines[:_SHOWN]:
            if self.body.count():
                self.body.addWidget(Line(look))
            self._one(line, view)
        if not lines:
            advice = look.ui("Aucune date à venir. Notez ce qui s’est passé : dépôt, attestation, refus.")
            self.body.addWidget(Text(look, advice, tone="soft"))
        self.set_note(str(len(lines)) if lines else "")

    def _one(self, line: ClockLine, view: ClockView) -> None:
        look, due = self._file.look, line.due
        on = due.front or view.today
        state, word = clock_words.standing(look, due, (on - view.today).days, done=line.done)
        said = column(look, 2)
        head = Flow(look)
        day, _, away = long_date(look.texts, on, view.today).rpartition(", ")
        for words in (Text(look, f"{day},", strong=True), Text(look, away)):
            words.setWordWrap(False)
            head.addWidget(words)
        head.addWidget(StateBadge(look, state, word))
        if due.to_check:
            head.addWidget(StateBadge(look, tokens.State.TO_CHECK))
        said.addLayout(head)
        said.addWidget(Text(look, f"{look.ui(clock_words.OUTCOME[due.what])} – {due.deadline.title}"))
        self.body.addLayout(said)
