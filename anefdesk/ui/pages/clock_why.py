"""« Pourquoi ? »: what a date of the law rests on – events, rule, arithmetic, source – and what was not known."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.deadlines import Event, Step
from anefdesk.domain.procedure import Grade
from anefdesk.i18n import dates
from anefdesk.services.deadlines import ClockLine, ClockView
from anefdesk.ui import clock_words, tokens
from anefdesk.ui.pages.clock_question import ClockQuestion, question_of
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text


class Why(Card):
    """``answered`` carries the démarche's id or None, a fact and its value."""

    answered = Signal(object, str, str)

    def __init__(self, look: Look, line: ClockLine, view: ClockView) -> None:
        super().__init__(look, kind="sunken")
        self._look, self._line, self._view = look, line, view
        due, deadline = line.due, line.due.deadline
        self.setAccessibleName(look.ui("Explication : %(piece)s", piece=deadline.title))
        ui = look.ui
        self._pair(ui("Ce qui compte"), "\n".join(self._event(event) for event in due.events))
        self._pair(ui("La règle"), " ".join(filter(None, (f"{deadline.rule} : {deadline.title}.", deadline.note))))
        self._pair(ui("Le texte"), deadline.article)
        self._pair(ui("Le calcul"), self._steps(due.steps))
        self._pair(ui("Le second calcul, à confirmer par un avocat"), self._steps(due.rescue_steps))
        for doubt in due.doubts:
            self._pair(ui("Ce qu’on ne sait pas"), clock_words.doubt(look, doubt), tone="to_check")
            asked = question_of(view, line, doubt)
            if asked is not None:
                question = ClockQuestion(look, asked)
                question.answered.connect(self.answered)
                self.body.addWidget(question)
        for said in self._sources():
            self.body.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))

    def _event(self, event: Event) -> str:
        said = f"{dates.shown(event.on)} : {clock_words.event_words(self._look, event.kind, event.of)}"
        if event.at is not None:
            said += f" ({event.at:%H} h {event.at:%M})"
        return said

    def _steps(self, steps: tuple[Step, ...]) -> str:
        return "\n".join(step.worded(self._view.table.steps) for step in steps)

    def _sources(self) -> Iterator[str]:
        ui, deadline = self._look.ui, self._line.due.deadline
        meaning = {
            Grade.A: ui("texte en vigueur lu"),
            Grade.B: ui("source citée, à vérifier"),
            Grade.C: ui("simple indication"),
        }
        yield ui(
            "niveau %(grade)s (%(meaning)s) · vérifié le %(day)s",
            grade=deadline.grade.value,
            meaning=meaning[deadline.grade],
            day=dates.shown(deadline.checked),
        )
        for name in deadline.sources:
            source = self._view.sources.get(name)
            if source is not None:
                version = ui(", version du %(day)s", day=source.version) if source.version else ""
                yield f"{source.title} ({source.where}){version}"

    def _pair(self, title: str, text: str, *, tone: str = "") -> None:
        if not text:
            return
        pair = QWidget()
        inside = QVBoxLayout(pair)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(Text(self._look, title, points=tokens.SMALL, strong=True, tone="accent"))
        inside.addWidget(Text(self._look, text, tone=tone))
        self.body.addWidget(pair)
