"""How the page of a letter is laid: questions beside the paper, or behind tabs on a small screen; the deed below."""

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.domain.letter_template import Needed
from anefdesk.services.paper import Paper
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages import letter_words
from anefdesk.ui.pages.letter_address import Addressed
from anefdesk.ui.pages.letter_page import LetterPaper
from anefdesk.ui.pages.letter_questions import Questions
from anefdesk.ui.pages.letter_reading import Seen
from anefdesk.ui.pages.letter_sent import Issued
from anefdesk.ui.pages.letter_watch import Watched
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, PageScroll
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.saved_line import SavedLine
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text

_BESIDE = 940  # pixels before zoom: narrower, one side at a time
_LEFT, _RIGHT = 2, 3  # shares of the width


class LetterLayout(QWidget):
    """Every part of the page, and where it stands."""

    def __init__(self, look: Look, jobs: Jobs, paper: Paper, today: date) -> None:
        super().__init__()
        self._look = look
        self.frozen = False
        self._head = Heading(look, look.ui("Lettre"), 2)
        self._name = Text(look, tone="soft")
        self.back = QuietButton(look, look.ui("Retour"), "arrow-left")
        self.message, self.agree = InlineMessage(look), InlineMessage(look)
        self.questions, self.address, self.watched = Questions(look, today), Addressed(look), Watched(look)
        self.issued = Issued(look, today)
        self.paper = LetterPaper(look, jobs, paper, f"lettre-{today.isoformat()}.pdf")
        self.saved = SavedLine(look)
        self.freeze = PrimaryButton(look, look.ui("Figer et imprimer"), "lock")
        self._once_low = Text(look, look.ui("Une fois figée, la lettre ne change plus."), tone="soft")
        self._once_low.hide()
        self._left = PageScroll(look, wide=True)
        self._left.setAccessibleName(look.ui("Ce que la lettre doit savoir"))
        for part in (
            self.back, self._head, self._name, self.message, self.saved, self.agree, self.questions, self.address,
            self.watched, self.issued, self._once_low,
        ):  # fmt: skip
            self._left.body.addWidget(part)
        self._left.body.addLayout(self._others())
        self._left.body.setAlignment(self.back, Qt.AlignmentFlag.AlignLeading)
        self._left.body.addStretch(1)
        self._split = QHBoxLayout()
        self._split.setSpacing(0)
        self._split.addWidget(self._left, _LEFT)
        self._split.addWidget(self.paper, _RIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._split, 1)
        outer.addWidget(Line(look))
        self.bar = self._bar()
        outer.addWidget(self.bar)
        self._hide_all()
        self._room = Room(look, self, _BESIDE)
        self._room.turned.connect(self._turn)

    def _bar(self) -> QWidget:
        look, bar = self._look, QWidget()
        self._once = Text(look, look.ui("Une fois figée, la lettre ne change plus."), tone="soft")
        self._once.setWordWrap(False)
        deeds, side = QHBoxLayout(bar), look.dp(tokens.MARGIN)
        deeds.setContentsMargins(side, look.dp(tokens.GAP), side, look.dp(tokens.GAP))
        deeds.setSpacing(look.dp(tokens.GAP))
        for widget in (self.freeze, self._once):
            deeds.addWidget(widget)
        deeds.addStretch(1)
        return bar

    def _others(self) -> Flow:
        look = self._look
        self.explain = PlainButton(look, look.ui("Expliquer à la personne"), "language")
        self.rectify = QuietButton(look, look.ui("Faire une lettre rectificative"), "pencil")
        self.throw = QuietButton(look, look.ui("Jeter ce brouillon"), "trash")
        deeds = Flow(look)
        for widget in (self.explain, self.rectify, self.throw):
            deeds.addWidget(widget)
        return deeds

    def _hide_all(self) -> None:
        for part in (
            self.questions, self.address, self.watched, self.issued, self.throw, self.bar, self.explain, self.rectify,
        ):  # fmt: skip
            part.hide()

    def _turn(self, wide: int) -> None:
        """Side by side, or the questions as the first tab; the bar is low where there is little room."""
        self._once.setVisible(bool(wide))
        self._once_low.setVisible(not wide and not self.frozen)
        if wide:
            self.paper.removeTab(self.paper.indexOf(self._left))
            self._split.insertWidget(0, self._left, _LEFT)
            self._left.show()
        else:
            self.paper.insertTab(0, self._left, self._look.ui("À faire"))
            self.paper.setCurrentWidget(self._left)

    def show_seen(self, seen: Seen) -> None:
        """The letter as it stands."""
        look, view, letter = self._look, seen.view, seen.line.letter
        self.frozen = bool(letter.issued_on)
        self._head.setText(letter_words.named(seen.line))
        self._name.setText(look.ui("pour %(name)s", name=seen.name))
        writing = view is not None and not self.frozen
        shown: tuple[QWidget, ...] = (self.questions, self.watched, self.throw, self.bar)
        for part in shown:
            part.setVisible(writing)
        shown = (self.issued, self.rectify)
        for part in shown:
            part.setVisible(self.frozen)
        self.rectify.setEnabled(view is not None)
        self.explain.setVisible(view is not None)
        if self.frozen:
            self.address.hide()
            self._once_low.hide()
            self.saved.hide()  # what is frozen is not taken back
            self.agree.quiet()
            self.issued.show_seen(seen)
        elif view is not None:
            self.questions.show_fields(view.fields)
            self.address.show_view(view, seen.addressee)
            self.watched.show_seen(seen, view)
            self._say_agreement(seen)
            self.paper.show_draft(view, seen.page)
        else:
            self.throw.show()
            told = look.ui("Le modèle de cette lettre n’est plus sur ce poste.")
            self.message.say(
                State.TO_CHECK, told, look.ui("Jetez ce brouillon, ou remettez le modèle de l’association.")
            )

    def _say_agreement(self, seen: Seen) -> None:
        view = seen.view
        if view is None or view.agreed or view.use is None:
            self.agree.quiet()
        else:
            words = letter_words.agreement_missing(self._look, view.use)
            self.agree.say(State.SOON, words, action=self._look.ui("Noter l’accord"))

    def typed(self) -> dict[str, str]:
        """Answers, words and an address that are typed and not saved."""
        fields = self.questions.kept() | self.address.typed()
        words = self.paper.words.unsaved()
        if words is not None and not self.frozen:
            fields["body"] = words
        return fields

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        self.questions.put_back(fields)
        if "body" in fields:
            self.paper.words.box.setPlainText(fields["body"])
        if "address" in fields:
            self.address.put_back(fields["address"], fields.get("said_by", ""))

    def enter(self) -> None:
        """The cursor goes where the first answer is missing."""
        first = self.issued.sent.done if self.frozen else self.questions.first()
        if first is not None:
            first.setFocus()

    def lead_to(self, code: str, missing: Iterable[Needed]) -> None:
        """Show what hinders the freezing."""
        target: QWidget | None = {
            "letter.no_address": self.address.change,
            "letter.guarded": self.paper.words.box,
            "consent.missing": self.agree,
        }.get(code)
        if code == "letter.incomplete":
            target = self.questions.first_lacking(missing)
        if code == "letter.guarded":
            self.paper.setCurrentWidget(self.paper.words)
        elif not self._room.wide:
            self.paper.setCurrentWidget(self._left)
        if target is not None:
            target.setFocus()
            self._left.ensureWidgetVisible(target)

    def set_gone(self) -> None:
        """It was thrown away."""
        self._hide_all()
        self.paper.hide()
