"""Permits with their dates, and ways to reach the person with whether they are safe. Edited in place."""

from anefdesk.domain.case import ContactPoint, Permit, PointKind, Safe
from anefdesk.domain.change import Touched
from anefdesk.domain.procedure import PermitKind
from anefdesk.services.casework import FileView
from anefdesk.ui import field_words, words
from anefdesk.ui.checks import check_phone, show_phone
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_line import StoredLine
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Section, clear
from anefdesk.ui.widgets.texts import Text
from anefdesk.ui.widgets.type_ahead import TypeAhead


class PermitsSection(Section):
    """Permits and papers giving the right to stay."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Titres de séjour"))
        self._file = file
        self._kinds: list[tuple[str, str]] = []
        self._lines: dict[bytes, StoredLine[Permit]] | None = None
        add = QuietButton(file.look, file.look.ui("Ajouter un titre"), "plus")
        add.clicked.connect(self._add)
        self.header.addWidget(add)
        self._view: FileView | None = None
        file.jobs.desk(file.desk.casework.permit_kinds, owner=self, then=self._named)

    def _named(self, kinds: tuple[PermitKind, ...]) -> None:
        self._kinds = [(kind.id, kind.name) for kind in kinds]
        if self._view is not None:
            self._lines = None
            self.show_file(self._view)

    def show_file(self, view: FileView) -> None:
        """Show the permits, the one that ends last first."""
        self._view = view
        if not self._kinds:
            return
        if self._lines is not None and set(self._lines) == {permit.id for permit in view.file.permits}:
            for permit in view.file.permits:
                self._lines[permit.id].show_thing(permit)
            return
        clear(self.body)
        ordered = sorted(view.file.permits, key=_end, reverse=True)
        self._lines = {permit.id: self._line(permit) for permit in ordered}
        for line in self._lines.values():
            self.body.addWidget(line)
        if not view.file.permits:
            self.body.addWidget(
                Text(
                    self._file.look,
                    self._file.look.ui("Aucun titre noté. Sa date de fin décide de quand déposer."),
                    tone="soft",
                )
            )

    def _line(self, permit: Permit) -> StoredLine[Permit]:
        look = self._file.look
        line = StoredLine(self._file, permit)
        line.put(
            look.ui(FIELD[Permit]["kind"]), TypeAhead(look, "", self._kinds, look.ui("Commencez à taper")), "kind", 3
        )
        for attribute in ("start", "end"):
            name = look.ui(FIELD[Permit][attribute])
            line.put(name, DateField(look, name, self._file.today), attribute, 2)
        line.put_away(look.ui("Retirer ce titre"))
        line.show_thing(permit)
        return line

    def _add(self) -> None:
        self.set_open(True)
        self._file.deeds.do(_add_permit, self._file)


def _end(permit: Permit) -> str:
    return permit.end


def _add_permit(file: OpenFile) -> Touched:
    casework = file.desk.casework
    return casework.add(file.case, Permit(id=casework.new_id()))


class _ReachLine(StoredLine[ContactPoint]):
    """A contact point, with a warning while it is dangerous."""

    def __init__(self, file: OpenFile, point: ContactPoint) -> None:
        super().__init__(file, point)
        look = file.look
        phone = point.kind is PointKind.PHONE
        value = (
            CheckedLine(look, file.jobs, "", check=check_phone, shown=show_phone, ltr=True)
            if phone
            else CheckedLine(look, file.jobs, "", ltr=point.kind is PointKind.EMAIL)
        )
        self.put(look.ui(field_words.named(ContactPoint, "value", point)).capitalize(), value, "value", 2)
        asked = look.ui(field_words.named(ContactPoint, "safe", point))
        self.put(asked, Choice(look, "", [(one, look.ui(word)) for one, word in words.SAFE.items()]), "safe", 2)
        whose = CheckedLine(look, file.jobs, "", hint=look.ui("à la personne elle-même"))
        self.put(look.ui("À qui ?"), whose, "whose", 2)
        self.put_away(look.ui("Retirer ce contact"))
        warn = look.ui("N’appelez pas et n’écrivez pas ici : la personne a dit que c’est dangereux.")
        self._warning = Text(look, warn, strong=True, tone="urgent")
        self._warning.hide()
        self.body.addWidget(self._warning)

    def show_thing(self, thing: ContactPoint) -> None:
        """With its warning."""
        super().show_thing(thing)
        self._warning.setVisible(thing.safe is Safe.NO)


class ReachSection(Section):
    """Phones and addresses to write to; not known is not yes."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Joindre"))
        self._file = file
        self._lines: dict[bytes, _ReachLine] | None = None
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
        points = view.file.points
        if self._lines is None or set(self._lines) != {point.id for point in points}:
            clear(self.body)
            self._lines = {point.id: _ReachLine(self._file, point) for point in points}
            for line in self._lines.values():
                self.body.addWidget(line)
            self._say_none(none=not points)
        for point in points:
            self._lines[point.id].show_thing(point)

    def _say_none(self, *, none: bool) -> None:
        if none:
            look = self._file.look
            self.body.addWidget(
                Text(look, look.ui("Aucun moyen de la joindre. Demandez aussi s’il est sans danger."), tone="soft")
            )

    def _add(self, kind: PointKind) -> None:
        self.set_open(True)
        self._file.deeds.do(_add_point, self._file, kind)


def _add_point(file: OpenFile, kind: PointKind) -> Touched:
    casework = file.desk.casework
    return casework.add(file.case, ContactPoint(id=casework.new_id(), kind=kind))
