"""A sentence whose sources wait one key away: its text, its doubt, and a button that unfolds what it rests on.

Used where the desk says something of the law outside a list: the door, the court, the general rules.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.procedure import Evidence, Source
from anefdesk.i18n.texts import Texts
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.desk_explain import evidence_lines
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import column, row
from anefdesk.ui.widgets.texts import Text


def doubted(texts: Texts, text: str, evidence: Evidence) -> str:
    """A sentence with its doubt at its end, unless it says so itself."""
    doubt = words.doubt(evidence)
    if not doubt or "à vérifier" in text:
        return text
    return f"{text.removesuffix('.')} ({texts.ui(doubt)})."


class Sourced(QWidget):
    """``said`` is the place for what stands under the sentence, ``more`` waits with the sources. E unfolds them."""

    def __init__(
        self,
        look: Look,
        text: str,
        evidence: Evidence,
        sources: Mapping[str, Source],
        *,
        more: str = "",
        small: bool = False,
    ) -> None:
        super().__init__()
        self._look = look
        across = row(look, tokens.SPACE)
        self.said = column(look, 2)
        doubt = words.doubt(evidence)
        if small:
            self.said.addWidget(Text(look, doubted(look.texts, text, evidence), points=tokens.SMALL, tone="soft"))
        else:
            self.said.addWidget(Text(look, text))
        if doubt and not small:
            told = Text(look, look.ui(doubt), points=tokens.SMALL, strong=True, tone=State.TO_CHECK.value)
            self.said.addWidget(told)
        across.addLayout(self.said, 1)
        self.button = QuietButton(look, "" if small else look.ui("Sources"), "info-circle", tip=look.ui("Sources"))
        self.button.setAccessibleName(look.ui("Sources : %(name)s", name=text))
        self.button.clicked.connect(self.explain)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(2))
        outer.addLayout(across)
        lines = (more, *evidence_lines(look.texts, evidence, sources))
        self._evidence = Text(look, "\n".join(filter(None, lines)), points=tokens.SMALL, tone="soft")
        self._evidence.hide()
        outer.addWidget(self._evidence)

    def explain(self) -> None:
        """Show the sources, or fold them."""
        self._evidence.setVisible(self._evidence.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """E explains."""
        if event.key() == Qt.Key.Key_E:
            self.explain()
        else:
            super().keyPressEvent(event)
