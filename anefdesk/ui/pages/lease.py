"""« Temps sans contact »: until when this PC writes, what gives it more time, and the codes that admins read out.

Reached from the notice on top of the pages, from « Échanges » and from the organisation's page.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.services.sync.lease import LeaseState
from anefdesk.services.sync.organisation import DeviceLine
from anefdesk.ui import tokens
from anefdesk.ui.exchange import Exchange
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import Back, ToExchange
from anefdesk.ui.pages.lease_code import CodeSection, pc_words
from anefdesk.ui.pages.lease_notice import soon, too_old
from anefdesk.ui.spoken_dates import long_date
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text, labelled

_LONGEST = 40
Seen = tuple[LeaseState, tuple[DeviceLine, ...], bool]


class LeasePage(QWidget):
    """``field`` takes a code; ``codes`` is for admins."""

    go = Signal(object)
    place = "lease"

    def __init__(self, look: Look, jobs: Jobs, session: Session, exchange: Exchange | None) -> None:
        super().__init__()
        self._look, self._jobs, self._session, self._exchange = look, jobs, session, exchange
        told = look.ui(
            "Un poste qui n’a plus de nouvelles de son organisation cesse d’enregistrer au bout d’un temps. Lire, "
            "imprimer et préparer un dossier de preuves restent toujours possibles."
        )
        scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"))
        scroll.left.connect(self._back)
        self.message = InlineMessage(look)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.dp(tokens.GAP))
        card = Card(look, look.ui("Ce poste"))
        card.body.addLayout(self._lines)
        self.typing = self._make_typing()
        self.codes = CodeSection(look, jobs, session)
        for widget in (self.message, card, self.typing, self.codes):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        self.typing.hide()
        self.codes.hide()
        if exchange is not None:
            exchange.ended.connect(self.reload)
        self.reload()

    def _make_typing(self) -> Card:
        look = self._look
        card = Card(look, look.ui("Un code donné par téléphone"))
        self._which = Text(look)
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.field.setMaximumWidth(look.dp(280))
        self.field.setFont(look.font(tokens.LARGE))
        self.field.setPlaceholderText("ABCDE 12345")
        self._prolong = PrimaryButton(look, look.ui("Prolonger"))
        self._prolong.clicked.connect(self._type)
        self.field.returnPressed.connect(self._type)
        self._clock = Text(look, points=tokens.SMALL, tone="soft")
        self.refused = InlineMessage(look)
        across = Flow(look)
        across.addWidget(self.field)
        across.addWidget(self._prolong)
        card.body.addWidget(self._which)
        card.body.addWidget(labelled(look, look.ui("Code de prolongation"), self.field))
        card.body.addLayout(across)
        card.body.addWidget(self.refused)
        card.body.addWidget(self._clock)
        return card

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Temps sans contact")

    def print_page(self) -> None:
        """Nothing here is for paper."""

    def draft(self) -> Draft | None:
        """A code is typed in one go."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _back(self) -> None:
        self.go.emit(Back())

    def _to_exchange(self) -> None:
        self.go.emit(ToExchange())

    def reload(self) -> None:
        """Ask how it stands."""
        self._jobs.desk(_seen, self._session, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, seen: Seen) -> None:
        state, devices, admin = seen
        self._show_state(state)
        mine = next((one for one in devices if one.mine), None)
        said = self._look.ui("Dites à qui vous répond le nom de ce poste : %(pc)s.", pc=pc_words(mine) if mine else "?")
        self._which.setText(said)
        self.typing.setVisible(state.until is not None)
        self.codes.show_devices(tuple(one for one in devices if not one.out and not one.mine))
        self.codes.setVisible(admin)

    def _show_state(self, state: LeaseState) -> None:
        look, ui = self._look, self._look.ui
        clear(self._lines)
        today = long_date(look.texts, state.today, state.today).rpartition(", ")[0]
        self._clock.setText(
            ui("Aujourd’hui, d’après ce poste : %(day)s. Si c’est faux, réglez d’abord sa date.", day=today)
        )
        if state.too_old_on is not None:
            self._lines.addWidget(Text(look, too_old(look, state.too_old_on), tone=State.SOON.value))
        if state.until is None or state.heard is None:
            none = ui("Personne n’a encore confirmé ce que ce poste écrit : aucun délai ne court.")
            self._lines.addWidget(Text(look, none))
            return
        heard, until = (long_date(look.texts, day, state.today) for day in (state.heard, state.until))
        self._lines.addWidget(Text(look, ui("Dernières nouvelles de l’organisation : %(day)s.", day=heard)))
        if state.over:
            over = ui("Ce poste n’enregistre plus rien depuis la fin du délai : %(day)s.", day=until)
            self._lines.addWidget(Text(look, over, strong=True, tone=State.URGENT.value))
        else:
            self._lines.addWidget(Text(look, ui("Ce poste enregistre jusqu’au %(day)s.", day=until), strong=True))
        if not state.soon:
            self._lines.addWidget(Text(look, ui("Chaque échange fait repartir le délai de zéro."), tone="soft"))
            return
        if not state.over:
            self._lines.addWidget(Text(look, soon(look, state), tone=State.SOON.value))
        for words in (
            ui("1. Connectez ce poste au réseau : le premier échange suffit."),
            ui("2. Sans réseau : écrivez une clé USB, faites-la lire par un autre poste, lisez ici celle qu’il rend."),
            ui("3. Sinon, téléphonez à qui administre l’organisation : un code vous sera lu."),
        ):
            self._lines.addWidget(Text(look, words))
        way = PlainButton(look, ui("Échanges"), "transfer")
        way.clicked.connect(self._to_exchange)
        self._lines.addWidget(way, 0, Qt.AlignmentFlag.AlignLeading)

    def _type(self) -> None:
        if not self.field.text().strip() or not self._prolong.isEnabled():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._prolong.setEnabled(False)
        self.refused.quiet()
        self._jobs.desk(
            _prolonged, self._session, self.field.text(), owner=self, then=self._typed, failed=self._refuse
        )  # fmt: skip

    def _typed(self, state: LeaseState) -> None:
        self._prolong.setEnabled(True)
        self.field.clear()
        assert state.until is not None
        day = long_date(self._look.texts, state.until, state.today)
        self.message.say(State.SETTLED, self._look.ui("Ce poste enregistre jusqu’au %(day)s.", day=day))
        if self._exchange is not None:
            self._exchange.tell()  # the notice goes
        self.reload()

    def _refuse(self, error: AnefdeskError) -> None:
        self._prolong.setEnabled(True)
        self.refused.show_error(error)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()


def _seen(session: Session) -> Seen:
    here = session.belonging()
    view = here.view()
    return here.lease(), view.devices, view.admin


def _prolonged(session: Session, text: str) -> LeaseState:
    return session.belonging().prolong(text)
