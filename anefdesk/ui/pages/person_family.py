"""« Famille » on a person's page: linked files, a relative's new file, shared proofs, what changes in other files."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from anefdesk.domain.household import Relation
from anefdesk.domain.partial_date import shown
from anefdesk.domain.record import CaseId
from anefdesk.i18n.isolates import isolate
from anefdesk.services.casework import FileView
from anefdesk.services.families import FamilyView, MemberRow
from anefdesk.ui import family_words, tokens
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_notices import Events, Notices
from anefdesk.ui.pages.person_proofs import Proofs
from anefdesk.ui.pages.person_relatives import LinkForm, NewRelativeForm
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton, Choice
from anefdesk.ui.widgets.frames import Line, Section, clear, column, row
from anefdesk.ui.widgets.texts import Text

_WHOLE = 2  # slashes of a whole day
_LETTERS = 16  # of a relation, shown before it is unfolded


class FamilySection(Section):
    """``opened`` carries the file of a relative; ``seen`` scans of another file and that file."""

    opened = Signal(object)
    seen = Signal(object, object)

    def __init__(self, file: OpenFile, procedures: Mapping[str, str], documents: Mapping[str, str]) -> None:
        look = file.look
        super().__init__(look, look.ui("Famille"))
        self._file = file
        self._view: FileView | None = None
        self._members: tuple[MemberRow, ...] = ()
        link = QuietButton(look, look.ui("Relier un dossier"), "users")
        new = QuietButton(look, look.ui("Dossier d’un proche"), "user-plus")
        link.clicked.connect(self._ask_to_link)
        new.clicked.connect(self._ask_for_new)
        self.header.addWidget(link)
        self.header.addWidget(new)
        self.notices = Notices(file, procedures)
        self._rows = column(look)
        self.linking, self.making = LinkForm(file), NewRelativeForm(file)
        self.proofs, self.events = Proofs(file, documents), Events(file)
        self.linking.hide()
        self.making.hide()
        self.making.made.connect(self._made)
        self.proofs.seen.connect(self.seen)
        self.body.addWidget(self.notices)
        self.body.addLayout(self._rows)
        for widget in (self.linking, self.making, self.proofs, self.events):
            self.body.addWidget(widget)

    def concerns(self, cases: frozenset[CaseId]) -> bool:
        """Whether a change in ``cases`` may change what is shown here."""
        return any(member.case in cases for member in self._members)

    def show_file(self, view: FileView) -> None:
        """Read the family again."""
        self._view = view
        self._file.deeds.read(self._file.desk.families.view, self._file.case, then=self._show_family)

    def _show_family(self, family: FamilyView) -> None:
        look = self._file.look
        self._members = family.members
        clear(self._rows)
        for member in family.members:
            if self._rows.count():
                self._rows.addWidget(Line(look))
            self._rows.addLayout(self._one(member))
        if not family.members:
            advice = look.ui("Aucun proche relié. Reliez les dossiers d’une famille : une preuve sert alors à tous.")
            self._rows.addWidget(Text(look, advice, tone="soft"))
        self.set_note(str(len(family.members)) if family.members else "")
        self.notices.show_family(family)
        self.events.show_family(family)
        if self._view is not None:
            self.proofs.show_family(self._view, family)

    def _one(self, member: MemberRow) -> QVBoxLayout:
        look = self._file.look
        name = member.latin or member.native
        said, across = column(look, 0), row(look)
        across.addWidget(Text(look, isolate(name), strong=True), 1)
        options = [(relation, look.ui(word)) for relation, word in family_words.RELATION.items()]
        relation = Choice(look, look.ui("Lien avec %(name)s", name=name), options)
        relation.set_value(member.relation)
        relation.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        relation.setMinimumContentsLength(_LETTERS)
        tie = _Tie(self, self._file, member.case)
        relation.decided.connect(tie.relink)
        across.addWidget(relation)
        open_ = CarryingButton(
            look,
            look.ui("Ouvrir"),
            member.case,
            "arrow-right",
            name=look.ui("Ouvrir le dossier de %(name)s", name=name),
        )
        open_.carried.connect(self.opened)
        across.addWidget(open_)
        untie = look.ui("Ne plus relier : %(name)s", name=name)
        away = CarryingButton(look, "", member.case, "x", name=untie, tip=look.ui("Ne plus relier"))
        away.carried.connect(tie.unlink)
        across.addWidget(away)
        said.addLayout(across)
        about = [
            self._born(member.born),
            look.ui("titre jusqu’au %(day)s", day=shown(member.permit_end))
            if member.permit_end
            else look.ui("fin du titre non notée"),
            look.ui("deux valeurs différentes, à trancher") if member.disputed else "",
        ]
        said.addWidget(Text(look, " · ".join(filter(None, about)), points=tokens.SMALL, tone="soft"))
        return said

    def _born(self, born: str) -> str:
        ui = self._file.look.ui
        whole = born.count("/") == _WHOLE
        return born and (ui("né(e) le %(day)s", day=born) if whole else ui("né(e) en %(day)s", day=born))

    def _ask_to_link(self) -> None:
        self._unfold(self.linking, self.linking.search)

    def _ask_for_new(self) -> None:
        self._unfold(self.making, self.making.given)

    def _unfold(self, form: QWidget, first: QWidget) -> None:
        self.set_open(True)
        for one in (self.linking, self.making):
            one.setVisible(one is form and one.isHidden())
        if not form.isHidden():
            first.setFocus()

    def _made(self, case: CaseId) -> None:
        if self._view is not None:
            self.show_file(self._view)
        self.opened.emit(case)


class _Tie(QWidget):
    """The deeds of one row on its tie; it dies with the section."""

    def __init__(self, section: FamilySection, file: OpenFile, other: CaseId) -> None:
        super().__init__(section)
        self.hide()
        self._file = file
        self._other = other

    def relink(self, relation: Relation) -> None:
        self._file.deeds.do(self._file.desk.families.link, self._file.case, self._other, relation)

    def unlink(self, _case: object) -> None:
        self._file.deeds.do(self._file.desk.families.unlink, self._file.case, self._other)
