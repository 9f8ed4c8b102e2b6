"""One figure on screen: its whole in the head, then its definition, its months, its parts with a bar each.

Used by the page of figures.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from anefdesk.services import figures_wording as say
from anefdesk.services.figures_shown import FigureBlock, FigureLine
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.bars import Bar, MonthColumns
from anefdesk.ui.widgets.frames import Section, column
from anefdesk.ui.widgets.texts import Text

_MOST_LINES = 60
_STEP = 16  # pixels before zoom: what stands under another stands in


class FigureSection(Section):
    """Folded when there is nothing to look at."""

    def __init__(self, look: Look, block: FigureBlock) -> None:
        whole = block.whole
        super().__init__(look, block.figure.name, note=whole.shown, open_=bool(whole.count))
        self.body.addWidget(Text(look, block.figure.definition, points=tokens.SMALL, tone="soft"))
        for words in (block.share, whole.beside):
            if words:
                self.body.addWidget(Text(look, words, strong=True))
        if any(count for _, count in block.months):
            months = [
                (say.short_month(month), count, say.untold(block.figure) if count is None else say.grouped(count))
                for month, count in block.months
            ]
            self.body.addWidget(MonthColumns(look, block.figure.name, months))
        parts = block.lines[1:]
        if parts:
            self.body.addWidget(_Parts(look, parts[:_MOST_LINES]))
        if len(parts) > _MOST_LINES:
            more = look.ui_n("et %(n)d autre ligne", "et %(n)d autres lignes", len(parts) - _MOST_LINES)
            self.body.addWidget(Text(look, more, tone="soft"))


class _Parts(QWidget):
    """Name, number, bar."""

    def __init__(self, look: Look, lines: tuple[FigureLine, ...]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.dp(tokens.PADDING))
        grid.setVerticalSpacing(look.dp(tokens.SPACE))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 2)
        for place, line in enumerate(lines):
            first = line.depth == 1
            words = column(look, 0)
            words.setContentsMargins(look.dp(_STEP) * (line.depth - 1), 0, 0, 0)
            words.addWidget(Text(look, line.label, strong=first))
            if line.beside:
                words.addWidget(Text(look, line.beside, points=tokens.SMALL, tone="soft"))
            number = Text(look, line.shown, strong=first)
            number.setWordWrap(False)
            number.setAccessibleName(f"{line.label} : {line.shown}")
            top = Qt.AlignmentFlag.AlignTop
            grid.addLayout(words, place, 0)
            grid.addWidget(number, place, 1, top | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Bar(look, line.bar, light=not first), place, 2, top)
