"""« Accords » : what the person agreed to, use by use; given, revoked, and printed in their language to be signed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import languages
from anefdesk.services.consents import ConsentView
from anefdesk.services.desk import Desk
from anefdesk.services.session import Session
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.consents_use import GiveForm, Given, UseCard
from anefdesk.ui.pages.destinations import Back, Leaf, ToPaper
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.states import InlineMessage


class ConsentsPage(QWidget):
    """Every use. Its primary deed is the sheet."""

    go = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId, language: str
    ) -> None:
        super().__init__()
        self.place = f"consents:{case.hex()}"
        self._look, self._desk, self._case, self._language = look, session.desk, case, language
        self._deeds = Deeds(jobs, news, self)
        self._deeds.failed.connect(self._failed)
        self.message = InlineMessage(look)
        self.message.acted.connect(self.undo)
        self.cards = {use: UseCard(look, use, today) for use in Use}
        self._lay_out()
        for card in self.cards.values():
            card.given.connect(self._give)
            card.revoked.connect(self._revoke)
            card.asked.connect(self._may_bind)
        news.touched.connect(self._touched)
        self._load()

    def _lay_out(self) -> None:
        look = self._look
        self.print_button = PrimaryButton(look, look.ui("Imprimer la feuille à signer"), "printer", tip="Ctrl+P")
        self.print_button.clicked.connect(self.print_page)
        told = look.ui(
            "Lisez la feuille ensemble. La personne peut dire non à chaque ligne, et changer d’avis à tout moment : "
            "l’aide continue."
        )
        self._scroll = HeadedPage(look, self, self.title(), told, back=look.ui("Retour"), deed=self.print_button)
        self._scroll.left.connect(self._back)
        body = self._scroll.body
        body.addWidget(self.message)
        for card in self.cards.values():
            body.addWidget(card)
        body.addStretch(1)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Accords de la personne")

    def draft(self) -> Draft | None:
        """Nothing long is typed here."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing to restore."""

    def print_page(self) -> None:
        """The sheet in two languages, to read, tick and sign."""
        self.go.emit(ToPaper(Leaf.CONSENT, self._language, self._case))

    def _load(self) -> None:
        self._deeds.read(self._desk.consents.view, self._case, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases:
            self._load()

    def _show(self, view: ConsentView) -> None:
        if any(view.language == one.code for one in languages.APPLICANT_LANGUAGES):
            self._language = view.language
        for card in self.cards.values():
            card.show_view(view)

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)

    def _may_bind(self, form: GiveForm) -> None:
        asked = _Asked(form)
        self._deeds.read(_binds, self._desk, form.language.value(), form.signed, then=asked.heard)

    def _give(self, given: Given) -> None:
        done = _Noted(self, self.cards[given.use])
        self._deeds.do(_give, self._desk, self._case, given, then=done.done)

    def _revoke(self, consent: Consent) -> None:
        self._deeds.do(self._desk.consents.revoke, self._case, consent, then=self._revoked)

    def _revoked(self, _touched: Touched) -> None:
        ui = self._look.ui
        gone = ui(
            "À partir de maintenant, rien ne sort plus du dossier pour cela. Ce qui est déjà parti ne revient pas."
        )
        self.message.say(State.SETTLED, ui("Accord retiré."), gone, action=ui("Annuler"))

    def noted(self) -> None:
        """An agreement was noted."""
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("Accord noté."), action=ui("Annuler"))

    def undo(self) -> None:
        """Take back what was noted or revoked."""
        self._deeds.do(self._desk.casework.undo, then=self._undone)

    def _undone(self, _touched: Touched | None) -> None:
        self.message.quiet()

    def _back(self) -> None:
        self.go.emit(Back())


class _Asked:
    """The answer to whether a paper in one language binds."""

    def __init__(self, form: GiveForm) -> None:
        self._form = form

    def heard(self, found: tuple[str, bool]) -> None:
        if found[0] == self._form.language.value():
            self._form.warn(binds=found[1])


class _Noted:
    """Folds the form of one use once its agreement is noted."""

    def __init__(self, page: ConsentsPage, card: UseCard) -> None:
        self._page, self._card = page, card

    def done(self, _touched: Touched) -> None:
        self._card.settle()
        self._page.noted()


def _binds(desk: Desk, language: str, signed: bool) -> tuple[str, bool]:  # noqa: FBT001 - called on the lane
    binds = signed and desk.consents.may_be_taken_in(language, interpreted=False)
    return language, binds


def _give(desk: Desk, case: CaseId, given: Given) -> Touched:
    return desk.consents.give(
        case,
        given.use,
        language=given.language,
        interpreted=given.interpreted,
        signed=given.signed,
        scope=given.scope,
    )
