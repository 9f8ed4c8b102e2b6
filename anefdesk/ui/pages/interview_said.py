"""What was said so far: each answer can be changed, and what the file tells is changed there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from anefdesk.services.orientation import InterviewView, Said
from anefdesk.ui import tokens
from anefdesk.ui.pages.desk_question import answer_words
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text


class SaidSection(Section):
    """``changing`` carries a fact to be asked again; ``to_file`` asks for the file."""

    changing = Signal(object)
    to_file = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Ce qui est dit jusqu’ici"))
        self._look = look

    def show_view(self, view: InterviewView) -> None:
        """The answers, the latest questions first, then what the file tells."""
        clear(self.body)
        answered = [one for one in reversed(view.said) if not one.told]
        for one in (*answered, *(one for one in view.said if one.told)):
            if self.body.count():
                self.body.addWidget(Line(self._look))
            self.body.addLayout(self._one(one, in_file=view.file is not None))
        self.set_note(str(len(view.said)) if view.said else "")
        self.setVisible(bool(view.said))

    def _one(self, one: Said, *, in_file: bool) -> QHBoxLayout:
        look, fact = self._look, one.fact
        across = row(look)
        told = column(look, 0)
        told.addWidget(Text(look, fact.question, points=tokens.SMALL, tone="soft"))
        words = answer_words(look.texts, fact, one.value)
        told.addWidget(Text(look, words, strong=True, tone="" if one.value else State.TO_CHECK.value))
        across.addLayout(told, 1)
        if one.told:
            where = look.ui("dans le dossier") if in_file else look.ui("d’après le département")
            across.addWidget(StateBadge(look, State.SETTLED, where), 0, Qt.AlignmentFlag.AlignVCenter)
            if not in_file:
                return across
        verb = look.ui("Voir le dossier") if one.told else look.ui("Changer")
        button = CarryingButton(look, verb, fact.id, "folder-open" if one.told else "pencil")
        button.setAccessibleName(f"{verb} – {fact.question}")
        button.carried.connect(self.to_file if one.told else self.changing)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return across
