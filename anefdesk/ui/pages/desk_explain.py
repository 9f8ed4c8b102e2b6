"""Why a line is there: condition, what may replace it, what if the person has not got it, where it comes from."""

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.domain.checklist import Row
from anefdesk.domain.procedure import Evidence, Grade, Source, Statement, Translation
from anefdesk.i18n import dates
from anefdesk.i18n.texts import Texts
from anefdesk.services import marking
from anefdesk.ui import tokens, words
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import Text, labelled


def evidence_lines(texts: Texts, evidence: Evidence, sources: Mapping[str, Source]) -> Iterator[str]:
    """Basis, grade and day of the check; then each source with the state of it that was read."""
    grade = {
        Grade.A: texts.ui("texte en vigueur lu"),
        Grade.B: texts.ui("source citée"),
        Grade.C: texts.ui("à vérifier"),
    }
    yield texts.ui(
        "%(basis)s · niveau %(grade)s (%(meaning)s) · vérifié le %(day)s",
        basis=texts.ui(words.BASIS[evidence.basis]),
        grade=evidence.grade.value,
        meaning=grade[evidence.grade],
        day=dates.shown(evidence.checked),
    )
    for name in evidence.sources:
        source = sources.get(name)
        if source is not None:
            version = texts.ui(", version du %(day)s", day=source.version) if source.version else ""
            yield f"{source.title} ({source.where}){version}"


class StatementLines(QVBoxLayout):
    """A sentence of the catalogue with its evidence under it, small."""

    def __init__(self, look: Look, statement: Statement, sources: Mapping[str, Source], *, number: int = 0) -> None:
        super().__init__()
        self.setSpacing(look.dp(2))
        self.addWidget(Text(look, f"{number}. {statement.text}" if number else statement.text))
        doubt = words.doubt(statement.evidence)
        if doubt:
            self.addWidget(Text(look, look.ui(doubt), points=tokens.SMALL, strong=True, tone="to_check"))
        said = " – ".join(evidence_lines(look.texts, statement.evidence, sources))
        self.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))


class Explanation(Card):
    """Unfolded under a line by E. ``dated`` and ``due`` carry ISO days."""

    dated = Signal(str)
    due = Signal(str)

    def __init__(self, look: Look, row: Row, sources: Mapping[str, Source], today: date) -> None:
        super().__init__(look, kind="sunken")
        self._look = look
        ui, document = look.ui, row.document
        self.setAccessibleName(ui("Explication : %(piece)s", piece=document.name))
        foreign = ui("Traduction assermentée si le document n’est pas en français.")
        for title, text in (
            (ui("Quand"), document.condition),
            (ui("Ancienneté"), document.max_age),
            (ui("À la place"), document.alternatives),
            (ui("Traduction"), foreign if document.translation is Translation.IF_FOREIGN else ""),
            (ui("Et si vous ne l’avez pas ?"), document.if_missing),
            (ui("À savoir"), document.remark),
        ):
            if text:
                self._pair(title, text)
        self._days = QHBoxLayout()
        self._days.setSpacing(look.dp(tokens.PADDING))
        item = row.item
        for title, kept, told in (
            (ui("Date écrite sur le document"), item.dated if item else "", self.dated),
            (ui("À apporter avant le"), item.due if item else "", self.due),
        ):
            field = DateField(look, title, today)
            field.set_iso(kept)
            field.changed.connect(told)
            one = QVBoxLayout()
            one.setSpacing(look.dp(2))
            one.addWidget(labelled(look, title, field.line))
            one.addWidget(field)
            one.addStretch(1)
            self._days.addLayout(one, 1)
        self.body.addLayout(self._days)
        self._pair(ui(marking.word_of(document)).capitalize(), ui(marking.why(document)))
        for line in evidence_lines(look.texts, document.evidence, sources):
            self.body.addWidget(Text(look, line, points=tokens.SMALL, tone="soft"))

    def _pair(self, title: str, text: str) -> None:
        pair = QWidget()
        inside = QVBoxLayout(pair)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(Text(self._look, title, points=tokens.SMALL, strong=True, tone="accent"))
        inside.addWidget(Text(self._look, text))
        self.body.addWidget(pair)
