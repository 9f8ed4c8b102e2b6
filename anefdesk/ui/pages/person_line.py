"""A stored thing of a person's file as a card of fields, each saved as it is left: names, permits, contacts."""

from dataclasses import replace
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from anefdesk.domain.case import ContactPoint, Name, Permit
from anefdesk.ui import tokens
from anefdesk.ui.pages.person_file import InPlace, OpenFile
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.texts import labelled
from anefdesk.ui.widgets.type_ahead import TypeAhead

T = TypeVar("T", bound=Name | Permit | ContactPoint)

Field = CheckedLine | TypeAhead | Choice | DateField
_ONE_ROW = 800  # pixels before zoom
_AWAY = 6  # the column of the button that takes the line away


class StoredLine(Card, Generic[T]):
    """``show_thing`` changes the fields in place, so that going from one to the next never loses the cursor."""

    def __init__(self, file: OpenFile, thing: T) -> None:
        super().__init__(file.look, kind="sunken")
        self.file = file
        self.thing = thing
        self.fields: dict[str, Field] = {}
        self._room = Room(file.look, self, _ONE_ROW)
        self._room.turned.connect(self._lay_out)
        self._steps: list[tuple[QWidget, QWidget | None, int]] = []  # name and field with its stretch, or the button
        self._rows: dict[int, int] = {}  # after how many of them another row begins, and how far in
        self._down = self._across = 0
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(file.look.dp(tokens.PADDING))
        self._grid.setVerticalSpacing(file.look.dp(2))
        self.body.addLayout(self._grid)

    def put(self, name: str, field: Field, attribute: str, stretch: int) -> None:
        """Add one field."""
        self.fields[attribute] = field
        target = field.line if isinstance(field, CheckedLine | DateField) else field
        self._steps.append((labelled(self.file.look, name, target), field, stretch))
        self._place(len(self._steps) - 1)
        tie = InPlace(self, self._write, attribute)
        if isinstance(field, CheckedLine):
            field.accepted.connect(tie.write)
        elif isinstance(field, DateField):
            field.changed.connect(tie.write)
        else:
            field.decided.connect(tie.write)

    def _lay_out(self) -> None:
        for label, field, _ in self._steps:
            self._grid.removeWidget(label)
            if field is not None:
                self._grid.removeWidget(field)
        for across in range(_AWAY):
            self._grid.setColumnStretch(across, 0)
        self._down = self._across = 0
        for at in range(len(self._steps)):
            self._place(at)

    def _place(self, at: int) -> None:
        label, field, stretch = self._steps[at]
        wide = self._room.wide
        if wide and at in self._rows:
            self._down, self._across = self._down + 2, self._rows[at]
        if field is None:
            down, across = (1, _AWAY) if wide else (self._down, 0)
            self._grid.addWidget(label, down, across, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            return
        self._grid.addWidget(label, self._down, self._across)
        self._grid.addWidget(field, self._down + 1, self._across, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(self._across, stretch if wide else 1)
        if wide:
            self._across += 1
        else:
            self._down += 2

    def next_row(self, *, indent: int = 0) -> None:
        """What follows stands under the first fields."""
        self._rows[len(self._steps)] = indent

    def put_away(self, name: str) -> None:
        """Add the button that takes the line out of sight."""
        away = CarryingButton(self.file.look, "", self.thing, "trash", name=name, tip=name)
        away.carried.connect(self._remove)
        self._steps.append((away, None, 0))
        self._place(len(self._steps) - 1)

    def show_thing(self, thing: T) -> None:
        """The thing as it now is; a field being typed in is left alone."""
        self.thing = thing
        for attribute, field in self.fields.items():
            value = getattr(thing, attribute)
            if isinstance(field, CheckedLine):
                field.set_stored(value)
            elif isinstance(field, Choice):
                field.set_value(value)
            elif isinstance(field, DateField):
                if not field.line.hasFocus():
                    field.set_iso(value)
            elif not field.hasFocus():
                field.set_value(value)

    def _write(self, attribute: str, value: object) -> None:
        after = replace(self.thing, **{attribute: value})  # type: ignore[arg-type]  # the control's own type
        before, self.thing = self.thing, after
        self.file.deeds.do(self.file.desk.casework.edit, self.file.case, before, after)

    def _remove(self, thing: object) -> None:
        del thing
        self.file.deeds.do(self.file.desk.casework.remove, self.file.case, self.thing)
