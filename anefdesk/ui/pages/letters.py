"""The choice of a letter to write for a person: what the open blockages ask for first, then every model, searched."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.domain.names import fold
from anefdesk.domain.record import CaseId
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToLetter
from anefdesk.ui.pages.letters_offered import Offer, Offered, offered
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.carrying import CarryingButton, CarryingPlainButton, Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, EmptyState, Line, clear, column, row
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.search_box import name_buttons
from anefdesk.ui.widgets.states import InlineMessage, StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

_LETTERS = 16


class LettersPage(QWidget):
    """Enter in the search line takes the first letter that fits."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        del news, today
        self.place = f"letters:{case.hex()}"
        self._look, self._case = look, case
        self._offered: Offered | None = None
        self.message = InlineMessage(look)
        self.line = QLineEdit()
        self.line.setFont(look.font())
        self.line.setAccessibleName(look.ui("Chercher une lettre"))
        self.line.setPlaceholderText(look.ui("Chercher : attestation, refus, employeur, CAF, tribunal…"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        name_buttons(look, self.line)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._take_first)
        self.demarche = Choice(look, look.ui("Pour quelle démarche ?"), [(None, look.ui("aucune en particulier"))])
        self.demarche.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.demarche.setMinimumContentsLength(_LETTERS)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.dp(tokens.GAP))
        self._lay_out()
        self.setFocusProxy(self.line)
        jobs.desk(offered, session.desk, case, owner=self, then=self._show, failed=self.message.show_error)

    def _lay_out(self) -> None:
        look = self._look
        scroll = HeadedPage(look, self, self.title(), back=look.ui("Retour"))
        scroll.left.connect(self._back)
        body = scroll.body
        body.addWidget(self.message)
        about = column(look, 2)
        about.addWidget(labelled(look, look.ui("Pour quelle démarche ?"), self.demarche))
        about.addWidget(self.demarche)
        body.addLayout(about)
        body.addWidget(self.line)
        body.addLayout(self._list)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Écrire une lettre")

    def draft(self) -> Draft | None:
        """A search is not kept."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """What is printed is a letter."""
        self.message.say(State.PLAIN, self._look.ui("Choisissez d’abord une lettre."))

    def _show(self, found: Offered) -> None:
        self._offered = found
        self.demarche.set_options([(None, self._look.ui("aucune en particulier")), *found.demarches])
        self.demarche.set_value(found.demarches[0][0] if found.demarches else None)
        self.demarche.setEnabled(bool(found.demarches))
        self._fill()

    def fitting(self) -> list[Offer]:
        """What answers what is typed, the most fitting first."""
        words = fold(self.line.text()).split()
        offers = self._offered.offers if self._offered is not None else ()
        return [one for one in offers if all(word in fold(one.sought) for word in words)]

    def _fill(self) -> None:
        look = self._look
        clear(self._list)
        found = self.fitting()
        card, group = None, None
        for offer in found:
            if card is None or offer.group != group:
                group = offer.group
                card = Card(look, look.ui(group))
                self._list.addWidget(card)
            else:
                card.body.addWidget(Line(look))
            card.body.addLayout(self._one(offer, first=offer is found[0]))
        if not found and self._offered is not None:
            empty = EmptyState(look, look.ui("Aucune lettre ne correspond."), look.ui("Essayez un autre mot."))
            self._list.addWidget(empty)

    def _one(self, offer: Offer, *, first: bool) -> QHBoxLayout:
        look, template = self._look, offer.template
        across, said = row(look), column(look, 2)
        title = template.title if template.own else f"{template.id} – {template.title}"
        said.addWidget(Text(look, title, strong=True))
        said.addWidget(Text(look, template.purpose))
        note = look.ui("à : %(office)s", office=offer.office)
        if offer.blockage is not None:
            note += " · " + look.ui("prochaine étape : %(blockage)s", blockage=offer.blocked_by)
        said.addWidget(Text(look, note, points=tokens.SMALL, tone="soft"))
        if template.own:
            badge = Flow(look)
            badge.addWidget(StateBadge(look, State.PLAIN, look.ui("modèle du centre")))
            said.addLayout(badge)
        across.addLayout(said, 1)
        kind = CarryingPlainButton if first else CarryingButton
        button = kind(look, look.ui("Écrire"), offer, "pencil", name=look.ui("Écrire : %(letter)s", letter=title))
        button.carried.connect(self._write)
        across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _take_first(self) -> None:
        found = self.fitting()
        if found:
            self._write(found[0])

    def _write(self, offer: Offer) -> None:
        demarche = self.demarche.value() if offer.blockage is None else offer.demarche
        self.go.emit(ToLetter(self._case, template=offer.template.id, demarche=demarche, blockage=offer.blockage))

    def _back(self) -> None:
        self.go.emit(Back())
