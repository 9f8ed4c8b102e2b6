"""To whom one letter goes: the address with the day it was checked, changed here or for the whole centre."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from anefdesk.i18n import dates
from anefdesk.services.letter_addresses import NOWHERE, OF_THE_PERSON
from anefdesk.services.letter_views import LetterView
from anefdesk.ui import tokens
from anefdesk.ui.pages.letter_field import LeftBox
from anefdesk.ui.pages.letter_reading import Kept
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Section
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled


class Addressed(Section):
    """``kept`` carries the address as it was typed."""

    kept = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("À qui"))
        self._look = look
        self._view: LetterView | None = None
        self._office = Text(look, strong=True)
        self._lines = Text(look)
        self._since = Text(look, points=tokens.SMALL, tone="soft")
        self._badges = Flow(look)
        self.change = QuietButton(look, look.ui("Changer l’adresse"), "pencil")
        self.change.clicked.connect(self.unfold)
        self.form = Card(look, kind="sunken")
        self.box = LeftBox(look, look.ui("Adresse, une ligne après l’autre"))
        self.for_all = QCheckBox(look.ui("Garder pour tout le centre"))
        self.for_all.setFont(look.font())
        self.said_by = QLineEdit()
        self.said_by.setMaxLength(200)
        self.said_by.setPlaceholderText(look.ui("Vérifiée aujourd’hui : où ?"))
        self.said_by.setAccessibleName(look.ui("Où l’adresse a été vérifiée aujourd’hui"))
        self.done = PlainButton(look, look.ui("Garder cette adresse"), "check")
        self._wrong = Text(look, points=tokens.SMALL, tone="urgent")
        for widget in (self._office, self._lines, self._since):
            self.body.addWidget(widget)
        self.body.addLayout(self._badges)
        deeds = Flow(look)
        deeds.addWidget(self.change)
        self.body.addLayout(deeds)
        inside = self.form.body
        inside.addWidget(labelled(look, look.ui("Adresse, une ligne après l’autre"), self.box))
        for part in (self.box, self.for_all, self.said_by, self._wrong):
            inside.addWidget(part)
        inside.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self.form)
        self.form.hide()
        self._wrong.hide()
        self.for_all.toggled.connect(self.said_by.setVisible)
        self.done.clicked.connect(self._tell)

    def show_view(self, view: LetterView, office: str) -> None:
        """As it will be printed."""
        look, address = self._look, view.address
        self._view = view
        self.setVisible(view.template.addressee not in NOWHERE)
        self._office.setText(office)
        self._lines.setText("\n".join(view.addressee))
        by_hand = bool(view.letter.addressee)
        said = look.ui("adresse écrite pour cette lettre seulement") if by_hand else ""
        if not by_hand and address.complete and address.checked_on is not None:
            said = look.ui("vérifiée le %(day)s", day=dates.shown(address.checked_on))
            said += f" · {address.said_by}" if address.said_by else ""
        self._since.setText(said)
        self._since.setVisible(bool(said))
        self._badges.clear()
        if view.address_missing:
            self._badges.addWidget(StateBadge(look, State.URGENT, look.ui("adresse à écrire")))
        elif address.old and not by_hand:
            self._badges.addWidget(StateBadge(look, State.TO_CHECK, look.ui("adresse ancienne, à vérifier")))
        missing = view.address_missing
        self.change.setText(look.ui("Écrire l’adresse") if missing else look.ui("Changer l’adresse"))
        self.for_all.setVisible(view.template.addressee not in OF_THE_PERSON)

    def unfold(self) -> None:
        """Show the form, or fold it."""
        if self._view is None or not self.form.isHidden():
            self.form.hide()
            return
        self.set_open(True)
        self.form.show()
        self.box.setPlainText("\n".join(self._view.addressee))
        may = self._view.template.addressee not in OF_THE_PERSON
        self.for_all.setChecked(may)
        self.said_by.setVisible(may)
        self.box.setFocus()

    def settle(self) -> None:
        """It is kept."""
        self.form.hide()
        self.change.setFocus()
        self.said_by.clear()
        self._wrong.hide()

    def refuse(self, words: str) -> None:
        """Why it was not kept."""
        self._wrong.setText(words)
        self._wrong.show()

    def _tell(self) -> None:
        if self._view is not None:
            address, template = self._view.address, self._view.template
            for_all = self.for_all.isChecked() and not self.for_all.isHidden()
            lines, said = self.box.text(), self.said_by.text()
            self.kept.emit(Kept(template.addressee, address.department, lines, for_all, said))

    def typed(self) -> dict[str, str]:
        """What is typed and not kept yet."""
        lines, said = self.box.text(), self.said_by.text()
        shown = "\n".join(self._view.addressee) if self._view is not None else ""
        if self.form.isHidden() or (lines.strip() == shown and not said.strip()):
            return {}
        return {"address": lines, "said_by": said}

    def put_back(self, lines: str, said_by: str) -> None:
        """The same from a draft."""
        if self.form.isHidden():
            self.unfold()
        self.box.setPlainText(lines)
        self.said_by.setText(said_by)
