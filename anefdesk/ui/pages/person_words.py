"""What is written about a person: notes shared or private, the box they share with the journal, who read the file."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QVBoxLayout

from anefdesk.domain.draft import Draft
from anefdesk.domain.record import ObjectId
from anefdesk.errors import AnefdeskError
from anefdesk.i18n.isolates import isolate
from anefdesk.i18n.texts import mark
from anefdesk.services.casework import Access, FileView
from anefdesk.ui import tokens
from anefdesk.ui.draft_keeping import whole
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.spoken_dates import moment
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear
from anefdesk.ui.widgets.texts import Text

_ACCESS = {
    "file": mark("a ouvert le dossier"),
    "piece": mark("a regardé une pièce"),
    "exhibit": mark("a regardé une preuve"),
    "print": mark("a imprimé"),
    "export": mark("a enregistré un dossier de preuves"),
    "export_clear": mark("a enregistré un dossier de preuves, sans phrase de passe"),
}


class Writing(Section):
    """A box to write in, then what was written, latest first."""

    def __init__(self, file: OpenFile, title: str, box: str, *, open_: bool = True) -> None:
        super().__init__(file.look, title, open_=open_)
        self.file = file
        self.box = QPlainTextEdit()
        self.box.setAccessibleName(box)
        self.box.setPlaceholderText(box)
        self.box.setFont(file.look.font())
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(file.look.dp(72))
        self.under = Flow(file.look)
        self.body.addWidget(self.box)
        self.body.addLayout(self.under)
        self.entries = QVBoxLayout()
        self.entries.setSpacing(file.look.dp(tokens.GAP))
        self.body.addLayout(self.entries)

    def write(self, name: str, add: Callable[..., object], *args: object) -> None:
        """Add what is in the box with ``add(text, *args)``; until that ends, the box belongs to the deed."""
        if self.box.isReadOnly():
            return
        self.box.setReadOnly(True)
        self.file.deeds.do(
            _add, self.file, name, add, self.box.toPlainText(), args, then=self.written, failed=self._refused
        )

    def written(self, _touched: object = None) -> None:
        """The deed is done: the box is free."""
        self.box.setReadOnly(False)
        self.box.clear()

    def _refused(self, _error: AnefdeskError) -> None:
        self.box.setReadOnly(False)

    def list_(self, entries: list[tuple[str, str]], none: str) -> None:
        """Show (who and when, text) pairs."""
        clear(self.entries)
        for about, text in entries:
            self.entries.addWidget(Line(self.file.look))
            self.entries.addWidget(Text(self.file.look, about, points=tokens.SMALL, tone="soft"))
            self.entries.addWidget(self.words_of(text))
        self.finish(len(entries), none)

    def words_of(self, text: str, *, soft: bool = False) -> Text:
        """What was written, ready to be copied."""
        said = Text(self.file.look, text, tone="soft" if soft else "")
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return said

    def finish(self, count: int, none: str) -> None:
        """How many there are, or what to say when there is nothing."""
        if not count:
            self.entries.addWidget(Text(self.file.look, none, tone="soft"))
        self.set_note(str(count) if count else "")

    def signed(self, view: FileView, obj: ObjectId) -> str:
        """« Samira, 14/01/2027 10:42 »."""
        writer = view.writers.get(obj)
        return f"{isolate(writer.label)}, {moment(writer.wall_ms)}" if writer else ""


class NotesSection(Writing):
    """Notes of the team, and mine alone."""

    def __init__(self, file: OpenFile, *, may_share: bool) -> None:
        ui = file.look.ui
        super().__init__(file, ui("Notes"), ui("Une note…"), open_=True)
        self._private = QCheckBox(ui("pour moi seulement"))
        self._private.setFont(file.look.font())
        self._private.setChecked(not may_share)
        self._private.setEnabled(may_share)
        self._add = PlainButton(file.look, ui("Ajouter la note"), "plus")
        self._add.clicked.connect(self._write)
        self.under.addWidget(self._private)
        self.under.addWidget(self._add)
        reminder = ui(
            "La personne peut demander à lire toute note qui la concerne : écrivez ce que vous pourriez lui lire."
        )
        self.body.insertWidget(0, Text(file.look, reminder, points=tokens.SMALL, tone="soft"))

    def show_file(self, view: FileView) -> None:
        """Show shared notes and mine."""
        look = self.file.look
        entries = []
        for note in reversed(view.file.notes):
            private = note.id in view.private_notes
            kind = look.ui("pour moi seulement") if private else look.ui("partagée avec l’équipe")
            entries.append((f"{kind} · {self.signed(view, note.id)}", view.private_notes.get(note.id, note.text)))
        self.list_(entries, look.ui("Aucune note."))

    def _write(self) -> None:
        self.write("note", self._add_note, self._private.isChecked())

    def _add_note(self, text: str, private: bool) -> object:  # noqa: FBT001 - run on a lane
        return self.file.desk.casework.add_note(self.file.case, text, private=private)


def _add(file: OpenFile, name: str, add: Callable[..., object], text: str, args: tuple[object, ...]) -> object:
    """On the desk lane, and whole even if the desk locks meanwhile: the words are in the file, or in a draft."""
    place = f"person:{file.case.hex()}"
    return whole(file.session, Draft(place, {name: text}, file.case), add, text, *args)


class AccessSection(Section):
    """Who read this file, for leads."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Accès"), open_=False)
        self._file = file
        self.folded.connect(self._ask)

    def show_file(self, view: FileView) -> None:
        """Nothing until unfolded."""

    def _ask(self, open_: bool) -> None:  # noqa: FBT001 - a slot
        if open_:
            self._file.deeds.read(self._file.desk.casework.accesses, self._file.case, then=self._show_accesses)

    def _show_accesses(self, accesses: tuple[Access, ...]) -> None:
        clear(self.body)
        look = self._file.look
        for access in accesses:
            what = look.ui(_ACCESS.get(access.what, "a ouvert le dossier"))
            label: QLabel = Text(look, f"{moment(access.wall_ms)} · {isolate(access.label)} {what}")
            self.body.addWidget(label)
