"""The other names and spellings of a person: all of them find the file, the main one heads it."""

from PySide6.QtWidgets import QWidget

from anefdesk.domain.case import Name, NameRole
from anefdesk.domain.change import Touched
from anefdesk.services.casework import FileView
from anefdesk.ui import tokens, words
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_line import StoredLine
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.frames import Section, clear
from anefdesk.ui.widgets.texts import Text


class NamesSection(Section):
    """Name of birth, spellings on other papers."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Autres noms et écritures"))
        self._file = file
        self._lines: dict[bytes, StoredLine[Name]] | None = None
        self._adding = False
        self._add = QuietButton(file.look, file.look.ui("Ajouter un nom"), "plus")
        self._add.clicked.connect(self._begin)
        self.header.addWidget(self._add)

    def show_file(self, view: FileView) -> None:
        """Show every name but the one that heads the file."""
        others = [name for name in view.file.names if name is not view.file.main_name]
        known = set(self._lines or ())
        if self._lines is None or known != {name.id for name in others}:
            clear(self.body)
            self._lines = {name.id: self._line(name) for name in others}
            for line in self._lines.values():
                self.body.addWidget(line)
            if not others:
                self.body.addWidget(self._advice())
        for name in others:
            self._lines[name.id].show_thing(name)
        self.set_note(str(len(others)) if others else "")
        fresh = [line for name, line in self._lines.items() if name not in known]
        if self._adding and fresh:
            self._adding = False
            fresh[-1].fields["family"].setFocus()

    def _advice(self) -> QWidget:
        ui = self._file.look.ui
        said = ui("Nom de naissance, nom écrit autrement sur un autre papier : la recherche les connaît tous.")
        return Text(self._file.look, said, points=tokens.SMALL, tone="soft")

    def _line(self, name: Name) -> StoredLine[Name]:
        look, jobs = self._file.look, self._file.jobs
        line = StoredLine(self._file, name)
        roles = [(role, look.ui(word)) for role, word in words.NAME_ROLE.items()]
        if name.role is NameRole.MAIN:
            roles.append((NameRole.MAIN, look.ui("nom principal")))
        line.put(look.ui("Sorte"), Choice(look, "", roles), "role", 2)
        line.put(look.ui(FIELD[Name]["family"]), CheckedLine(look, jobs, ""), "family", 3)
        line.put(look.ui(FIELD[Name]["given"]), CheckedLine(look, jobs, ""), "given", 3)
        line.next_row(indent=1)
        line.put(look.ui(FIELD[Name]["family_native"]), CheckedLine(look, jobs, ""), "family_native", 3)
        line.put(look.ui(FIELD[Name]["given_native"]), CheckedLine(look, jobs, ""), "given_native", 3)
        line.put_away(look.ui("Retirer ce nom"))
        return line

    def _begin(self) -> None:
        self.set_open(True)
        self._adding = True
        self._file.deeds.do(_empty_spelling, self._file)


def _empty_spelling(file: OpenFile) -> Touched:
    """On the desk lane: a name for the page to fill."""
    casework = file.desk.casework
    return casework.add(file.case, Name(id=casework.new_id(), role=NameRole.SPELLING))
