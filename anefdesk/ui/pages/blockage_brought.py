"""The captures brought while a blockage is being reported: waiting, kept with their fingerprint, or refused and why.

Used by the form that reports one and by its page.
"""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.blockage import Exhibit
from anefdesk.domain.ladder import RungState
from anefdesk.errors import AnefdeskError
from anefdesk.services.blockages import BlockageView
from anefdesk.ui import blockage_words, errors, tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.brought import Brought
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text

_LONGEST = 40  # characters of a file's name on screen


class Reported(Card):
    """Once a blockage is reported: what to do now, and the way there."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.next = Text(look)
        self.on = PrimaryButton(look, look.ui("Voir la suite"), "arrow-right")
        self.again = PlainButton(look, look.ui("Signaler un autre blocage"), "plus")
        deeds = Flow(look)
        deeds.addWidget(self.on)
        deeds.addWidget(self.again)
        self.body.addWidget(self.next)
        self.body.addLayout(deeds)
        self.hide()
        self._look = look

    def tell(self, view: BlockageView) -> None:
        """What comes next."""
        ui = self._look.ui
        if view.next is not None:
            now = ui("À faire maintenant : %(step)s", step=view.next.step.title)
            later = ui("Ensuite : %(step)s", step=view.next.step.title)
            self.next.setText(now if view.next.state is RungState.NOW else later)
        self.next.setVisible(view.next is not None)
        self.show()


class BroughtList(QWidget):
    """``waiting`` are those not yet being kept."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.waiting: list[Brought] = []
        self._lines: list[tuple[Brought, State, str]] = []
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(look.dp(tokens.SPACE))

    def wait(self, brought: Brought) -> None:
        """It is kept once the blockage is."""
        self.waiting.append(brought)
        self._tell(brought, State.SOON, self._look.ui("gardée avec le blocage, dès que vous l’enregistrez"))

    def begin(self, brought: Brought) -> None:
        """It is being kept."""
        self._tell(brought, State.PLAIN, self._look.ui("prise d’empreinte en cours…"))

    def kept(self, brought: Brought, exhibit: Exhibit) -> None:
        """It is in the file."""
        said = self._look.ui(
            "enregistrée à %(time)s, %(size)s, empreinte %(print)s",
            time=f"{datetime.now().astimezone():%H:%M}",
            size=blockage_words.size(self._look.texts, exhibit.size),
            print=blockage_words.fingerprint(exhibit.sha256),
        )
        self._tell(brought, State.SETTLED, said)

    def refused(self, brought: Brought, error: AnefdeskError) -> None:
        """It is not in the file, and why."""
        told = errors.explain(error, self._look.texts)
        self._tell(brought, told.state, " ".join(filter(None, (told.what, told.safe, told.todo))))

    def forget(self) -> None:
        """Another blockage begins."""
        self.waiting.clear()
        self._lines.clear()
        self._show()

    def _tell(self, brought: Brought, state: State, said: str) -> None:
        others = [one for one, _, _ in self._lines]
        line = (brought, state, said)
        if brought in others:
            self._lines[others.index(brought)] = line
        else:
            self._lines.append(line)
        self._show()

    def _show(self) -> None:
        look = self._look
        clear(self._inside)
        for brought, state, said in self._lines:
            across = row(look)
            how = look.ui(blockage_words.ENTRY[brought.entry])
            name = look.ui("Capture : %(how)s", how=how)
            across.addWidget(StateBadge(look, state, name), 0, Qt.AlignmentFlag.AlignTop)
            file = _short(brought.name)
            across.addWidget(Text(look, f"« {file} » – {said}" if file else said), 1)
            if brought in self.waiting:
                away = CarryingButton(
                    look, "", brought, "x", name=look.ui("Ne pas garder : %(what)s", what=f"{name} {file}".strip())
                )
                away.setToolTip(look.ui("Ne pas garder"))
                away.carried.connect(self._drop)
                across.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
            self._inside.addLayout(across)

    def _drop(self, brought: Brought) -> None:
        self.waiting.remove(brought)
        self._lines = [line for line in self._lines if line[0] is not brought]
        self._show()


def _short(name: str) -> str:
    """Names of captures end with what tells them apart."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 :]}"
