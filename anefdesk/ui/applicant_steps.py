"""What turns the applicant's list into steps: the choice of the way, and the large buttons to go on and back."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import CarryingPlainButton
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.texts import BilingualLabel


class WayChooser(QWidget):
    """« Une étape à la fois » or « Toute la liste ». ``chosen`` says whether one at a time."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(look.dp(tokens.GAP))

    def show_ways(self, look: Look, *, one: bool) -> None:
        """Both ways in the applicant's language, the present one pressed."""
        clear(self._across)
        for value, words, icon in (
            (True, applicant_words.ONE_STEP, "arrow-right"),
            (False, applicant_words.WHOLE_LIST, "list-check"),
        ):
            button = CarryingPlainButton(look, look.ui(words), value, "")
            now = value is one
            button.setFont(look.font(tokens.LARGE, strong=now, language=look.texts.language))
            button.setIcon(
                look.icon("check" if now else icon, look.colours.ink, rtl=look.texts.language.rtl, air=tokens.AIR)
            )
            button.setIconSize(QSize(look.dp(tokens.ICON + 2 * tokens.AIR), look.dp(tokens.ICON)))
            button.setCheckable(True)
            button.setChecked(now)
            button.carried.connect(self.chosen)
            self._across.addWidget(button)
        self._across.addStretch(1)


class StepBar(QWidget):
    """« Précédent », « Étape 3 sur 12 », « Suivant ». ``moved`` carries 1 or -1."""

    moved = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        margin, gap = look.dp(tokens.MARGIN), look.dp(tokens.GAP)
        self._down.setContentsMargins(margin, gap, margin, gap)

    def show_step(self, look: Look, at: int, of: int) -> None:
        """Step ``at`` of ``of``, in the applicant's language."""
        held = self.focusWidget()
        going = held.datum if isinstance(held, CarryingPlainButton) else 0
        clear(self._down)
        across = QHBoxLayout()
        across.setSpacing(look.dp(tokens.PADDING))
        language = look.texts.language
        before = self._button(look, applicant_words.BEFORE, -1, enabled=at > 1)
        after = self._button(look, applicant_words.AFTER, 1, enabled=at < of)
        said = look.ui(applicant_words.STEP, at=at, of=of)
        where = BilingualLabel(look, said, language, points=tokens.LARGE, strong=True)
        where.setWordWrap(False)
        across.addWidget(before)
        across.addStretch(1)
        across.addWidget(where, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        across.addWidget(after)
        self._down.addLayout(across)
        for button in (before, after):
            if button.datum == going and button.isEnabled():
                button.setFocus()

    def _button(self, look: Look, words: str, by: int, *, enabled: bool) -> CarryingPlainButton:
        button = CarryingPlainButton(look, look.ui(words), by)
        rtl = look.texts.language.rtl
        icon = "arrow-right" if by > 0 else "arrow-left"
        button.setIcon(look.icon(icon, look.colours.ink, rtl=rtl, air=tokens.AIR))
        button.setIconSize(QSize(look.dp(tokens.ICON + 2 * tokens.AIR), look.dp(tokens.ICON)))
        button.setFont(look.font(tokens.APPLICANT_BASE, strong=True, language=look.texts.language))
        button.setMinimumHeight(look.dp(tokens.APPLICANT_ROW))
        button.setEnabled(enabled)
        button.carried.connect(self.moved)
        return button
