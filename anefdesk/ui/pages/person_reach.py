"""Permits with their dates, and ways to reach the person with whether they are safe. Edited in place."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from anefdesk.domain.case import ContactPoint, Permit, PointKind, Safe
from anefdesk.domain.change import Touched
from anefdesk.domain.procedure import PermitKind
from anefdesk.services.casework import FileView
from anefdesk.ui import tokens, words
from anefdesk.ui.checks import check_phone, show_phone
from anefdesk.ui.pages.person_file import InPlace, OpenFile
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Card, Section, clear
from anefdesk.ui.widgets.texts import Text, labelled
from anefdesk.ui.widgets.type_ahead import TypeAhead

_WIDE_UNTIL = 150  # per cent of zoom


class _Line(Card):
    """A stored thing on one line of fields; each field saves itself."""

    def __init__(self, file: OpenFile, thing: Permit | ContactPoint) -> None:
        super().__init__(file.look, kind="sunken")
        self.file = file
        self.thing = thing
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(file.look.dp(tokens.PADDING))
        self.grid.setVerticalSpacing(file.look.dp(2))
        self.body.addLayout(self.grid)

    def put(self, name: str, field: CheckedLine | TypeAhead | Choice | DateField, attribute: str, stretch: int) -> None:
        """Add one field."""
        narrow = self.file.look.zoom > _WIDE_UNTIL
        at, down = (0, 2 * self.grid.rowCount()) if narrow else (self.grid.columnCount(), 0)
        target = field.line if isinstance(field, CheckedLine | DateField) else field
        self.grid.addWidget(labelled(self.file.look, name, target), down, at)
        self.grid.addWidget(field, down + 1, at, Qt.AlignmentFlag.AlignTop)
        self.grid.setColumnStretch(at, stretch)
        tie = InPlace(self, self._write, attribute)
        if isinstance(field, CheckedLine):
            field.accepted.connect(tie.write)
        elif isinstance(field, DateField):
            field.changed.connect(tie.write)
        else:
            field.decided.connect(tie.write)

    def put_away(self, name: str) -> None:
        """Add the button that takes the line out of sight."""
        away = CarryingButton(self.file.look, "", self.thing, "trash", name=name, tip=name)
        away.carried.connect(self._remove)
        narrow = self.file.look.zoom > _WIDE_UNTIL
        at, down = (0, 2 * self.grid.rowCount()) if narrow else (self.grid.columnCount(), 1)
        self.grid.addWidget(away, down, at, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)

    def _write(self, attribute: str, value: object) -> None:
        after = replace(self.thing, **{attribute: value})  # type: ignore[arg-type]  # the control's own type
        before, self.thing = self.thing, after
        self.file.deeds.do(self.file.desk.casework.edit, self.file.case, before, after)

    def _remove(self, thing: object) -> None:
        del thing
        self.file.deeds.do(self.file.desk.casework.remove, self.file.case, self.thing)


class PermitsSection(Section):
    """Permits and papers giving the right to stay."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Titres de séjour"))
        self._file = file
        self._kinds: list[tuple[str, str]] = []
        self._shown: tuple[Permit, ...] | None = None
        add = QuietButton(file.look, file.look.ui("Ajouter un titre"), "plus")
        add.clicked.connect(self._add)
        self.header.addWidget(add)
        self._view: FileView | None = None
        file.jobs.desk(file.desk.casework.permit_kinds, owner=self, then=self._named)

    def _named(self, kinds: tuple[PermitKind, ...]) -> None:
        self._kinds = [(kind.id, kind.name) for kind in kinds]
        if self._view is not None:
            self._shown = None
            self.show_file(self._view)

    def show_file(self, view: FileView) -> None:
        """Show the permits, the one that ends last first."""
        self._view = view
        if not self._kinds or view.file.permits == self._shown:
            return
        self._shown = view.file.permits
        clear(self.body)
        look = self._file.look
        for permit in sorted(view.file.permits, key=_end, reverse=True):
            line = _Line(self._file, permit)
            kind = TypeAhead(look, "", self._kinds, look.ui("Commencez à taper"))
            kind.set_value(permit.kind)
            line.put(look.ui("Titre"), kind, "kind", 3)
            for attribute, name in (("start", look.ui("Du")), ("end", look.ui("Au"))):
                day = DateField(look, name, self._file.today)
                day.set_iso(getattr(permit, attribute))
                line.put(name, day, attribute, 2)
            line.put_away(look.ui("Retirer ce titre"))
            self.body.addWidget(line)
        if not view.file.permits:
            self.body.addWidget(
                Text(look, look.ui("Aucun titre noté. Sa date de fin décide de quand déposer."), tone="soft")
            )

    def _add(self) -> None:
        self.set_open(True)
        self._file.deeds.do(_add_permit, self._file)


