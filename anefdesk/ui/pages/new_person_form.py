"""The fields of a new file and what they hold: typed as people type, kept in a draft as typed."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.case import AddressKind, Language, Safe
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import ObjectId
from anefdesk.services.casework import NewPerson
from anefdesk.services.desk import Desk
from anefdesk.ui import tokens, words
from anefdesk.ui.checks import check_foreigner_number, check_phone, show_phone
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.person_file import FieldGrid
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.language_editor import LanguageEditor, Said
from anefdesk.ui.widgets.texts import Text
from anefdesk.ui.widgets.type_ahead import TypeAhead


class NewPersonForm(QWidget):
    """``changed`` after each keystroke or choice."""

    changed = Signal()

    def __init__(self, look: Look, jobs: Jobs, desk: Desk) -> None:
        super().__init__()
        self._look = look
        self._casework = desk.casework
        ui = look.ui
        safe = [(value, ui(word)) for value, word in words.SAFE.items()]
        housed: list[tuple[AddressKind | None, str]] = [(None, ui("à préciser"))]
        housed += [(value, ui(word)) for value, word in words.ADDRESS.items()]
        self.family = CheckedLine(look, jobs, "")
        self.given = CheckedLine(look, jobs, "")
        self.family_native = CheckedLine(look, jobs, "")
        self.given_native = CheckedLine(look, jobs, "")
        self.birth_date = CheckedLine(
            look,
            jobs,
            "",
            check=desk.casework.birth_date,
            shown=shown,
            hint=ui("04/05/1990, 05/1990 ou 1990"),
            ltr=True,
        )
        self.nationality = TypeAhead(look, ui("Nationalité"), (), ui("Commencez à taper le pays"))
        self.languages = LanguageEditor(look)
        self.phone = CheckedLine(look, jobs, "", check=check_phone, shown=show_phone, ltr=True)
        self.phone_safe = Choice(look, ui("Peut-on appeler sans danger ?"), safe)
        self.foreigner_number = CheckedLine(
            look, jobs, "", check=check_foreigner_number, hint=ui("10 chiffres, au dos du titre"), ltr=True
        )
        self.address_kind = Choice(look, ui("Logement"), housed)
        self.department = TypeAhead(look, ui("Département"), (), ui("Numéro ou nom"))
        self._prefecture = Text(look, points=tokens.SMALL, tone="soft")
        self._lay_out()
        for line in self._lines().values():
            line.textEdited.connect(self.changed)
        for choice in (self.phone_safe, self.address_kind):
            choice.decided.connect(self.changed)
        self.languages.changed.connect(self.changed)
        self.department.decided.connect(self._place)
        jobs.desk(desk.casework.countries, look.texts.language.code, owner=self, then=self.nationality.set_options)
        jobs.desk(desk.casework.departments, owner=self, then=self._name_departments)
        self.setFocusProxy(self.family)

    def _lay_out(self) -> None:
        ui = self._look.ui
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(self._look.dp(tokens.PADDING))
        who = Card(self._look, ui("Qui"))
        outer.addWidget(who)
        self._pairs(
            who.body,
            ((ui("Nom de famille"), self.family), (ui("Prénom"), self.given)),
            (
                (ui("Nom, écriture d’origine"), self.family_native),
                (ui("Prénom, écriture d’origine"), self.given_native),
            ),
            ((ui("Date de naissance"), self.birth_date), (ui("Nationalité"), self.nationality)),
        )
        spoken = Card(self._look, ui("Langues"))
        spoken.body.addWidget(self.languages)
        outer.addWidget(spoken)
        reach = Card(self._look, ui("Joindre, et où"))
        outer.addWidget(reach)
        self._pairs(
            reach.body,
            ((ui("Téléphone"), self.phone), (ui("Peut-on appeler sans danger ?"), self.phone_safe)),
            ((ui("Logement"), self.address_kind), (ui("Département"), self.department)),
            ((ui("Numéro étranger"), self.foreigner_number), ("", self._prefecture)),
        )

    def _pairs(self, into: QBoxLayout, *pairs: tuple[tuple[str, QWidget], tuple[str, QWidget]]) -> None:
        grid = FieldGrid(self._look, self)
        for pair in pairs:
            for name, field in pair:
                grid.put(name, field)
        into.addLayout(grid)

    def _name_departments(self, departments: tuple[object, ...]) -> None:
        named = [(getattr(one, "code"), f"{getattr(one, 'code')} {getattr(one, 'name')}") for one in departments]  # noqa: B009
        self.department.set_options(named)

    def _place(self, code: str) -> None:
        self._prefecture.setText(self._casework.prefecture(code))
        self.changed.emit()

    def _lines(self) -> Mapping[str, QLineEdit]:
        checked = ("family", "given", "family_native", "given_native", "birth_date", "phone", "foreigner_number")
        lines: dict[str, QLineEdit] = {name: getattr(self, name).line for name in checked}
        return lines | {"nationality": self.nationality, "department": self.department}

    def new_person(self) -> NewPerson:
        """What is typed, as the service takes it."""
        return NewPerson(
            family=self.family.text(),
            given=self.given.text(),
            family_native=self.family_native.text(),
            given_native=self.given_native.text(),
            birth_date=self.birth_date.text(),
            nationality=self.nationality.value(),
            foreigner_number=self.foreigner_number.text(),
            languages=tuple(
                Language(id=ObjectId(b""), code=one.code, spoken=one.spoken, read=one.read, preferred=one.preferred)
                for one in self.languages.said()
            ),
            phone=self.phone.text(),
            phone_safe=self.phone_safe.value(),
            address_kind=self.address_kind.value(),
            department=self.department.value(),
        )

    def unknown(self) -> TypeAhead | None:
        """The first field whose words are in no list: saving would lose them."""
        return next((line for line in (self.nationality, self.languages.line, self.department) if line.unknown()), None)

    def point_at(self, code: str) -> None:
        """Put the cursor where a refusal comes from."""
        lines = {"date": self.birth_date, "phone": self.phone, "foreigner_number": self.foreigner_number}
        lines.get(code.partition(".")[0], self.family).line.setFocus()

    def kept(self) -> tuple[dict[str, str], str]:
        """Every field as text for a draft, and the name of the one that has the cursor."""
        lines = self._lines()
        fields = {name: line.text() for name, line in lines.items() if line.text()}
        if self.languages.said():
            marks = (f"{one.code},{one.spoken:d},{one.read:d},{one.preferred:d}" for one in self.languages.said())
            fields["languages"] = " ".join(marks)
        if self.phone_safe.value() is not Safe.UNKNOWN:
            fields["phone_safe"] = self.phone_safe.value().value
        if self.address_kind.value() is not None:
            fields["address_kind"] = self.address_kind.value().value
        return fields, next((name for name, line in lines.items() if line.hasFocus()), "")

    def put_back(self, fields: Mapping[str, str], cursor: str) -> None:
        """Show a draft, the cursor where it was."""
        lines = self._lines()
        for name, line in lines.items():
            line.setText(fields.get(name, ""))
        said = [mark.split(",") for mark in fields.get("languages", "").split()]
        self.languages.set_said([Said(code, *(flag == "1" for flag in flags)) for code, *flags in said])
        self.phone_safe.set_value(Safe(fields.get("phone_safe", Safe.UNKNOWN.value)))
        kind = fields.get("address_kind", "")
        self.address_kind.set_value(AddressKind(kind) if kind else None)
        lines.get(cursor, lines["family"]).setFocus()
        self.changed.emit()
