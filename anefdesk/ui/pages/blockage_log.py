"""« Signaler un blocage » : five lines and a capture, recorded at once with the hour and the fingerprint."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Blockage
from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.services.blockages import BlockageView
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.draft_keeping import whole
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.blockage_attempt import AttemptFields, Tools, form_line
from anefdesk.ui.pages.blockage_brought import BroughtList, Reported
from anefdesk.ui.pages.blockage_deeds import FILES, CaptureKeeping
from anefdesk.ui.pages.blockage_reading import Known, known_of
from anefdesk.ui.pages.destinations import ToBlockage, ToPerson
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.brought import Brought
from anefdesk.ui.widgets.buttons import PrimaryButton, QuietButton, shown_name
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.closed_list import ClosedList
from anefdesk.ui.widgets.drop_area import DropArea
from anefdesk.ui.widgets.frames import Card, PageScroll
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text

if TYPE_CHECKING:
    from anefdesk.domain.blockage_kinds import BlockageKind

_LETTERS = 24


class LogPage(QWidget):
    """``tools_changed`` carries the device and browser to remember on this PC."""

    go = Signal(object)
    tools_changed = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date,
        case: CaseId, demarche: ObjectId | None, tools: Tools,
    ) -> None:  # fmt: skip
        super().__init__()
        self.place = f"blockage:{case.hex()}"
        self._look, self._session, self._desk, self._case = look, session, session.desk, case
        self._tools, self._wanted = tools, demarche
        self._kept: Draft | None = None
        self._kinds: dict[str, BlockageKind] = {}
        self.blockage: ObjectId | None = None
        self._attempt: ObjectId | None = None
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self._keeping = CaptureKeeping(jobs, news, session.desk, case, self)
        ui = look.ui
        self.message = InlineMessage(look)
        self.what = ClosedList(look, ui(FIELD[Blockage]["code"]), (), ui("Tapez, ou flèche du bas pour tout voir"))
        self._proof = Text(look, points=tokens.SMALL, tone="soft")
        self.demarche = Choice(look, ui("Sur quelle démarche ?"), [(None, ui("aucune démarche de ce dossier"))])
        self.fields = AttemptFields(look, today, tools)
        self.drop = DropArea(look, FILES)
        self.brought = BroughtList(look)
        self._lay_out()
        self.what.decided.connect(self._chosen)
        for source in (self.fields, self.drop):
            source.brought.connect(self.bring)
        self._keeping.kept.connect(self.brought.kept)
        self._keeping.refused.connect(self.brought.refused)
        self._keeping.settled.connect(self._settled)
        for keys, deed in (("Ctrl+Return", self.save), (QKeySequence.StandardKey.Paste, self.drop.paste)):
            QShortcut(QKeySequence(keys), self).activated.connect(deed)
        self.setFocusProxy(self.what)
        self._deeds.read(known_of, self._desk, case, look.ui("Dossier de la personne"), then=self._build)

    def _lay_out(self) -> None:
        look, ui = self._look, self._look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        self._who = QuietButton(look, ui("Dossier de la personne"), "arrow-left")
        self._who.clicked.connect(self._to_person)
        body.addWidget(self._who, 0, Qt.AlignmentFlag.AlignLeading)
        head = Bending(look, self)
        head.addWidget(Heading(look, ui("Signaler un blocage")), 1)
        self.save_button = PrimaryButton(look, ui("Enregistrer le blocage"), "check", tip="Ctrl+↵")
        self.save_button.clicked.connect(self.save)
        head.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeading)
        body.addLayout(head)
        body.addWidget(self.message)
        self._form = Card(look)
        body.addWidget(self._form)
        what = QWidget()
        down = QVBoxLayout(what)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(2))
        down.addWidget(self.what)
        down.addWidget(self._proof)
        self._proof.hide()
        self.demarche.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.demarche.setMinimumContentsLength(_LETTERS)
        self._form.body.addLayout(form_line(look, self, ui(FIELD[Blockage]["code"]), what, self.what))
        self.fields.body.insertLayout(1, form_line(look, self, ui("Sur quelle démarche ?"), self.demarche))
        self._form.body.addWidget(self.fields)
        self.done = Reported(look)
        self.done.on.clicked.connect(self._to_blockage)
        self.done.again.clicked.connect(self._again)
        body.addWidget(self.done)
        body.addWidget(self.brought)
        body.addWidget(self.drop)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Signaler un blocage")

    def draft(self) -> Draft | None:
        """What is typed; captures are never kept outside the file."""
        if self.blockage is not None or self.under_way:
            return None
        fields = self.fields.kept()
        if self.what.text().strip():
            fields["what"] = self.what.value() or self.what.text()
        return Draft(self.place, fields, self._case) if fields else None

    @property
    def under_way(self) -> bool:
        """Whether it is being recorded right now: the deed itself keeps or forgets the draft."""
        return self.blockage is None and not self.save_button.isEnabled()

    def restore(self, draft: Draft) -> None:
        """Go on where it was left."""
        self._kept = draft
        self.fields.put_back(draft.fields)
        if self._kinds:
            self._put_back_what(draft.fields.get("what", ""))

    def _put_back_what(self, what: str) -> None:
        if what in self._kinds:
            self.what.set_value(what)
            self._chosen(what)
        else:
            self.what.setText(what)

    def print_page(self) -> None:
        """Nothing to print yet."""
        self.message.say(State.PLAIN, self._look.ui("Enregistrez d’abord le blocage."))

    def _build(self, known: Known) -> None:
        self._who.setText(shown_name(known.name))
        self._kinds = {kind.code: kind for kind in known.kinds}
        often = Counter(self._tools.codes)
        usual = sorted(known.kinds, key=lambda kind: -often[kind.code])  # those used most on this PC first
        self.what.set_options([(kind.code, kind.title) for kind in usual])
        self.demarche.set_options([*known.demarches, (None, self._look.ui("aucune démarche de ce dossier"))])
        self.demarche.set_value(self._wanted or (known.demarches[0][0] if len(known.demarches) == 1 else None))
        if self._kept is not None:
            self._put_back_what(self._kept.fields.get("what", ""))

    def _chosen(self, code: str) -> None:
        kind, ui = self._kinds.get(code), self._look.ui
        self._proof.setText(ui("Preuves utiles : %(proofs)s.", proofs=" ; ".join(kind.proof)) if kind else "")
        self._proof.setVisible(kind is not None)

    def bring(self, brought: Brought) -> None:
        """A capture: kept at once when the blockage is, else with it."""
        if self._attempt is None:
            self.brought.wait(brought)
        else:
            self._keep(brought)

    def _keep(self, brought: Brought) -> None:
        assert self.blockage is not None
        self.brought.begin(brought)
        self._keeping.keep(brought, self.blockage, self._attempt)

    def save(self) -> None:
        """Record the blockage with its first try; what is refused is said, and everything typed stays."""
        if self.blockage is not None or self.under_way:
            return
        ui, wrong = self._look.ui, self.fields.wrong()
        if not self.what.value():
            self._ask(ui("Dites d’abord ce qui bloque, dans la liste."), self.what)
        elif wrong is not None:
            self._ask(ui("Cette date ou cette heure n’existe pas."), wrong)
        else:
            draft = Draft(self.place, self.fields.kept() | {"what": self.what.value()}, self._case)
            self.save_button.setEnabled(False)
            values = {**self.fields.values(), "demarche": self.demarche.value()}
            code, tools = self.what.value(), self.fields.tools
            self.tools_changed.emit(replace(tools, codes=(code, *tools.codes)))
            self._deeds.do(whole, self._session, draft, _log, self._desk, self._case, code, values, then=self._saved)

    def _ask(self, what: str, field: QWidget) -> None:
        safe = self._look.ui("Rien n’est encore enregistré ; ce que vous avez tapé reste là.")
        self.message.say(State.SOON, what, safe)
        field.setFocus()

    def _failed(self, error: AnefdeskError) -> None:
        self.save_button.setEnabled(True)
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _saved(self, done: tuple[BlockageView, Touched]) -> None:
        view = done[0]
        self.blockage, self._attempt = view.blockage.id, view.attempts[0].id
        said = self._look.ui("Enregistré à %(time)s.", time=f"{datetime.now().astimezone():%H:%M}")
        self.message.say(State.SETTLED, said, self.what.text())
        self._form.hide()
        self.save_button.hide()
        self.done.tell(view)
        waiting, self.brought.waiting = self.brought.waiting, []
        for brought in waiting:
            self._keep(brought)
        self._settled()

    def _settled(self) -> None:
        """Whoever goes on has seen what became of the captures."""
        self.done.on.setEnabled(not self._keeping.under_way)
        self.done.on.setFocus()

    def _again(self) -> None:
        self.go.emit(ToBlockage(self._case, demarche=self.demarche.value()))

    def _to_blockage(self) -> None:
        self.go.emit(ToBlockage(self._case, self.blockage))

    def _to_person(self) -> None:
        self.go.emit(ToPerson(self._case))


def _log(desk: Desk, case: CaseId, code: str, values: dict[str, Any]) -> tuple[BlockageView, Touched]:
    blockage, touched = desk.blockages.log(case, code, **values)
    return desk.blockages.one(case, blockage), touched
