"""Where to write to administrations, as the centre keeps it: dated, corrected, the old ones marked. For leads."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit

from anefdesk.domain.centre import Address
from anefdesk.domain.letter_template import Addressee, AddresseeForm
from anefdesk.domain.partial_date import shown
from anefdesk.errors import AnefdeskError
from anefdesk.services.desk import Desk
from anefdesk.services.letter_addresses import NOWHERE, OF_THE_PERSON, AddressView, is_local
from anefdesk.ui import errors, tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.letter_field import LeftBox
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.closed_list import ClosedList
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, Line, Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

_LETTERS = 16

Known = tuple[tuple[AddressView, ...], Mapping[Addressee, AddresseeForm], tuple[tuple[str, str], ...]]


def known(desk: Desk) -> Known:
    """On the desk lane: the centre's own address, those it keeps, those that ship; then offices and départements."""
    letters = desk.correspondence
    offices = {one: form for one, form in letters.offices().items() if one not in OF_THE_PERSON | NOWHERE}
    kept = {one.value: one for one in offices}
    found = [letters.office(None, "")]
    mine = letters.addresses()
    found += [letters.office(kept[one.addressee], one.department) for one in mine if one.addressee in kept]
    done = {(one.addressee, one.department) for one in found}
    found += [letters.office(one, "") for one, form in offices.items() if form.lines and (one, "") not in done]
    departments = tuple((one.code, f"{one.code} – {one.prefecture}") for one in desk.casework.departments())
    return tuple(found), offices, departments


