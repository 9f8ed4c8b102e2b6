"""The choice of a procedure, what is asked and when it will be filed; or a blank form of one, without any person."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.names import fold
from anefdesk.domain.procedure import Procedure
from anefdesk.domain.record import CaseId, Kind, ObjectId
from anefdesk.services.casework import FileView
from anefdesk.services.session import Session
from anefdesk.ui import tokens, words
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Leaf, ToDesk, ToInterview, ToPaper, ToPerson, ToRules
from anefdesk.ui.pages.local_part import LocalPart
from anefdesk.ui.pages.procedure_chosen import ProcedureChosen
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, EmptyState, Line, clear, column, row
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.search_box import name_buttons
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text

if TYPE_CHECKING:
    from anefdesk.domain.case import RequestKind


class ProceduresPage(QWidget):
    """All procedures of the catalogue, filtered while typing."""

    go = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId | None, language: str
    ) -> None:
        super().__init__()
        self.place = f"procedures:{case.hex() if case else ''}"
        self._look, self._jobs, self._news, self._today = look, jobs, news, today
        self._desk, self._case, self._language, self._first = session.desk, case, language, ""
        self._procedures: tuple[Procedure, ...] = ()
        self._chosen: ProcedureChosen | None = None
        self._department = ""
        self._ones: dict[str, QWidget] = {}
        self._kept: dict[str, str] = {}
        self.message = InlineMessage(look)
        self.line = QLineEdit()
        self.line.setAccessibleName(look.ui("Chercher une démarche"))
        self.line.setPlaceholderText(look.ui("Chercher : étudiant, réfugié, conjoint, adresse, perte…"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        name_buttons(look, self.line)
        self.line.textChanged.connect(self._filter)
        self.line.returnPressed.connect(self._take_first)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.dp(tokens.GAP))
        self._lay_out()
        self.line.setFocus()
        jobs.desk(self._desk.demarches.procedures, owner=self, then=self._show, failed=self.message.show_error)
        if case is not None:
            jobs.desk(self._desk.casework.reload, case, owner=self, then=self._name, failed=self.message.show_error)

    def _lay_out(self) -> None:
        look = self._look
        if self._case is None:
            told = look.ui("Pour ouvrir une démarche, partez du dossier d’une personne.")
            self._scroll = HeadedPage(look, self, look.ui("Démarches du catalogue"), told)
        else:
            back = look.ui("Dossier de la personne")
            self._scroll = HeadedPage(look, self, look.ui("Ouvrir une démarche"), back=back)
            self._scroll.left.connect(self._to_person)
        body = self._scroll.body
        ask = PlainButton(look, look.ui("Quelle démarche ? Chercher avec la personne"), "help-circle")
        ask.clicked.connect(self._to_interview)
        rules = QuietButton(look, look.ui("Règles générales"), "books")
        rules.clicked.connect(self._to_rules)
        ways = Flow(look)
        ways.addWidget(ask)
        ways.addWidget(rules)
        body.addLayout(ways)
        body.addWidget(self.line)
        body.addWidget(self.message)
        body.addLayout(self._list)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Démarches")

    def draft(self) -> Draft | None:
        """What is typed of a préfecture under the procedure chosen."""
        typed = self._chosen.local.kept() if self._chosen is not None else {}
        chosen = {"procedure": self._chosen.procedure.id} if self._chosen is not None else {}
        return Draft(self.place, typed | chosen, self._case) if typed else None

    def restore(self, draft: Draft) -> None:
        """Unfold that procedure again, once they are read."""
        self._kept = dict(draft.fields)
        self._put_back()

    def _put_back(self) -> None:
        if self._kept.get("procedure") in self._ones:
            self.choose(self._kept["procedure"])
            assert self._chosen is not None
            self._chosen.local.put_back(self._kept)
            self._kept = {}

    def print_page(self) -> None:
        """The blank form of the chosen procedure."""
        self._blank()

    def _name(self, view: FileView) -> None:
        head = view.file.main_name
        self._department = view.file.person.department
        self._read_local()
        self._scroll.tell(self._look.ui("pour %(name)s", name=head.latin() or head.native()) if head else "")

    def _show(self, procedures: tuple[Procedure, ...]) -> None:
        self._procedures = procedures
        self._filter(self.line.text())
        self._put_back()

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        found = [one for one in self._procedures if all(word in _searched(one) for word in wanted)]
        found.sort(key=lambda one: one.id != "-".join(wanted))
        self._first = found[0].id if found else ""
        self._chosen = None
        self._ones = {}
        clear(self._list)
        for family in dict.fromkeys(one.family for one in found):
            name = self._look.ui(words.FAMILY.get(family, family))
            self._list.addWidget(Text(self._look, name, points=tokens.SMALL, strong=True, tone="soft"))
            card = Card(self._look)
            card.body.setContentsMargins(*(self._look.dp(tokens.SPACE),) * 4)
            card.body.setSpacing(0)
            for procedure in (one for one in found if one.family == family):
                if card.body.count():
                    card.body.addWidget(Line(self._look))
                card.body.addWidget(self._one(procedure))
            self._list.addWidget(card)
        if not found and self._procedures:
            nothing = self._look.ui("Aucune démarche de ce nom dans le catalogue.")
            advice = self._look.ui("Essayez un autre mot : le titre demandé, la situation, l’événement.")
            ask = self._look.ui("Chercher avec la personne")
            empty = EmptyState(self._look, nothing, advice, action=ask, icon="search")
            empty.acted.connect(self._to_interview)
            self._list.addWidget(empty)

    def _one(self, procedure: Procedure) -> QWidget:
        look = self._look
        one = QWidget()
        self._ones[procedure.id] = one
        inside = QVBoxLayout(one)
        inside.setContentsMargins(look.dp(12), look.dp(6), look.dp(4), look.dp(6))
        inside.setSpacing(look.dp(tokens.GAP))
        head = row(look)
        said = column(look, 0)
        said.addWidget(Text(look, procedure.name, strong=True))
        said.addWidget(Text(look, procedure.audience, points=tokens.SMALL, tone="soft"))
        head.addLayout(said, 1)
        on_anef = procedure.on_anef
        deeds = Flow(look, to_end=True)
        deeds.addWidget(StateBadge(look, words.ON_ANEF_TONE[on_anef], look.ui(words.ON_ANEF[on_anef])))
        name = look.ui("Choisir : %(procedure)s", procedure=procedure.name)
        button = CarryingButton(look, look.ui("Choisir"), procedure.id, "arrow-right", name=name)
        button.carried.connect(self.choose)
        deeds.addWidget(button)
        head.addLayout(deeds)
        inside.addLayout(head)
        return one

    def choose(self, procedure_id: str) -> None:
        """Unfold what is left to say of this procedure."""
        if self._chosen is not None:
            self._chosen.hide()
            self._chosen.deleteLater()
        procedure = next(one for one in self._procedures if one.id == procedure_id)
        local = LocalPart(self._look, self._jobs, self._news, self._desk, self._today)
        local.changed.connect(self._read_local)
        self._chosen = ProcedureChosen(self._look, procedure, self._today, local, person=self._case is not None)
        self._read_local()
        self._chosen.begun.connect(self._begin)
        self._chosen.blank.connect(self._blank)
        inside = self._ones[procedure_id].layout()
        if inside is not None:
            inside.addWidget(self._chosen)
            self._chosen.show()
        several = len(procedure.requests) > 1 or self._case is None
        (self._chosen.request if several else self._chosen.button).setFocus()

    def _read_local(self) -> None:
        if self._chosen is not None:
            self._jobs.desk(
                self._desk.local_knowledge.of, self._chosen.procedure.id, self._department,
                owner=self._chosen, then=self._chosen.local.show_local, failed=self.message.show_error,
            )  # fmt: skip

    def _take_first(self) -> None:
        if self._first:
            self.choose(self._first)

    def _begin(self) -> None:
        if self._chosen is None or self._case is None:
            return
        day = self._chosen.day.day() or self._today
        request: RequestKind = self._chosen.request.value()
        self._chosen.button.setEnabled(False)
        self._jobs.desk(
            self._desk.demarches.begin, self._case, self._chosen.procedure.id, request, day,
            owner=self, then=self._begun, failed=self.message.show_error,
        )  # fmt: skip

    def _begun(self, demarche: ObjectId) -> None:
        assert self._case is not None
        self._news.touched.emit(Touched(frozenset({self._case}), frozenset({Kind.DEMARCHE})))
        self.go.emit(ToDesk(self._case, demarche))

    def _blank(self) -> None:
        if self._chosen is not None:
            wanted = self._chosen.procedure.id
            request = self._chosen.request.value()
            self.go.emit(ToPaper(Leaf.BLANK, self._language, procedure=wanted, request=request))

    def _to_interview(self) -> None:
        self.go.emit(ToInterview(self._case))

    def _to_rules(self) -> None:
        self.go.emit(ToRules())

    def _to_person(self) -> None:
        if self._case is not None:
            self.go.emit(ToPerson(self._case))


def _searched(procedure: Procedure) -> str:
    return fold(f"{procedure.name} {procedure.audience} {procedure.family} {procedure.id}")
