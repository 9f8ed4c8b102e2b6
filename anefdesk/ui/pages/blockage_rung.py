"""One rung of a blockage's ladder: what to do, when it serves, by when, what it rests on; done, and what came of it."""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.blockage import Reply
from anefdesk.domain.blockage_kinds import Lawyer, Step
from anefdesk.domain.ladder import Rung, RungState
from anefdesk.domain.procedure import Grade, Source
from anefdesk.i18n import dates
from anefdesk.i18n.texts import mark
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.pages.blockage_forms import RepliedForm, TakenForm
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

STAND = {
    RungState.DONE: (State.SETTLED, mark("fait")),
    RungState.NOW: (State.SOON, mark("à faire maintenant")),
    RungState.LATER: (State.PLAIN, mark("plus tard")),
    RungState.NOT_YET_KNOWN: (State.TO_CHECK, mark("date pas encore connue")),
}
LAWYER = {
    Lawyer.ADVISED: mark("avocat conseillé"),
    Lawyer.VITAL: mark("ne pas y aller sans avocat"),
    Lawyer.COMPULSORY: mark("avocat obligatoire"),
}
GRADE = {
    Grade.A: mark("texte lu"),
    Grade.B: mark("source citée, à vérifier"),
    Grade.C: mark("simple indication, à vérifier"),
}


def step_evidence(look: Look, step: Step, sources: Mapping[str, Source]) -> Iterator[str]:
    """Article, grade and day of the check; then each source."""
    ui = look.ui
    yield ui("Texte : %(article)s", article=step.article)
    yield ui(
        "niveau %(grade)s (%(meaning)s) · vérifié le %(day)s",
        grade=step.grade.value,
        meaning=ui(GRADE[step.grade]),
        day=dates.shown(step.checked),
    )
    for name in step.sources:
        if (source := sources.get(name)) is not None:
            yield f"{source.title} ({source.where})"


