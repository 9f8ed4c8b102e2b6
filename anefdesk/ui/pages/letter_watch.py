"""What to watch before a letter is frozen: warnings, the deadline that keeps running, what the law cited rests on.

Used by the page of a letter; for staff alone.
"""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.letter_template import Addressee, Signer
from anefdesk.domain.procedure import Grade
from anefdesk.services.letter_views import LetterView
from anefdesk.ui import tokens
from anefdesk.ui.pages import letter_words
from anefdesk.ui.pages.letter_reading import Seen
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

_FOR_ONE_HAND = frozenset({Addressee.FILE, Addressee.ANYONE})  # a mandate, what somebody saw: only one can sign


class Watched(Section):
    """``signed`` carries who signs."""

    signed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("À savoir avant d’envoyer"))
        self._look = look
        options = [(one, look.ui(word)) for one, word in letter_words.SIGNER.items()]
        self.signer = Choice(look, look.ui("Qui signe ?"), options)
        self.signer.decided.connect(self.signed)
        self._who = QWidget()
        across = Flow(look)
        self._who.setLayout(across)
        across.addWidget(labelled(look, look.ui("Qui signe ?"), self.signer))
        across.addWidget(self.signer)
        self.body.addWidget(self._who)
        self._lines = column(look, tokens.GAP)
        self.body.addLayout(self._lines)

    def show_seen(self, seen: Seen, view: LetterView) -> None:
        """Everything there is to know."""
        look = self._look
        self.signer.set_value(view.signer)
        template = view.template
        self._who.setVisible(not template.anonymous and template.addressee not in _FOR_ONE_HAND)
        clear(self._lines)
        for state, word, text in self._said(seen, view):
            self._lines.addWidget(Line(look))
            said = column(look, 2)
            if word:
                badge = Flow(look)
                badge.addWidget(StateBadge(look, state, word))
                said.addLayout(badge)
            said.addWidget(Text(look, text))
            self._lines.addLayout(said)

    def _said(self, seen: Seen, view: LetterView) -> Iterator[tuple[State, str, str]]:
        look, composed = self._look, view.composed
        for mark in view.marks:
            if mark in letter_words.MARKS:
                state, words = letter_words.MARKS[mark]
                word = look.ui("à vérifier") if state is State.TO_CHECK else look.ui("attention")
                yield state, word, look.ui(words)
        for text in composed.warnings:
            yield State.SOON, look.ui("attention"), text
        for _, name in dict.fromkeys(composed.left_out):
            citation = seen.citations.get(name)
            if citation is not None:
                level = look.ui("niveau %(grade)s", grade=citation.grade.value)
                words = f"{citation.article} ({level})\n{citation.text}"
                yield State.TO_CHECK, look.ui("citation laissée de côté"), words
        if composed.running:
            yield State.SOON, look.ui("ce délai court toujours"), composed.running
        delay = composed.delay
        if delay is not None:
            level = look.ui("(niveau %(grade)s, à vérifier)", grade=delay.grade.value)
            graded = "" if delay.grade is Grade.A or not delay.base else f" {level}"
            base = delay.base or look.ui("aucun texte ne fixe ce délai : c’est celui que la lettre demande")
            yield State.PLAIN, look.ui("réponse demandée"), f"{delay.words} – {base}{graded}"
        if composed.annexes:
            yield State.PLAIN, look.ui("à joindre"), "\n".join(f"– {one}" for one in composed.annexes)
        by = look.ui("Elle la relit, elle la signe, elle en garde une copie.")
        if view.signer is Signer.PERSON:
            yield State.PLAIN, look.ui("la personne signe"), by
