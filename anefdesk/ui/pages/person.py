"""A person's whole file on one page: what to do next at the top, then sections, edited in place with undo."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from anefdesk.domain.case import Piece
from anefdesk.domain.change import Touched
from anefdesk.domain.draft import Draft
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.domain.staff import Deed
from anefdesk.errors import AnefdeskError
from anefdesk.services.casework import FileView
from anefdesk.services.demarches import Places
from anefdesk.services.session import Session
from anefdesk.ui import tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages import unsaved_lines
from anefdesk.ui.pages.destinations import ToAttestation, ToClock, ToDesk, ToHome, ToInterview, ToPerson, ToProcedures
from anefdesk.ui.pages.person_blockages import BlockagesSection
from anefdesk.ui.pages.person_clock import ClockSection
from anefdesk.ui.pages.person_family import FamilySection
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_header import PersonHeader
from anefdesk.ui.pages.person_identity import IdentitySection, LanguagesSection
from anefdesk.ui.pages.person_journal import JournalSection
from anefdesk.ui.pages.person_letters import LettersSection
from anefdesk.ui.pages.person_names import NamesSection
from anefdesk.ui.pages.person_reach import PermitsSection, ReachSection
from anefdesk.ui.pages.person_reading import Names, names, opened, reloaded
from anefdesk.ui.pages.person_restricted import RestrictedSection
from anefdesk.ui.pages.person_settling import SettlingLine
from anefdesk.ui.pages.person_sharing import Closing, HandedLine, closing
from anefdesk.ui.pages.person_words import NotesSection
from anefdesk.ui.pages.person_work import DemarchesSection, PiecesSection
from anefdesk.ui.piece_window import PieceWindow, Shelf, see
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import PageScroll, row
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class PersonPage(QWidget):
    """One file. Nothing is shown until it is read; each deed shows the file again as it now is."""

    go = Signal(object)

    def __init__(self, look: Look, jobs: Jobs, news: News, session: Session, today: date, case: CaseId) -> None:
        super().__init__()
        self.place = f"person:{case.hex()}"
        self._look = look
        self._case = case
        self._desk = session.desk
        self._may = (session.may(Deed.READ_JOURNAL), session.may(Deed.READ_ACCESS_LOG))
        self._deeds = Deeds(jobs, news, self)
        self._file = OpenFile(look, jobs, self._deeds, self._desk, case, today, session)
        self._kept: Draft | None = None
        self._sections: list[
            PersonHeader | DemarchesSection | PiecesSection | IdentitySection | NamesSection | LanguagesSection
            | PermitsSection | ReachSection | JournalSection | NotesSection | Closing | FamilySection
            | RestrictedSection | ClockSection | BlockagesSection | LettersSection | SettlingLine
        ] = []  # fmt: skip
        self._boxes: dict[str, QPlainTextEdit] = {}
        self._viewer: PieceWindow | None = None
        self._documents: Mapping[str, str] = {}
        self._journal: JournalSection | None = None
        self._family: FamilySection | None = None
        self.message = InlineMessage(look)
        self._saved = Text(look, points=tokens.SMALL, tone="soft")
        self._undo = QuietButton(look, look.ui("Annuler la dernière modification"), "arrow-back-up", tip="Ctrl+Z")
        self._undo.clicked.connect(self.undo)
        self._status = QWidget()
        status = row(look)
        self._status.setLayout(status)
        status.addWidget(self._saved, 1)
        status.addWidget(self._undo)
        self._status.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(look)
        outer.addWidget(self._scroll)
        self._scroll.body.addWidget(self.message)
        self._undo_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        self._undo_key.activated.connect(self.undo)
        self._deeds.saved.connect(self._say_saved)
        self._deeds.failed.connect(self._failed)
        news.touched.connect(self._touched)
        self._deeds.read(names, self._desk, then=self._build)
        self._deeds.read(opened, self._desk, case, then=self._show)

    def title(self) -> str:
        """Shown inside the window: never a name in a window title."""
        return self._look.ui("Dossier")

    def draft(self) -> Draft | None:
        """What is written in the boxes and not yet added, and in lines not yet saved."""
        free = {name: box for name, box in self._boxes.items() if not box.isReadOnly()}  # not being added right now
        fields = {name: box.toPlainText() for name, box in free.items() if box.toPlainText().strip()}
        if "journal" in fields and self._journal is not None:
            fields |= self._journal.kept()
        lines, cursor = unsaved_lines.unsaved(self)
        fields |= lines
        fields |= self._family.making.kept() if self._family is not None else {}
        cursor = next((name for name, box in self._boxes.items() if box.hasFocus()), cursor)
        return Draft(self.place, fields, self._case, cursor) if fields else None

    @property
    def under_way(self) -> bool:
        """Whether words are being added right now: the deed itself keeps or forgets their draft."""
        return any(box.isReadOnly() for box in self._boxes.values())

    def restore(self, draft: Draft) -> None:
        """Put the words back where they were being written."""
        self._kept = draft
        for name, box in self._boxes.items():
            box.setPlainText(draft.fields.get(name, ""))
            if name == draft.cursor:
                box.setFocus()
        unsaved_lines.put_back(self, draft.fields, draft.cursor)
        if self._journal is not None:
            self._journal.put_back(dict(draft.fields))
        if self._family is not None:
            self._family.making.put_back(draft.fields)

    def print_page(self) -> None:
        """Sheets are printed from a démarche."""
        self.message.say(tokens.State.PLAIN, self._look.ui("Ouvrez une démarche : c’est elle qui s’imprime."))

    def _build(self, named: Names) -> None:
        procedures, documents, permits = named
        self._documents = documents
        file, body = self._file, self._scroll.body
        header = PersonHeader(file, procedures, permits)
        demarches = DemarchesSection(file, procedures)
        pieces = PiecesSection(file, documents)
        for source in (header, demarches):
            source.begun.connect(self._to_procedures)
            source.opened.connect(self._to_desk)
        demarches.asking.connect(self._to_interview)
        pieces.seen.connect(self._see)
        pieces.reading.connect(self._to_attestation)
        family, restricted = FamilySection(file, procedures, documents), RestrictedSection(file)
        family.opened.connect(self._to_person)
        family.seen.connect(self._see_borrowed)
        restricted.left.connect(self._leave)
        blockages, letters, identity, settling, handed = (
            BlockagesSection(file), LettersSection(file), IdentitySection(file), SettlingLine(file), HandedLine(file),
        )  # fmt: skip
        for leading in (blockages, letters, identity, settling, handed):
            leading.go.connect(self.go)
        self._family, clock = family, ClockSection(file)
        clock.opened.connect(self._to_clock)
        journal, notes = JournalSection(file), NotesSection(file, may_share=self._may[0])
        self._journal = journal
        self._boxes = {"journal": journal.box, "note": notes.box}
        self._sections = [
            header, handed, settling, demarches, clock, blockages, letters, pieces, family, identity,
            NamesSection(file), PermitsSection(file), ReachSection(file), LanguagesSection(file), journal, notes,
            restricted,
        ]  # fmt: skip
        self._sections += closing(file, self.go, accesses=self._may[1])
        for section in self._sections:
            body.addWidget(section)
            if section is header:
                body.addWidget(self._status)
        body.addStretch(1)
        if self._kept is not None:
            self.restore(self._kept)
        header.next_.setFocus()

    def _show(self, seen: tuple[FileView, Places]) -> None:
        view, places = seen
        for section in self._sections:
            if isinstance(section, PersonHeader | DemarchesSection):
                section.know(places)
        for section in self._sections:
            section.show_file(view)

    def _reload(self) -> None:
        self._deeds.read(reloaded, self._desk, self._case, then=self._show)

    def _touched(self, touched: Touched) -> None:
        if self._case in touched.cases or (self._family is not None and self._family.concerns(touched.cases)):
            self._reload()

    def _failed(self, error: AnefdeskError) -> None:
        self.message.show_error(error)
        self._scroll.ensureWidgetVisible(self.message)
        if error.code == "case.missing":
            for section in self._sections:
                section.hide()
        elif self._sections:
            self._reload()

    def _say_saved(self) -> None:
        self.message.quiet()
        self._status.show()
        self._undo.show()
        at = f"{datetime.now().astimezone():%H:%M}"
        self._saved.setText(self._look.ui("Enregistré sur ce poste · %(time)s", time=at))

    def undo(self) -> None:
        """Take back my last modification."""
        self._deeds.do(self._desk.casework.undo, then=self._undone)

    def _undone(self, touched: Touched | None) -> None:
        if touched is None:
            self._undo.hide()
            self._saved.setText(self._look.ui("Il n’y a plus rien à annuler."))

    def _see(self, pieces: tuple[Piece, ...], at: int) -> None:
        file = self._file
        shelf = Shelf(self._look, self._deeds, self._desk, self._case, file.today, self._documents)
        self._viewer = see(self._viewer, shelf, pieces, at, self)

    def _see_borrowed(self, pieces: tuple[Piece, ...], source: CaseId) -> None:
        """Scans that another file shares: dated there once for all, and taken away only there."""
        shelf = Shelf(self._look, self._deeds, self._desk, source, self._file.today, self._documents)
        self._viewer = see(self._viewer, shelf, pieces, len(pieces) - 1, self)
        self._viewer.away.hide()

    def _leave(self) -> None:
        self.go.emit(ToHome())

    def _to_person(self, case: CaseId) -> None:
        self.go.emit(ToPerson(case))

    def _to_attestation(self) -> None:
        self.go.emit(ToAttestation(self._case))

    def _to_clock(self) -> None:
        self.go.emit(ToClock(self._case))

    def _to_interview(self) -> None:
        self.go.emit(ToInterview(self._case))

    def _to_procedures(self) -> None:
        self.go.emit(ToProcedures(self._case))

    def _to_desk(self, demarche: ObjectId) -> None:
        self.go.emit(ToDesk(self._case, demarche))
