"""One letter: what is still to be said of it, the page as it will print; then frozen, sent, answered."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.letter_template import Signer
from anefdesk.domain.record import ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.services.session import Session
from anefdesk.ui import errors
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages import letter_reading, letter_words
from anefdesk.ui.pages.destinations import Back, Leaf, ToConsents, ToLetter, ToPaper
from anefdesk.ui.pages.letter_layout import LetterLayout
from anefdesk.ui.pages.letter_reading import Answered, Kept, Seen, Sent
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State


class LetterPage(QWidget):
    """``to`` names a letter, or the model a new one is begun with; then the page asks for the letter's own."""

    go = Signal(object)

    def __init__(
        self, look: Look, jobs: Jobs, news: News, session: Session, today: date, to: ToLetter, language: str
    ) -> None:
        super().__init__()
        self._look, self._desk, self._to, self._language = look, session.desk, to, language
        self._letters = session.desk.correspondence
        self.place = f"letter:{to.case.hex()}:{(to.letter or b'').hex()}"
        self._seen: Seen | None = None
        self._kept: Draft | None = None
        self._printing = self._showing = self._freezing = False
        self._deeds = Deeds(jobs, news, self)
        self.parts = LetterLayout(look, jobs, session.desk.paper, today)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.parts)
        self.message = self.parts.message
        self._connect(news)
        self._load()

    def _connect(self, news: News) -> None:
        parts = self.parts
        for signal, deed in (
            (parts.back.clicked, self._back),
            (parts.agree.acted, self._to_consents),
            (parts.questions.filled, self._fill),
            (parts.address.kept, self._address),
            (parts.watched.signed, self._sign),
            (parts.paper.words.rewritten, self._rewrite),
            (parts.freeze.clicked, self.freeze),
            (parts.explain.clicked, self._explain),
            (parts.rectify.clicked, self._rectify),
            (parts.throw.clicked, self._throw),
            (parts.issued.sent.sent, self._send),
            (parts.issued.answered.answered, self._answer),
            (parts.saved.undone, self.undo),
            (self._deeds.saved, parts.saved.say_saved),
            (self._deeds.failed, self._failed),
            (news.touched, self._touched),
        ):
            signal.connect(deed)
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo_key.activated.connect(self.undo)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Lettre")

    def draft(self) -> Draft | None:
        """Fields being typed, words being changed, an address."""
        return Draft(self.place, fields, self._to.case) if (fields := self.parts.typed()) else None

    def restore(self, draft: Draft) -> None:
        """Go on, once the letter is read."""
        self._kept = draft
        if self._seen is not None:
            self._put_back()

    def _put_back(self) -> None:
        kept, self._kept = self._kept, None
        if kept is None or self.parts.frozen:
            return
        self.parts.put_back(kept.fields)

    @property
    def _letter(self) -> ObjectId:
        assert self._to.letter is not None
        return self._to.letter

    def _load(self) -> None:
        if self._to.letter is None:
            self._deeds.read(letter_reading.begun, self._desk, self._to, then=self._begun)
            return
        unnamed = self._look.ui("Dossier de la personne")
        self._deeds.read(letter_reading.seen, self._desk, self._to.case, self._letter, unnamed, then=self._show)

    def _begun(self, letter: ObjectId) -> None:
        self.go.emit(ToLetter(self._to.case, letter=letter))

    def _touched(self, touched: Touched) -> None:
        if self._to.letter is not None and self._to.case in touched.cases:
            self._load()

    def _show(self, seen: Seen) -> None:
        first, self._seen = self._seen is None, seen
        if seen.view is not None and (spoken := seen.view.file.languages):
            known = {one.code for one in APPLICANT_LANGUAGES}
            self._language = next((one.code for one in spoken if one.code in known), self._language)
        self.parts.show_seen(seen)
        if seen.line.letter.issued_on and not self._showing:
            self._showing = True
            self._deeds.read(self._letters.issued_pdf, self._to.case, self._letter, then=self._show_issued)
        if first:
            self._put_back()
            self.parts.enter()

    def _show_issued(self, pdf: bytes) -> None:
        self.parts.paper.show_issued(pdf)
        self.parts.enter()
        if self._printing:
            self._printing = False
            self.parts.paper.view.print_pdf()

    def _failed(self, error: AnefdeskError) -> None:
        self._freezing = False
        if error.code == "consent.missing" and self._seen is not None and self._seen.view is not None:
            use = self._seen.view.use
            words = letter_words.agreement_missing(self._look, use) if use is not None else ""
            self.parts.agree.say(State.URGENT, words, action=self._look.ui("Noter l’accord"))
        elif error.code not in {"letter.value", "address.empty", "address.too_many", "address.said_by"}:
            self.message.show_error(error)  # the others stand beside their fields
        if error.code == "letter.gone":
            self.parts.set_gone()

    def _do(self, work: Any, *args: object, then: Any = None, failed: Any = None) -> None:  # noqa: ANN401 - as Deeds
        self.message.quiet()
        self._deeds.do(work, *args, then=then, failed=failed)

    def _fill(self, name: str, value: str) -> None:
        settled, refused = partial(self._settled, name), partial(self._refused, name)
        self._do(self._letters.fill, self._to.case, self._letter, name, value, then=settled, failed=refused)

    def _settled(self, name: str, _touched: Touched) -> None:
        self.parts.questions.settle(name)

    def _refused(self, name: str, error: AnefdeskError) -> None:
        self.parts.questions.refuse(name, self._told(error))

    def _address(self, kept: Kept) -> None:
        work = letter_reading.keep_address
        self._do(work, self._desk, self._to.case, self._letter, kept, then=self._addressed, failed=self._not_addressed)

    def _addressed(self, _touched: object) -> None:
        self.parts.address.settle()
        self._load()  # an address of the centre is not of this file

    def _not_addressed(self, error: AnefdeskError) -> None:
        self.parts.address.refuse(self._told(error))

    def _told(self, error: AnefdeskError) -> str:
        told = errors.explain(error, self._look.texts)
        return " ".join(filter(None, (told.what, told.todo)))

    def _sign(self, signer: Signer) -> None:
        self._do(self._letters.sign, self._to.case, self._letter, signer)

    def _rewrite(self, words: str) -> None:
        settled = self.parts.paper.words.settle
        self._do(self._letters.rewrite, self._to.case, self._letter, words, then=settled)

    def freeze(self) -> None:
        """Once and for all, then on paper; what is being typed is saved first, and what is refused is heard first."""
        if not self._freezing:
            self._freezing = True
            self.parts.freeze.setFocus()
            self._deeds.read(self._letters.one, self._to.case, self._letter, then=self._freeze)

    def _freeze(self, _line: object) -> None:
        if self.parts.typed():
            self._freezing = False
            told = self._look.ui("Ce qui vient d’être tapé n’est pas enregistré : la lettre n’a pas été figée.")
            self.message.say(State.URGENT, told, self._look.ui("Corrigez-le ou enregistrez-le, puis recommencez."))
        else:
            self._do(self._letters.issue, self._to.case, self._letter, then=self._frozen, failed=self._not_frozen)

    def _frozen(self, _touched: object) -> None:
        self._printing = True
        ui = self._look.ui
        self.message.say(State.SETTLED, ui("La lettre est figée et enregistrée."), ui("Notez l’envoi quand elle part."))

    def _not_frozen(self, error: AnefdeskError) -> None:
        view = self._seen.view if self._seen is not None else None
        if view is not None:
            self.parts.lead_to(error.code, view.missing)

    def print_page(self) -> None:
        """Ctrl+P: a frozen letter is printed; the other is frozen first."""
        if self.parts.frozen:
            self.parts.paper.view.print_pdf()
            return
        ui = self._look.ui
        self.message.say(State.PLAIN, ui("Figez d’abord la lettre : ce qui est imprimé ne doit plus changer."))
        self.parts.freeze.setFocus()

    def _send(self, sent: Sent) -> None:
        self._do(letter_reading.send, self._desk, self._to.case, self._letter, sent, then=self._noted)

    def _answer(self, answered: Answered) -> None:
        self._do(letter_reading.reply, self._desk, self._to.case, self._letter, answered, then=self._noted)

    def _noted(self, _touched: object) -> None:
        self.message.say(State.SETTLED, self._look.ui("C’est noté."))

    def undo(self) -> None:
        """Take back my last modification; what is frozen stays."""
        self._do(self._desk.casework.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self.parts.saved.say_nothing_left()

    def _throw(self) -> None:
        self._do(self._letters.drop, self._to.case, self._letter, then=self._back)

    def _rectify(self) -> None:
        if self._seen is not None:
            self._do(letter_reading.rectified, self._desk, self._to.case, self._seen, then=self._begun)

    def _back(self, _done: object = None) -> None:
        self.go.emit(Back())

    def _to_consents(self) -> None:
        self.go.emit(ToConsents(self._to.case))

    def _explain(self) -> None:
        self.go.emit(ToPaper(Leaf.EXPLANATION, self._language, self._to.case, letter=self._letter))