def _end(permit: Permit) -> str:
    return permit.end


def _add_permit(file: OpenFile) -> Touched:
    casework = file.desk.casework
    return casework.add(file.case, Permit(id=casework.new_id()))


class ReachSection(Section):
    """Phones and addresses to write to; not known is not yes."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Joindre"))
        self._file = file
        self._shown: tuple[ContactPoint, ...] | None = None
        ui = file.look.ui
        self._new = (
            CarryingButton(file.look, ui("Téléphone"), PointKind.PHONE, "phone", name=ui("Ajouter un téléphone")),
            CarryingButton(file.look, ui("E-mail"), PointKind.EMAIL, "mail", name=ui("Ajouter un e-mail")),
            CarryingButton(file.look, ui("Autre"), PointKind.OTHER, "message-2", name=ui("Ajouter un autre moyen")),
        )
        for button in self._new:
            button.carried.connect(self._add)
            self.header.addWidget(button)

    def show_file(self, view: FileView) -> None:
        """Show the contact points."""
        if view.file.points == self._shown:
            return
        self._shown = view.file.points
        clear(self.body)
        look = self._file.look
        for point in view.file.points:
            line = _Line(self._file, point)
            phone = point.kind is PointKind.PHONE
            value = (
                CheckedLine(look, self._file.jobs, "", check=check_phone, shown=show_phone, ltr=True)
                if phone
                else CheckedLine(look, self._file.jobs, "", ltr=point.kind is PointKind.EMAIL)
            )
            value.set_stored(point.value)
            line.put(look.ui(words.POINT[point.kind]).capitalize(), value, "value", 2)
            safe = Choice(look, "", [(one, look.ui(word)) for one, word in words.SAFE.items()])
            safe.set_value(point.safe)
            line.put(look.ui("Peut-on appeler sans danger ?") if phone else look.ui("Peut-on écrire sans danger ?"),
                     safe, "safe", 2)  # fmt: skip
            whose = CheckedLine(look, self._file.jobs, "", hint=look.ui("à la personne elle-même"))
            whose.set_stored(point.whose)
            line.put(look.ui("À qui ?"), whose, "whose", 2)
            line.put_away(look.ui("Retirer ce contact"))
            self.body.addWidget(line)
            if point.safe is Safe.NO:
                warn = look.ui("N’appelez pas et n’écrivez pas ici : la personne a dit que c’est dangereux.")
                self.body.addWidget(Text(look, warn, strong=True, tone="urgent"))
        if not view.file.points:
            self.body.addWidget(
                Text(look, look.ui("Aucun moyen de la joindre. Demandez aussi s’il est sans danger."), tone="soft")
            )

    def _add(self, kind: PointKind) -> None:
        self.set_open(True)
        self._file.deeds.do(_add_point, self._file, kind)


def _add_point(file: OpenFile, kind: PointKind) -> Touched:
    casework = file.desk.casework
    return casework.add(file.case, ContactPoint(id=casework.new_id(), kind=kind))