class AddressesSection(Section):
    """One line per address, and one form for all of them."""

    def __init__(self, look: Look, deeds: Deeds, desk: Desk, today: date) -> None:
        super().__init__(look, look.ui("Adresses"))
        self._look, self._deeds, self._desk, self._today = look, deeds, desk, today
        self._offices: Mapping[Addressee, AddresseeForm] = {}
        self.add = PlainButton(look, look.ui("Ajouter une adresse"), "plus")
        self.add.clicked.connect(self._begin)
        self.header.addWidget(self.add)
        self.form = Card(look, look.ui("Une adresse"), kind="sunken")
        self.office = Choice(look, look.ui(FIELD[Address]["addressee"]), [])
        self.office.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.office.setMinimumContentsLength(_LETTERS)
        self.place = ClosedList(look, look.ui(FIELD[Address]["department"]), (), look.ui("numéro ou ville"))
        self.lines = LeftBox(look, look.ui(FIELD[Address]["lines"]))
        self.day = DateField(look, look.ui(FIELD[Address]["checked_on"]), today)
        self.said_by = QLineEdit()
        self.said_by.setFont(look.font())
        self.said_by.setMaxLength(200)
        self._where = labelled(look, look.ui(FIELD[Address]["department"]), self.place)
        for name, field, target in (
            (look.ui(FIELD[Address]["addressee"]), self.office, self.office),
            ("", self.place, self.place),
            (look.ui(FIELD[Address]["lines"]), self.lines, self.lines),
            (look.ui(FIELD[Address]["checked_on"]), self.day, self.day.line),
            (look.ui("Lue où ? Un site, un courrier, un guichet"), self.said_by, self.said_by),
        ):
            self.form.body.addWidget(labelled(look, name, target) if name else self._where)
            self.form.body.addWidget(field)
        self._wrong = Text(look, points=tokens.SMALL, tone="urgent")
        self._wrong.hide()
        self.form.body.addWidget(self._wrong)
        self.done = PlainButton(look, look.ui("Garder l’adresse"), "check")
        self.done.clicked.connect(self._save)
        away = QuietButton(look, look.ui("Fermer"), "x")
        away.clicked.connect(self.form.hide)
        doing = Flow(look)
        doing.addWidget(self.done)
        doing.addWidget(away)
        self.form.body.addLayout(doing)
        self.form.hide()
        self.body.addWidget(self.form)
        self._lines = column(look)
        self.body.addLayout(self._lines)
        self.office.decided.connect(self._turn)

    def read(self) -> None:
        """Once more."""
        self._deeds.read(known, self._desk, then=self._show_known)

    def _show_known(self, found: Known) -> None:
        look = self._look
        addresses, self._offices, departments = found
        held = self.office.value()
        options = [(None, look.ui("Le centre lui-même")), *((one, form.name) for one, form in self._offices.items())]
        self.office.set_options(options)
        self.office.set_value(held)
        self.place.set_options(departments)
        clear(self._lines)
        for number, one in enumerate(addresses):
            if number:
                self._lines.addWidget(Line(look))
            self._one(one)
        old = sum(one.old for one in addresses)
        self.set_note(look.ui_n("%(n)d à vérifier", "%(n)d à vérifier", old) if old else "")

    def _name(self, one: AddressView) -> str:
        if one.addressee is None:
            return self._look.ui("Le centre lui-même")
        name = self._offices[one.addressee].name
        return f"{name} – {one.department}" if one.department else name

    def _one(self, one: AddressView) -> None:
        look, across, said = self._look, row(self._look), column(self._look, 0)
        said.addWidget(Text(look, self._name(one), strong=True))
        said.addWidget(Text(look, "\n".join(one.lines) if one.complete else look.ui("pas encore écrite")))
        since = look.ui("vérifiée le %(day)s", day=shown(one.checked_on.isoformat())) if one.checked_on else ""
        if one.complete and not one.own:
            since += " · " + look.ui("adresse livrée avec le programme")
        if one.said_by:
            since += f" · {one.said_by}"
        said.addWidget(Text(look, since, points=tokens.SMALL, tone="soft"))
        across.addLayout(said, 1)
        deeds = Flow(look, to_end=True)
        if one.old:
            deeds.addWidget(StateBadge(look, State.TO_CHECK, look.ui("ancienne, à vérifier")))
        name = look.ui("Corriger : %(name)s", name=self._name(one))
        change = CarryingButton(look, look.ui("Corriger"), one, "pencil", name=name)
        change.carried.connect(self.open)
        deeds.addWidget(change)
        across.addLayout(deeds)
        self._lines.addLayout(across)

    def _begin(self) -> None:
        self.open(None)

    def open(self, one: AddressView | None) -> None:
        """The form, with an address to correct or empty."""
        self.set_open(True)
        self.form.show()
        self._wrong.hide()
        first = next(iter(self._offices), None)
        self.office.set_value(one.addressee if one else first)
        self.place.set_value(one.department if one else "")
        self.lines.setPlainText("\n".join(one.lines) if one and one.complete else "")
        self.day.set_iso(self._today.isoformat())
        self.said_by.setText(one.said_by if one and one.own else "")
        self._turn(None)
        (self.lines if one else self.office).setFocus()

    def _turn(self, _office: object) -> None:
        office = self.office.value()
        local = office is not None and is_local(office)
        self.place.setVisible(local)
        self._where.setVisible(local)

    def _save(self) -> None:
        day = self.day.day()
        if day is None:
            self.day.line.setFocus()
            return
        self._deeds.do(_keep, self._desk, self._typed(day), then=self._kept, failed=self._refused)

    def _typed(self, day: date) -> tuple[Addressee | None, str, str, date, str]:
        return self.office.value(), self.place.value(), self.lines.text(), day, self.said_by.text()

    def _kept(self, _touched: object) -> None:
        self.form.hide()
        self._wrong.hide()
        self.read()

    def _refused(self, error: AnefdeskError) -> None:
        told = errors.explain(error, self._look.texts)
        self._wrong.setText(" ".join(filter(None, (told.what, told.todo))))
        self._wrong.show()

    def kept(self) -> dict[str, str]:
        """What is being typed."""
        if self.form.isHidden() or not self.lines.text().strip():
            return {}
        return {"address": self.lines.text(), "said_by": self.said_by.text(), "place": self.place.text()}

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft."""
        if "address" in fields:
            self.open(None)
            self.lines.setPlainText(fields["address"])
            self.said_by.setText(fields.get("said_by", ""))
            self.place.setText(fields.get("place", ""))


def _keep(desk: Desk, typed: tuple[Addressee | None, str, str, date, str]) -> object:
    addressee, department, lines, checked_on, said_by = typed
    return desk.correspondence.set_address(addressee, department, lines, checked_on=checked_on, said_by=said_by)