class RungRow(QWidget):
    """``lettered`` carries a template's id, ``taken`` and ``replied`` what was noted. E unfolds the sources.

    ``first`` is what to do next: its deed is the page's primary one; ``above`` is the same in its place of the list.
    """

    dating = Signal()  # the clock lacks what it is reckoned from
    lettered = Signal(str)
    taken = Signal(object)
    replied = Signal(object)

    def __init__(
        self, look: Look, rung: Rung, today: date, sources: Mapping[str, Source], *,
        first: bool = False, above: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._look, self._today, self.rung = look, today, rung
        step = rung.step
        self.setAccessibleName(step.title)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.SPACE))
        head = row(look)
        head.addWidget(Heading(look, step.title, 2 if first else 3), 1)
        self.why_button = QuietButton(look, "", "info-circle", tip=look.ui("Sources : touche E"))
        self.why_button.setAccessibleName(look.ui("Sources : %(name)s", name=step.title))
        self.why_button.clicked.connect(self.explain)
        head.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(head)
        said = column(look, tokens.SPACE)
        self._say(said, first=first, above=above)
        self._deeds = Flow(look)
        self.form = None if above else self._make_form()
        if not above:
            self._offer(first=first)
        doing = column(look, tokens.SPACE)
        doing.addLayout(self._deeds)
        if self.form is not None:
            doing.addWidget(self.form)
        for part in (doing, said) if first else (said, doing):  # what to do next is in sight on every screen
            inside.addLayout(part)
        self._evidence = Text(look, "\n".join(self._more(sources)), points=tokens.SMALL, tone="soft")
        self._evidence.hide()
        inside.addWidget(self._evidence)

    def _say(self, said: QVBoxLayout, *, first: bool, above: bool) -> None:
        look, rung = self._look, self.rung
        badges = Flow(look)
        for state, word in self._marks():
            badges.addWidget(StateBadge(look, state, word))
        said.addLayout(badges)
        if above:
            return
        if rung.why.removesuffix(".").lower() != STAND[rung.state][1]:  # the badge says that already
            said.addWidget(Text(look, rung.why, strong=first))
        for line in self._days():
            said.addWidget(Text(look, line, points=tokens.SMALL, tone="soft"))
        if first or rung.state is RungState.NOW:
            said.addWidget(Text(look, rung.step.to_do))
        for red in rung.step.red if rung.state is not RungState.DONE else ():
            said.addWidget(Text(look, red, strong=True, tone=State.URGENT.value))

    def _marks(self) -> Iterator[tuple[State, str]]:
        ui, rung = self._look.ui, self.rung
        state, word = STAND[rung.state]
        if rung.remedy is not None:
            state, word = blockage_words.REPLY_TONE[rung.remedy.reply], blockage_words.REPLY[rung.remedy.reply]
            yield State.SETTLED, ui("fait")
        yield (State.URGENT if rung.passed else state), ui(word)
        if rung.passed:
            yield State.URGENT, ui("délai dépassé")
        if rung.proposal:
            yield State.PLAIN, ui("attente : proposition, dans aucun texte")
        if rung.to_check or rung.step.grade is not Grade.A:
            yield State.TO_CHECK, ui("à vérifier")
        if rung.step.lawyer in LAWYER:
            yield State.SOON, ui(LAWYER[rung.step.lawyer])

    def _days(self) -> Iterator[str]:
        look, rung = self._look, self.rung
        if rung.state is RungState.LATER and rung.opens is not None:
            yield look.ui("À partir du %(when)s", when=long_date(look.texts, rung.opens, self._today))
        if rung.due is not None:
            when = long_date(look.texts, rung.due, self._today)
            yield (
                look.ui("Réponse attendue : %(when)s", when=when)
                if rung.remedy is not None
                else look.ui("Dernier jour : %(when)s", when=when)
            )
        if rung.rescue is not None:
            late = long_date(look.texts, rung.rescue, self._today)
            yield look.ui("Peut-être encore jusqu’au %(when)s : à confirmer par un avocat.", when=late)
        if rung.remedy is not None and rung.remedy.reference:
            yield look.ui("Référence : %(reference)s", reference=rung.remedy.reference)

    def _more(self, sources: Mapping[str, Source]) -> Iterator[str]:
        ui, step = self._look.ui, self.rung.step
        if self.rung.state not in {RungState.NOW, RungState.NOT_YET_KNOWN}:
            yield step.to_do
        if step.needs:
            yield ui("Il faut avoir : %(things)s", things=" ; ".join(step.needs))
        if self.rung.rule.article:
            yield ui("Le temps d’attente vient de : %(article)s", article=self.rung.rule.article)
        yield from step_evidence(self._look, step, sources)

    def _make_form(self) -> TakenForm | RepliedForm | None:
        look, rung = self._look, self.rung
        if rung.state is not RungState.DONE:
            taken = TakenForm(look, rung.step.id, rung.step.title, self._today)
            taken.taken.connect(self.taken)
            return taken
        if rung.remedy is not None and rung.remedy.reply in {Reply.WAITING, Reply.NONE}:
            replied = RepliedForm(look, rung.remedy, rung.step.title, self._today)
            replied.replied.connect(self.replied)
            return replied
        return None

    def _offer(self, *, first: bool) -> None:
        look, step = self._look, self.rung.step
        done = self.rung.state is RungState.DONE
        later = QuietButton if self.rung.state is RungState.LATER else PlainButton
        strong = PrimaryButton if first else later
        if self._undated() and not done:
            dating = strong(look, look.ui("Noter la date dans les échéances"), "calendar")
            dating.setAccessibleName(f"{dating.text()} – {step.title}")
            dating.clicked.connect(self.dating)
            self._deeds.addWidget(dating)
            strong = PlainButton if first else QuietButton
        if step.letter and not done:
            words = look.ui("Préparer la lettre %(letter)s", letter=step.letter)
            letter = strong(look, words, "file-text")
            letter.setAccessibleName(f"{words} – {step.title}")
            letter.clicked.connect(self._letter)
            self._deeds.addWidget(letter)
        if self.form is not None:
            kind = QuietButton if (step.letter or self._undated()) and not done else strong
            words = look.ui("Noter la réponse") if done else look.ui("C’est fait")
            button = kind(look, words, "message-2" if done else "check")
            button.setAccessibleName(f"{words} – {step.title}")
            button.clicked.connect(self.form.unfold)
            self._deeds.addWidget(button)

    def _undated(self) -> bool:
        """Whether a date of the law is not known: when it opens, or its last day."""
        rung = self.rung
        return rung.state is RungState.NOT_YET_KNOWN or (bool(rung.rule.closes_with) and rung.due is None)

    def focus(self) -> None:
        """On the first deed."""
        item = self._deeds.itemAt(0)
        if item is not None and (button := item.widget()) is not None:
            button.setFocus()

    def _letter(self) -> None:
        self.lettered.emit(self.rung.step.letter)

    def explain(self) -> None:
        """Show the sources, or fold them."""
        self._evidence.setVisible(self._evidence.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """E explains."""
        if event.key() == Qt.Key.Key_E:
            self.explain()
        else:
            super().keyPressEvent(event)
