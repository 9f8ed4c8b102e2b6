"""What stops this person on the State's site: each blockage with its next remedy, and the way to report one."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from anefdesk.domain.ladder import RungState
from anefdesk.services.blockages import BlockageView
from anefdesk.services.casework import FileView
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.pages.destinations import ToBlockage, ToConsents, ToEvidence
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text


class BlockagesSection(Section):
    """``go`` carries where a button leads. Ctrl+B reports a blockage from anywhere on the page."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Blocages"))
        self._file = file
        look = file.look
        agree = QuietButton(look, look.ui("Accords"), "pencil")
        agree.setAccessibleName(look.ui("Accords de la personne"))
        agree.clicked.connect(self._to_consents)
        self._evidence = QuietButton(look, look.ui("Dossier de preuves"), "books")
        self._evidence.clicked.connect(self._to_evidence)
        self._evidence.hide()
        self.log = PlainButton(look, look.ui("Signaler un blocage"), "ban", tip="Ctrl+B")
        self.log.clicked.connect(self._report)
        for button in (agree, self._evidence, self.log):
            self.header.addWidget(button)
        self._key = QShortcut(QKeySequence("Ctrl+B"), self)
        self._key.activated.connect(self._report)

    def show_file(self, view: FileView) -> None:
        """Read again: every change of the file may be one of these."""
        del view
        self._file.deeds.read(self._file.desk.blockages.view, self._file.case, then=self._show_views)

    def _show_views(self, views: tuple[BlockageView, ...]) -> None:
        look = self._file.look
        clear(self.body)
        lasting = [view for view in views if not view.blockage.ended_on]
        for view in (*lasting, *(view for view in views if view.blockage.ended_on)):
            if self.body.count():
                self.body.addWidget(Line(look))
            self.body.addLayout(self._one(view))
        if not views:
            advice = look.ui("Rien de noté. Le site refuse, se tait ou se trompe ? Signalez-le : chaque essai compte.")
            self.body.addWidget(Text(look, advice, tone="soft"))
        self.set_note(look.ui_n("%(n)d en cours", "%(n)d en cours", len(lasting)) if lasting else "")
        self._evidence.setVisible(bool(views))

    def _one(self, view: BlockageView) -> QHBoxLayout:
        look, today = self._file.look, self._file.today
        across, said = row(look), column(look, 0)
        title = view.kind.title
        said.addWidget(Text(look, title, strong=True))
        said.addWidget(Text(look, self._next(view, today), points=tokens.SMALL, tone="soft"))
        across.addLayout(said, 1)
        deeds = Flow(look, to_end=True)
        late = view.next is not None and view.next.passed
        late = late or any(rung.remedy and rung.passed for rung in view.ladder)
        if view.blockage.ended_on:
            deeds.addWidget(StateBadge(look, State.SETTLED, look.ui("fini")))
        else:
            word = look.ui("en retard") if late else look.ui("en cours")
            deeds.addWidget(StateBadge(look, State.URGENT if late else State.SOON, word))
        name = look.ui("Ouvrir : %(procedure)s", procedure=title)
        button = CarryingButton(look, look.ui("Ouvrir"), view.blockage.id, "arrow-right", name=name)
        button.carried.connect(self._open)
        deeds.addWidget(button)
        across.addLayout(deeds)
        return across

    def _next(self, view: BlockageView, today: date) -> str:
        look = self._file.look
        if view.blockage.ended_on:
            return look.ui("fini : %(when)s", when=blockage_words.on_day(look.texts, view.blockage.ended_on, today))
        if view.next is None:
            return look.ui("rien à faire d’autre qu’attendre")
        said = look.ui("ensuite : %(step)s", step=view.next.step.title)
        on = view.next.due or (view.next.opens if view.next.state is RungState.LATER else None)
        return f"{said}, {long_date(look.texts, on, today)}" if on is not None else f"{said}. {view.next.why}"

    def _open(self, blockage: object) -> None:
        self.go.emit(ToBlockage(self._file.case, blockage))  # type: ignore[arg-type]  # the id of a row

    def _report(self) -> None:
        self.go.emit(ToBlockage(self._file.case))

    def _to_consents(self) -> None:
        self.go.emit(ToConsents(self._file.case))

    def _to_evidence(self) -> None:
        self.go.emit(ToEvidence(self._file.case))
