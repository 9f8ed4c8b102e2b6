"""The journal of a file: meetings, calls and letters; never edited, corrected by a new entry that names the old."""

import dataclasses
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from anefdesk.domain.case import JournalEntry, Medium
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import ObjectId
from anefdesk.services.casework import FileView
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_words import Writing
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.frames import Line, clear, row
from anefdesk.ui.widgets.texts import Text

_FIRST_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry as it was last shown, and whether another corrects it."""

    entry: JournalEntry
    corrected: bool


class JournalSection(Writing):
    """Entries, latest first."""

    def __init__(self, file: OpenFile) -> None:
        ui = file.look.ui
        super().__init__(file, ui("Journal"), ui("Ce qui s’est passé aujourd’hui…"))
        self._known: dict[bytes, _Known] = {}
        self._corrects: bytes | None = None
        look = file.look
        self._medium = Choice(look, ui("Comment"), [(one, ui(word)) for one, word in words.MEDIUM.items()])
        self._interpreter = Choice(look, ui("Interprète"), [(one, ui(word)) for one, word in words.INTERPRETER.items()])
        self._add = PlainButton(look, ui("Ajouter au journal"), "plus")
        self._add.clicked.connect(self._write)
        for widget in (self._medium, self._interpreter, self._add):
            self.under.addWidget(widget)
        self._correcting = QWidget()
        across = row(look)
        self._correcting.setLayout(across)
        self._about = Text(look, tone="accent")
        leave = QuietButton(look, ui("Ne pas corriger"), "x")
        leave.clicked.connect(self.forget)
        across.addWidget(self._about, 1)
        across.addWidget(leave)
        self._correcting.hide()
        self.body.insertWidget(0, self._correcting)

    def show_file(self, view: FileView) -> None:
        """Show the journal to those who may read it."""
        look = self.file.look
        if not view.may_read_journal:
            self.list_([], look.ui("La lecture du journal est réservée à l’équipe d’accompagnement."))
            return
        corrected = {entry.corrects for entry in view.file.journal}
        self._known = {entry.id: _Known(entry, entry.id in corrected) for entry in view.file.journal}
        clear(self.entries)
        for known in reversed(self._known.values()):
            self.entries.addWidget(Line(look))
            self._show_entry(view, known)
        self.finish(len(self._known), look.ui("Rien encore."))

    def _show_entry(self, view: FileView, known: _Known) -> None:
        look, entry = self.file.look, known.entry
        across = row(look)
        about = Text(look, self._how(view, entry), points=tokens.SMALL, tone="soft")
        across.addWidget(about, 1)
        if not known.corrected:
            name = look.ui("Corriger : %(entry)s", entry=_start(entry))
            again = CarryingButton(look, look.ui("Corriger"), entry.id, "pencil", name=name)
            again.carried.connect(self.correct)
            across.addWidget(again)
        self.entries.addLayout(across)
        if known.corrected:
            self.entries.addWidget(
                Text(look, look.ui("Corrigé plus haut."), points=tokens.SMALL, strong=True, tone="to_check")
            )
        old = self._known.get(entry.corrects or b"")
        if old is not None:
            said = look.ui("Corrige : « %(entry)s »", entry=_start(old.entry))
            self.entries.addWidget(Text(look, said, points=tokens.SMALL, tone="soft"))
        self.entries.addWidget(self.words_of(entry.text, soft=known.corrected))

    def _how(self, view: FileView, entry: JournalEntry) -> str:
        ui = self.file.look.ui
        parts = [shown(entry.on), ui(words.MEDIUM[entry.medium])]
        if entry.interpreter:
            told = words.INTERPRETER.get(entry.interpreter)
            parts.append(ui(told) if told else entry.interpreter)
        return f"{', '.join(parts)} · {self.signed(view, entry.id)}"

    def correct(self, obj: ObjectId) -> None:
        """The next entry corrects this one; its words are there to start from."""
        known = self._known.get(obj)
        if known is None:
            return
        if not self.box.toPlainText().strip():
            self.box.setPlainText(known.entry.text)
        self._medium.set_value(known.entry.medium)
        self._interpreter.set_value(known.entry.interpreter)
        self.put_back({"journal_corrects": obj.hex()})
        self.box.setFocus()
        self.box.moveCursor(QTextCursor.MoveOperation.End)

    def forget(self) -> None:
        """An ordinary entry again; what is written stays."""
        self._corrects = None
        self._correcting.hide()
        self._add.setText(self.file.look.ui("Ajouter au journal"))

    def kept(self) -> dict[str, str]:
        """For the draft: which entry is being corrected."""
        return {"journal_corrects": self._corrects.hex()} if self._corrects else {}

    def put_back(self, fields: dict[str, str]) -> None:
        """The same from a draft."""
        self._corrects = bytes.fromhex(fields.get("journal_corrects", "")) or None
        if self._corrects is None:
            return
        ui, known = self.file.look.ui, self._known.get(self._corrects)
        self._about.setText(
            ui("Vous corrigez : « %(entry)s »", entry=_start(known.entry)) if known else ui("Vous corrigez une entrée.")
        )
        self._correcting.show()
        self._add.setText(ui("Ajouter la correction"))

    def _write(self) -> None:
        entry = JournalEntry(
            id=ObjectId(b""),
            medium=self._medium.value() or Medium.DESK,
            interpreter=self._interpreter.value() or "",
            corrects=self._corrects,
        )
        self.write("journal", self._add_entry, entry)

    def _add_entry(self, text: str, entry: JournalEntry) -> object:
        return self.file.desk.casework.add_journal(self.file.case, dataclasses.replace(entry, text=text))

    def written(self, _touched: object = None) -> None:
        """An ordinary entry comes next."""
        super().written()
        self.forget()
        self._interpreter.set_value("")


def _start(entry: JournalEntry) -> str:
    words_ = entry.text.split()
    said = " ".join(words_[:_FIRST_WORDS])
    return f"{said}…" if len(words_) > _FIRST_WORDS else said
