"""The two small forms of local knowledge: what a préfecture asks for of its own, what was seen on the ANEF."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from anefdesk.domain.centre import LocalDemand, Seen
from anefdesk.i18n.texts import mark
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.texts import labelled

SEEN = {
    Seen.YES: mark("oui, la démarche y est"),
    Seen.PARTIAL: mark("en partie"),
    Seen.NO: mark("non, elle n’y est pas"),
}


class _Form(Card):
    """Fields one under another, « Noter » and « Fermer ». Hidden until it is asked for."""

    _day = ""  # the name of its day in a draft

    def __init__(self, look: Look, title: str, today: date, day: str) -> None:
        super().__init__(look, title, kind="sunken")
        self._look = look
        self._today = today
        self.day = DateField(look, day, today)
        self.note = PlainButton(look, look.ui("Noter"), "check")
        self.note.clicked.connect(self._tell)
        close = QuietButton(look, look.ui("Fermer"))
        close.clicked.connect(self.hide)
        self._deeds = Flow(look)
        self._deeds.addWidget(self.note)
        self._deeds.addWidget(close)
        self.hide()

    def _field(self, name: str, field: QWidget, line: QWidget | None = None) -> None:
        self.body.addWidget(labelled(self._look, name, line or field))
        self.body.addWidget(field)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.returnPressed.connect(self._tell)
        self._field(name, line)
        return line

    def kept(self) -> dict[str, str]:
        """What is typed here and not noted yet."""
        typed = {name: text for name, text in self._typed().items() if text.strip()}
        return {} if self.isHidden() or not typed else typed | {self._day: self.day.line.text()}

    def _typed(self) -> dict[str, str]:
        raise NotImplementedError

    def _tell(self) -> None:
        raise NotImplementedError


class DemandForm(_Form):
    """``noted`` carries the document, who said so, and an ISO day."""

    noted = Signal(str, str, str)
    _day = "demand_on"

    def __init__(self, look: Look, today: date) -> None:
        ui = look.ui
        super().__init__(look, ui("Ce que cette préfecture demande en plus"), today, ui(FIELD[LocalDemand]["said_on"]))
        self.document = self._line(ui(FIELD[LocalDemand]["document"]), ui("Par exemple : une lettre d’explication"))
        self.said_by = self._line(
            ui(FIELD[LocalDemand]["said_by"]),
            ui("Le guichet, un courrier, un message du site ; jamais le nom d’une personne"),
        )
        self._field(ui(FIELD[LocalDemand]["said_on"]), self.day, self.day.line)
        self.body.addLayout(self._deeds)

    def open(self) -> None:
        """Empty, for another demand; one being typed stays."""
        if self.isHidden():
            self.document.clear()
            self.said_by.clear()
            self.day.set_iso(self._today.isoformat())
            self.show()
        self.document.setFocus()

    def put_back(self, fields: Mapping[str, str]) -> bool:
        """The same from a draft; whether there was anything."""
        if self._day not in fields:
            return False
        self.open()
        self.document.setText(fields.get("demand_document", ""))
        self.said_by.setText(fields.get("demand_said_by", ""))
        self.day.line.setText(fields[self._day])
        return True

    def _typed(self) -> dict[str, str]:
        return {"demand_document": self.document.text(), "demand_said_by": self.said_by.text()}

    def _tell(self) -> None:
        if self.day.iso():
            self.noted.emit(self.document.text(), self.said_by.text(), self.day.iso())
        else:
            self.day.setFocus()


class SightingForm(_Form):
    """``noted`` carries what was seen (``Seen``), an ISO day and a remark."""

    noted = Signal(object, str, str)
    _day = "seen_on"

    def __init__(self, look: Look, today: date) -> None:
        ui = look.ui
        super().__init__(look, ui("Ce que j’ai vu sur l’ANEF"), today, ui("Vu le"))
        name = ui("La démarche est-elle sur l’ANEF ?")
        self.seen = Choice(look, name, [(seen, ui(words)) for seen, words in SEEN.items()])
        self._field(name, self.seen)
        self._field(ui("Vu le"), self.day, self.day.line)
        self.remark = self._line(ui("Remarque"), ui("Par exemple : l’entrée du menu, ce qui manque"))
        self.body.addLayout(self._deeds)

    def open(self) -> None:
        """Empty, for today; what is being typed stays."""
        if self.isHidden():
            self.remark.clear()
            self.day.set_iso(self._today.isoformat())
            self.show()
        self.seen.setFocus()

    def put_back(self, fields: Mapping[str, str]) -> bool:
        """The same from a draft; whether there was anything."""
        if self._day not in fields:
            return False
        self.open()
        self.remark.setText(fields.get("seen_remark", ""))
        if fields.get("seen_what"):
            self.seen.set_value(Seen(fields["seen_what"]))
        self.day.line.setText(fields[self._day])
        return True

    def _typed(self) -> dict[str, str]:
        remark = self.remark.text()
        return {"seen_remark": remark, "seen_what": self.seen.value().value if remark.strip() else ""}

    def _tell(self) -> None:
        if self.day.iso():
            self.noted.emit(self.seen.value(), self.day.iso(), self.remark.text())
        else:
            self.day.setFocus()
