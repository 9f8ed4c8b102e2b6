"""How often this PC exchanges by itself, on the page of exchanges."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from anefdesk.i18n.texts import mark
from anefdesk.services.sync.contact import Standing
from anefdesk.services.sync.membership import PERIODS
from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.texts import Text, labelled

_WORDS: Final = {
    300: mark("toutes les 5 minutes"),
    900: mark("toutes les 15 minutes"),
    3600: mark("toutes les heures"),
    0: mark("seulement quand je le demande"),
}


class PeriodChoice(QWidget):
    """``chosen`` carries seconds; 0 is by hand."""

    chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.choice = QComboBox()
        for seconds in PERIODS:
            self.choice.addItem(look.ui(_WORDS[seconds]), seconds)
        self.choice.setMaximumWidth(look.dp(420))
        self.choice.activated.connect(self._choose)
        self._by_hand = Text(
            look,
            look.ui("Rien ne part ni n’arrive sans « Échanger maintenant », même quand le poste est verrouillé."),
            points=tokens.SMALL,
            tone="soft",
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        for widget in (labelled(look, look.ui("Ce poste échange"), self.choice), self.choice, self._by_hand):
            inside.addWidget(widget)

    def _choose(self) -> None:
        self.chosen.emit(self.choice.currentData())

    def show_standing(self, standing: Standing) -> None:
        """What is chosen; nothing is asked where there is no server."""
        self.setVisible(not standing.by_stick)
        self.choice.setCurrentIndex(self.choice.findData(standing.period))
        self._by_hand.setVisible(not standing.period)
