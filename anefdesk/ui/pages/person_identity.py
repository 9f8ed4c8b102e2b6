"""Identity and languages of a person, edited in place: saved as the field is left, taken back with undo."""

from dataclasses import replace

from PySide6.QtCore import Signal

from anefdesk.domain.case import AddressKind, Language, Name, NameRole, Person
from anefdesk.domain.partial_date import shown
from anefdesk.domain.procedure import Department
from anefdesk.services.casework import FileView
from anefdesk.ui import tokens, words
from anefdesk.ui.checks import check_foreigner_number, check_postcode
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.destinations import ToSettle
from anefdesk.ui.pages.person_file import FieldGrid, InPlace, OpenFile
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.checked_line import CheckedLine
from anefdesk.ui.widgets.frames import Section
from anefdesk.ui.widgets.language_editor import LanguageEditor, Said
from anefdesk.ui.widgets.texts import Text
from anefdesk.ui.widgets.type_ahead import TypeAhead

_NAME_FIELDS = ("family", "given", "family_native", "given_native")


class IdentitySection(Section):
    """Names in both scripts and what the administration asks first."""

    go = Signal(object)

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Identité"))
        self._file = file
        self._view: FileView | None = None
        self._fields: dict[str, CheckedLine | TypeAhead | Choice] = {}
        ui = file.look.ui
        self._grid = FieldGrid(file.look, self)
        self._grid.settling.connect(self._settle)
        self.body.addLayout(self._grid)
        jobs = file.jobs
        self._line("family", ui(FIELD[Name]["family"]))
        self._line("given", ui(FIELD[Name]["given"]))
        self._line("family_native", ui(FIELD[Name]["family_native"]))
        self._line("given_native", ui(FIELD[Name]["given_native"]))
        self._put(
            "birth_date", ui(FIELD[Person]["birth_date"]),
            CheckedLine(file.look, jobs, "", check=file.desk.casework.birth_date, shown=shown, ltr=True),
        )  # fmt: skip
        self._put("nationality", ui(FIELD[Person]["nationality"]), TypeAhead(file.look, "", ()))
        self._put(
            "foreigner_number", ui(FIELD[Person]["foreigner_number"]),
            CheckedLine(file.look, jobs, "", check=check_foreigner_number, ltr=True),
        )  # fmt: skip
        self._line("anef_request_number", ui(FIELD[Person]["anef_request_number"]), ltr=True)
        housed: list[tuple[AddressKind | None, str]] = [(None, ui("à préciser"))]
        housed += [(value, ui(word)) for value, word in words.ADDRESS.items()]
        self._put("address_kind", ui(FIELD[Person]["address_kind"]), Choice(file.look, "", housed))
        self._line("address", ui(FIELD[Person]["address"]))
        self._put(
            "postcode", ui(FIELD[Person]["postcode"]),
            CheckedLine(file.look, jobs, "", check=check_postcode, ltr=True),
        )  # fmt: skip
        self._line("city", ui(FIELD[Person]["city"]))
        self._put("department", ui(FIELD[Person]["department"]), TypeAhead(file.look, "", ()))
        self._put("gender", ui("Accord dans les lettres"), Choice(file.look, "", _genders(file)))
        self.body.addWidget(
            Text(
                file.look,
                ui("Ne notez jamais le mot de passe ANEF ; la personne le tape elle-même."),
                points=tokens.SMALL,
                tone="soft",
            )
        )
        nationality, department = self._fields["nationality"], self._fields["department"]
        assert isinstance(nationality, TypeAhead)
        assert isinstance(department, TypeAhead)
        casework = file.desk.casework
        jobs.desk(casework.countries, file.look.texts.language.code, owner=self, then=nationality.set_options)
        jobs.desk(casework.departments, owner=self, then=self._name_departments)

    def _settle(self) -> None:
        self.go.emit(ToSettle(self._file.case))

    def _line(self, attribute: str, name: str, *, ltr: bool = False) -> None:
        self._put(attribute, name, CheckedLine(self._file.look, self._file.jobs, "", ltr=ltr))

    def _put(self, attribute: str, name: str, field: CheckedLine | TypeAhead | Choice) -> None:
        self._fields[attribute] = field
        self._grid.put(name, field, attribute)
        tie = InPlace(self, self._write, attribute)
        if isinstance(field, CheckedLine):
            field.accepted.connect(tie.write)
        else:
            field.decided.connect(tie.write)

    def _name_departments(self, departments: tuple[Department, ...]) -> None:
        field = self._fields["department"]
        assert isinstance(field, TypeAhead)
        field.set_options([(one.code, f"{one.code} {one.name}") for one in departments])

    def _write(self, attribute: str, value: object) -> None:
        if self._view is None:
            return
        casework, case = self._file.desk.casework, self._file.case
        if attribute in _NAME_FIELDS:
            head = self._view.file.main_name
            if head is None:
                self._file.deeds.do(_add_name, self._file, {attribute: str(value)})
            else:
                self._file.deeds.do(casework.edit, case, head, replace(head, **{attribute: str(value)}))  # type: ignore[arg-type]  # name fields are texts
            return
        person = self._view.file.person
        changed = replace(person, **{attribute: value})  # type: ignore[arg-type]  # the control's own type
        if attribute == "postcode" and value and not person.department:
            changed = replace(changed, department=casework.department_of(str(value)))
        self._file.deeds.do(casework.edit, case, person, changed)

    def show_file(self, view: FileView) -> None:
        """Show the file's truth; a field being typed in is left alone."""
        self._view = view
        person, head = view.file.person, view.file.main_name
        for attribute, field in self._fields.items():
            source: Person | Name | None = head if attribute in _NAME_FIELDS else person
            value = getattr(source, attribute) if source is not None else ""
            if isinstance(field, CheckedLine):
                field.set_stored(value)
            elif not field.hasFocus():
                field.set_value(value)
        self._grid.mark(view, person)
        if head is not None:
            self._grid.mark(view, head)


