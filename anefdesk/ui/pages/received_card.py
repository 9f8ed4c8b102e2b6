"""One file that another centre shares: from whom, what is in it, accept or refuse; later, what was answered."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from anefdesk.domain.partial_date import shown
from anefdesk.services.sync.sharing import OfferRow, Standing
from anefdesk.ui import sharing_words, tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Heading, Text

_MOST = 200


class OfferCard(Card):
    """``accepted`` carries the row, ``refused`` the row and why, ``opened`` the copy."""

    accepted = Signal(object)
    refused = Signal(object, str)
    opened = Signal(object)

    def __init__(self, look: Look, offer: OfferRow) -> None:
        super().__init__(look)
        self._look, self.offer = look, offer
        self._refusing = QWidget(self)
        self._refusing.hide()
        self.why = QLineEdit(self._refusing)
        head = row(look)
        head.addWidget(Heading(look, self._title(), 2), 1)
        head.addWidget(StateBadge(look, *self._state()), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        for said in self._said():
            self.body.addWidget(Text(look, said, tone="soft"))
        if offer.standing is Standing.WAITING:
            self._show_waiting()
        elif offer.case is not None:
            self._way(look.ui("Ouvrir le dossier"))

    @property
    def typing(self) -> bool:
        """Whether a reason is being written."""
        return self._refusing.isVisible() and bool(self.why.text().strip())

    def _title(self) -> str:
        look, one = self._look, self.offer
        if one.standing is Standing.WAITING and one.restricted:
            return look.ui("Dossier réservé à des personnes nommées")
        centre = sharing_words.whom(look, one.centre)
        return one.name or look.ui("Dossier de %(centre)s", centre=centre)

    def _state(self) -> tuple[State, str]:
        ui = self._look.ui
        if self.offer.standing is Standing.WAITING:
            return State.TO_CHECK, ui("attend votre réponse")
        if self.offer.standing is Standing.REFUSED:
            return State.PLAIN, ui("refusé")
        return (State.PLAIN, ui("partage terminé")) if self.offer.ended_on else (State.SETTLED, ui("accepté"))

    def _said(self) -> list[str]:
        look, one = self._look, self.offer
        centre, day = sharing_words.whom(look, one.centre), shown(one.on)
        if one.standing is Standing.WAITING:
            words = {"centre": centre, "day": day}
            found = [
                self._by(
                    look.ui("%(centre)s vous transmet ce dossier ; envoyé le %(day)s", **words)
                    if one.handed_over
                    else look.ui("%(centre)s partage ce dossier avec vous ; envoyé le %(day)s", **words)
                )
            ]
            if one.handed_over:
                found.append(look.ui("Si vous l’acceptez, c’est vous qui prenez la suite : là-bas, il sera clos."))
            if one.restricted:
                found.append(
                    look.ui(
                        "Là-bas, seules des personnes nommées l’ouvrent. Ici, ce sera vous, puis qui vous nommerez."
                    )
                )
            if one.counts:
                found.append(
                    look.ui("Il contient : %(what)s.", what=", ".join(sharing_words.counted(look, one.counts)))
                )
            return found
        if one.standing is Standing.REFUSED:
            said = self._by(look.ui("Venu de %(centre)s, refusé le %(day)s", centre=centre, day=day))
            return [said, look.ui("Raison : %(why)s", why=one.why)]
        found = [self._by(look.ui("Venu de %(centre)s, accepté le %(day)s", centre=centre, day=day))]
        if one.ended_on:
            found.append(look.ui("Depuis le %(day)s, rien n’arrive plus de là-bas.", day=shown(one.ended_on)))
        elif one.case is None:
            found.append(look.ui("La copie n’est pas, ou plus, sur ce poste."))
        return found

    def _by(self, said: str) -> str:
        """With who did it, when that is known."""
        ui, who = self._look.ui, self.offer.by
        return ui("%(said)s, par %(who)s.", said=said, who=who) if who else ui("%(said)s.", said=said)

    def _way(self, words: str) -> None:
        button = PlainButton(self._look, words, "folder-open")
        button.clicked.connect(self._open)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_waiting(self) -> None:
        look = self._look
        if self.offer.known is not None:
            told = look.ui("Une copie de ce dossier est déjà ici : cet envoi s’y ajoute, sans rien remplacer d’ici.")
            self.body.addWidget(Text(look, told, strong=True))
        deeds = Flow(look)
        self.accept = PrimaryButton(look, look.ui("Accepter ce dossier"), "check")
        self.accept.clicked.connect(self._accept)
        self.refuse = QuietButton(look, look.ui("Refuser…"), "x")
        self.refuse.clicked.connect(self._unfold)
        for button in (self.accept, self.refuse):
            deeds.addWidget(button)
        if self.offer.known is not None:
            here = QuietButton(look, look.ui("Ouvrir la copie d’ici"), "folder-open")
            here.clicked.connect(self._open)
            deeds.addWidget(here)
        self.body.addLayout(deeds)
        inside = row(look)
        inside.setContentsMargins(0, 0, 0, 0)
        self._refusing.setLayout(inside)
        self.why.setMaxLength(_MOST)
        self.why.setFont(look.font())
        self.why.setAccessibleName(look.ui("Raison du refus"))
        self.why.setPlaceholderText(look.ui("Pourquoi ? L’autre centre le lira."))
        self.why.returnPressed.connect(self._refuse)
        done = PlainButton(look, look.ui("Refuser ce dossier"), "x")
        done.clicked.connect(self._refuse)
        inside.addWidget(self.why, 1)
        inside.addWidget(done)
        inside.setSpacing(look.dp(tokens.SPACE))
        self.body.addWidget(self._refusing)

    def _accept(self) -> None:
        self.accepted.emit(self.offer)

    def _unfold(self) -> None:
        self._refusing.setVisible(self._refusing.isHidden())
        if not self._refusing.isHidden():
            self.why.setFocus()

    def _refuse(self) -> None:
        self.refused.emit(self.offer, self.why.text())

    def _open(self) -> None:
        self.opened.emit(self.offer.case or self.offer.known)
