"""Forms of « Famille » on a person's page: tie another file to this one, open the file of a relative."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from anefdesk.domain.household import Link, Relation
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId
from anefdesk.i18n.isolates import isolate
from anefdesk.services.finding import PersonRow
from anefdesk.ui import family_words, tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.widgets.buttons import PlainButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.search_box import SearchBox
from anefdesk.ui.widgets.texts import Text, labelled

_GIVEN, _BORN, _RELATION = "relative_given", "relative_born", "relative_relation"  # fields of the page's draft


class LinkForm(Card):
    """Choose a file and what that person is to this one."""

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, kind="sunken")
        self._file = file
        self.relation = _relation(file)
        self.search = SearchBox(look, file.jobs, self._find, self._describe, look.ui("Chercher le dossier à relier"))
        self.search.chosen.connect(self._link)
        self.body.addWidget(labelled(look, look.ui(FIELD[Link]["relation"]), self.relation))
        self.body.addWidget(self.relation)
        self.body.addWidget(self.search)

    def _find(self, text: str) -> tuple[PersonRow, ...]:
        return tuple(found for found in self._file.desk.finding.find(text) if found.case != self._file.case)

    def _describe(self, found: PersonRow) -> str:
        names = " · ".join(isolate(name) for name in (found.latin, found.native) if name)
        return "\n".join(filter(None, (names, found.born)))

    def _link(self, found: PersonRow) -> None:
        self._file.deeds.do(
            self._file.desk.families.link, self._file.case, found.case, self.relation.value(), then=self._linked
        )

    def _linked(self, _touched: object) -> None:
        self.hide()


class NewRelativeForm(Card):
    """A relative who has no file yet: given name, birth, tie; the rest is taken over and corrected there."""

    made = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, kind="sunken")
        self._file = file
        self.relation = _relation(file)
        self.given = QLineEdit()
        self.given.setMaxLength(200)
        self.born = DateField(look, look.ui("Date de naissance"), file.today, partial=True)
        self.make = PlainButton(look, look.ui("Ouvrir ce dossier"), "user-plus")
        self.make.clicked.connect(self._make)
        advice = look.ui(
            "Nom, langues, nationalité et adresse sont repris de ce dossier : vérifiez-les dans le nouveau. "
            "Si ce dossier est restreint, le nouveau l’est aussi, aux mêmes personnes."
        )
        self.body.addWidget(Text(look, advice, points=tokens.SMALL, tone="soft"))
        fields = (
            (look.ui(FIELD[Link]["relation"]), self.relation, self.relation),
            (look.ui("Prénom"), self.given, self.given),
            (look.ui("Date de naissance"), self.born.line, self.born),
        )
        for name, target, field in fields:
            self.body.addWidget(labelled(look, name, target))
            self.body.addWidget(field)
        among = Flow(look)
        among.addWidget(self.make)
        self.body.addLayout(among)

    def kept(self) -> dict[str, str]:
        """What is typed and would be lost with the page."""
        if not (self.given.text().strip() or self.born.line.text().strip()):
            return {}
        return {
            _GIVEN: self.given.text(),
            _BORN: self.born.line.text(),
            _RELATION: self.relation.value().value,
        }

    def put_back(self, fields: Mapping[str, str]) -> None:
        """Show it again."""
        if _GIVEN in fields:
            self.show()
            self.given.setText(fields[_GIVEN])
            self.born.line.setText(fields.get(_BORN, ""))
            self.relation.set_value(Relation(fields.get(_RELATION, Relation.OTHER.value)))

    def _make(self) -> None:
        if not self.given.text().strip():
            self.given.setFocus()
            return
        born = shown(self.born.iso())
        self._file.deeds.do(_made, self._file, self.given.text(), born, self.relation.value(), then=self._done)

    def _done(self, case: CaseId) -> None:
        self.given.clear()
        self.born.set_iso("")
        self.hide()
        self.made.emit(case)


def _relation(file: OpenFile) -> Choice:
    look = file.look
    options = [(relation, look.ui(word)) for relation, word in family_words.RELATION.items()]
    return Choice(look, look.ui(FIELD[Link]["relation"]), options)


def _made(file: OpenFile, given: str, born: str, relation: Relation) -> CaseId:
    """On the desk lane."""
    proposed = file.desk.families.proposed(file.case)
    return file.desk.families.create_linked(file.case, replace(proposed, given=given, birth_date=born), relation)
