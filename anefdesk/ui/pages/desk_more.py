"""What the desk keeps folded under the lines: answers given, what is no longer asked, steps, pitfalls, outputs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.facts import Truth
from anefdesk.domain.procedure import Document, Statement
from anefdesk.services.demarches import DeskView
from anefdesk.ui import tokens, words
from anefdesk.ui.desk_entries import answered
from anefdesk.ui.pages.desk_explain import StatementLines
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Section, clear, row
from anefdesk.ui.widgets.texts import Text


class DeskMore(QWidget):
    """Folded sections. ``reopened`` carries a fact whose answer is to be asked again."""

    reopened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._procedure = ("", "")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.GAP))
        ui = look.ui
        self._answers = Section(look, ui("Réponses données"), open_=False)
        self._aside = Section(look, ui("Sans objet pour cette personne"), open_=False)
        self._waiting = Section(look, ui("Pièces qui dépendent d’une réponse"), open_=False)
        self._left = Section(look, ui("N’est plus demandé"), open_=False)
        outer.addWidget(self._answers)
        outer.addWidget(self._left)
        outer.addWidget(self._waiting)
        outer.addWidget(self._aside)
        self._law = QVBoxLayout()
        self._law.setSpacing(look.dp(tokens.GAP))
        outer.addLayout(self._law)

    def show_view(self, view: DeskView) -> None:
        """The sections of this démarche."""
        self._show_answers(view)
        self._show_left(view)
        for section, truth in ((self._waiting, Truth.UNKNOWN), (self._aside, Truth.NO)):
            self._show_names(section, [row_.document for row_ in view.checklist.rows if row_.applies is truth])
        shown = view.procedure.id, view.catalogue.version
        if shown != self._procedure:
            self._procedure = shown
            self._show_law(view)

    def _show_names(self, section: Section, documents: Sequence[Document]) -> None:
        clear(section.body)
        for document in documents:
            said = f"{document.name} – {document.condition}" if document.condition else document.name
            section.body.addWidget(Text(self._look, said, tone="soft"))
        section.set_note(str(len(documents)))
        section.setVisible(bool(documents))

    def _show_answers(self, view: DeskView) -> None:
        look = self._look
        clear(self._answers.body)
        known = answered(view)
        for fact, value in known:
            across = row(look)
            across.addWidget(Text(look, fact.question), 1)
            told = Text(look, answer_words(look.texts, fact, value), strong=True)
            told.setWordWrap(False)
            across.addWidget(told)
            if not fact.derived:
                again = CarryingButton(
                    look, look.ui("Modifier"), fact.id, "pencil",
                    name=look.ui("Modifier la réponse : %(question)s", question=fact.question),
                )  # fmt: skip
                again.carried.connect(self.reopened)
                across.addWidget(again)
            else:
                from_file = Text(look, look.ui("d’après le dossier"), points=tokens.SMALL, tone="soft")
                from_file.setWordWrap(False)
                across.addWidget(from_file)
            self._answers.body.addLayout(across)
        self._answers.set_note(str(len(known)))
        self._answers.setVisible(bool(known))

    def _show_left(self, view: DeskView) -> None:
        """States recorded for lines that another version of the list had: they stay in the file."""
        look = self._look
        clear(self._left.body)
        for one in view.left:
            state = look.ui(words.ITEM[one.item.state])
            self._left.body.addWidget(Text(look, f"{one.name} – {state}", tone="soft"))
        self._left.set_note(str(len(view.left)))
        self._left.setVisible(bool(view.left))

    def _show_law(self, view: DeskView) -> None:
        ui, procedure = self._look.ui, view.procedure
        clear(self._law)
        for title, statements, numbered in (
            (ui("Étapes sur l’ANEF"), procedure.steps, True),
            (ui("Pièges"), procedure.pitfalls, False),
            (ui("Ce que la personne reçoit"), procedure.outputs + procedure.card_duration, False),
            (ui("Délais et silence de l’administration"), procedure.silence + procedure.processing_time, False),
            (ui("Droit au travail"), procedure.work_right, False),
            (ui("Prix et exemptions"), tuple(fee.statement for fee in procedure.fees) + procedure.exemptions, False),
            (ui("Base légale et entrée du menu"), (procedure.legal_basis, procedure.category), False),
        ):
            if statements:
                self._law.addWidget(self._section(title, statements, view, numbered=numbered))

    def _section(self, title: str, statements: Sequence[Statement], view: DeskView, *, numbered: bool) -> Section:
        section = Section(self._look, title, open_=False)
        for at, statement in enumerate(statements, start=1):
            lines = StatementLines(self._look, statement, view.catalogue.sources, number=at if numbered else 0)
            section.body.addLayout(lines)
        return section