def _genders(file: OpenFile) -> list[tuple[str, str]]:
    ui = file.look.ui
    return [("", ui("à préciser")), ("f", ui("au féminin")), ("m", ui("au masculin")), ("x", ui("autre"))]


def _add_name(file: OpenFile, values: dict[str, str]) -> object:
    casework = file.desk.casework
    return casework.add(file.case, Name(id=casework.new_id(), role=NameRole.MAIN, **values))  # type: ignore[arg-type]


class LanguagesSection(Section):
    """Spoken, read, preferred: three different things."""

    def __init__(self, file: OpenFile) -> None:
        super().__init__(file.look, file.look.ui("Langues"))
        self._file = file
        self._languages: dict[str, Language] = {}
        self._editor = LanguageEditor(file.look)
        self._editor.changed.connect(self._write)
        self.body.addWidget(self._editor)

    def show_file(self, view: FileView) -> None:
        """Show the file's languages."""
        self._languages = {one.code: one for one in view.file.languages}
        self._editor.set_said([Said(one.code, one.spoken, one.read, one.preferred) for one in view.file.languages])

    def _write(self) -> None:
        casework, case, do = self._file.desk.casework, self._file.case, self._file.deeds.do
        said = {one.code: one for one in self._editor.said()}
        for code, before in self._languages.items():
            if code not in said:
                do(casework.remove, case, before)
        for code, one in said.items():
            held = self._languages.get(code)
            if held is None:
                do(_add_language, self._file, one)
                continue
            after = replace(held, spoken=one.spoken, read=one.read, preferred=one.preferred)
            if after != held:
                do(casework.edit, case, held, after)


def _add_language(file: OpenFile, said: Said) -> object:
    casework = file.desk.casework
    made = Language(id=casework.new_id(), code=said.code, spoken=said.spoken, read=said.read, preferred=said.preferred)
    return casework.add(file.case, made)
