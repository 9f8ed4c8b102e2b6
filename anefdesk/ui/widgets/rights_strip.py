"""The strip « preuves de droits »: the lanes, what a chosen day proves, what to do before a gap.

Used large on the clock's page, and thin in the head of a person's page.
"""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.rights import Certainty, Forecast, Proof, on_day
from anefdesk.i18n import dates
from anefdesk.services import rights_wording
from anefdesk.ui import rights_words, tokens
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column
from anefdesk.ui.widgets.rights_lanes import STATES, RightsLanes
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text


class RightsStrip(QWidget):
    """Four lanes; folded under them, the chosen day right by right, and what to do. Today is chosen first."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._forecast: Forecast | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(look.dp(tokens.GAP))
        self.summary = Text(look)
        self.lanes = RightsLanes(look)
        self.lanes.chosen.connect(self._choose)
        self._legend = Flow(look)
        for certainty in Certainty:
            word = look.ui(rights_wording.CERTAINTY[certainty])
            self._legend.addWidget(StateBadge(look, STATES[certainty], word))
        hint = look.ui(
            "Choisissez un jour : souris, gauche et droite, haut et bas (changement), Page (mois), Début (aujourd’hui)."
        )
        self.proofs = Section(look, look.ui("Tel jour, tel papier"), open_=False)
        self.day = Heading(look, "", 3)
        self._rows = column(look)
        self.proofs.body.addWidget(self.day)
        self.proofs.body.addLayout(self._rows)
        self.steps = Section(look, look.ui("Que faire avant"), open_=False)
        outer.addWidget(self.summary)
        outer.addWidget(self.lanes)
        outer.addLayout(self._legend)
        outer.addWidget(Text(look, hint, points=tokens.SMALL, tone="soft"))
        outer.addWidget(self.proofs)
        outer.addWidget(self.steps)

    def show_forecast(self, found: Forecast) -> None:
        """Draw and say what the file now gives."""
        look, self._forecast = self._look, found
        told = rights_words.summary(look, found)
        self.summary.setText(told)
        self.lanes.show_forecast(found, told)
        self._show_day(self.lanes.day)
        clear(self.steps.body)
        steps = list(rights_words.to_do(look, found))
        for one, when in steps:
            words = column(look, 2)
            words.addWidget(Text(look, one.advice.text))
            words.addWidget(Text(look, when, points=tokens.SMALL, tone="soft"))
            self.steps.body.addLayout(words)
        self.steps.set_note(str(len(steps)))
        self.steps.setVisible(bool(steps))

    def _choose(self, day: date) -> None:
        self._show_day(day)
        self.proofs.set_open(True)

    def _show_day(self, day: date) -> None:
        if self._forecast is None:
            return
        look, found = self._look, self._forecast
        said = long_date(look.texts, day, found.today)
        self.day.setText(said[:1].upper() + said[1:])
        self.proofs.set_note(dates.shown(day))
        proofs = on_day(found, day)
        clear(self._rows)
        for one in proofs:
            if self._rows.count():
                self._rows.addWidget(Line(look))
            self._show_proof(one)
        told = rights_words.day_described(look, day, found.today, proofs)
        self.lanes.describe(f"{rights_words.summary(look, found)} {told}")

    def _show_proof(self, one: Proof) -> None:
        look = self._look
        certainty, said, base = rights_words.proof(look, one)
        words = column(look, 2)
        head = Flow(look)
        name = Text(look, look.ui(rights_wording.RIGHT[one.right]), strong=True)
        name.setWordWrap(False)
        head.addWidget(name)
        head.addWidget(StateBadge(look, STATES[certainty], look.ui(rights_wording.CERTAINTY[certainty])))
        words.addLayout(head)
        words.addWidget(Text(look, said))
        if base:
            words.addWidget(Text(look, base, points=tokens.SMALL, tone="soft"))
        self._rows.addLayout(words)


class RightsGlance(QWidget):
    """One thin lane, that of the stay, and the next gap in a sentence."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(2))
        self.lanes = RightsLanes(look, thin=True)
        self.said = Text(look, points=tokens.SMALL, tone="soft")
        inside.addWidget(Text(look, look.ui("Preuves de droits"), points=tokens.SMALL, strong=True))
        inside.addWidget(self.lanes)
        inside.addWidget(self.said)
        inside.setAlignment(self.said, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_forecast(self, found: Forecast) -> None:
        """Nothing is shown while no paper is noted: the permit's own line says so."""
        said = rights_words.next_gap(self._look, found)
        self.said.setText(said)
        now = any(gap.segment.start <= found.today for gap in found.gaps)
        self.said.set_tone("urgent" if now else "soft")
        self.lanes.show_forecast(found, rights_words.summary(self._look, found))
        self.setVisible(found.anything)
