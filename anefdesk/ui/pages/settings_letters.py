"""« Courriers du centre » in the settings, for leads: addresses, the association's own models, readings of the law."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.staff import Deed
from anefdesk.errors import AnefdeskError
from anefdesk.services.session import Session
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.addresses import AddressesSection
from anefdesk.ui.pages.approvals import ApprovalsSection
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.pages.letters_own import OwnSection
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.saved_line import SavedLine
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text


class LetterSettingsPage(QWidget):
    """Three sections, each with its own deeds. Ctrl+Z takes the last one back."""

    go = Signal(object)
    place = "letter_settings"

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date) -> None:
        super().__init__()
        self._look, self._desk = look, session.desk
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self.message = InlineMessage(look)
        self.saved = SavedLine(look)
        self.saved.undone.connect(self.undo)
        self._deeds.saved.connect(self.saved.say_saved)
        self._scroll = HeadedPage(look, self, self.title(), back=look.ui("Retour"))
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        body.addWidget(self.saved)
        self.addresses = AddressesSection(look, self._deeds, self._desk, today)
        self.own = OwnSection(look, jobs, self._deeds, self._desk)
        self.approvals = ApprovalsSection(look, self._deeds, self._desk, today)
        self._key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._key.activated.connect(self.undo)
        if session.may(Deed.MANAGE_STAFF):
            for section in (self.addresses, self.own, self.approvals):
                body.addWidget(section)
                section.read()
            news.touched.connect(self._touched)
        else:
            for section in (self.addresses, self.own, self.approvals):
                section.setParent(self)
                section.hide()
            body.addWidget(Text(look, look.ui("Ces réglages sont ceux des responsables du centre.")))
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Courriers du centre")

    def draft(self) -> Draft | None:
        """An address or a reading being typed."""
        fields = self.addresses.kept() | self.approvals.kept()
        return Draft(self.place, fields) if fields else None

    def restore(self, draft: Draft) -> None:
        """Go on typing it."""
        self.addresses.put_back(draft.fields)
        self.approvals.put_back(draft.fields)

    def print_page(self) -> None:
        """Nothing to print here."""

    def _touched(self, _touched: Touched) -> None:
        for section in (self.addresses, self.own, self.approvals):
            section.read()

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def undo(self) -> None:
        """Take back my last modification."""
        self._deeds.do(self._desk.casework.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self.saved.say_nothing_left()
        else:
            self.message.say(State.PLAIN, self._look.ui("La dernière modification est annulée."))

    def _back(self) -> None:
        self.go.emit(Back())
