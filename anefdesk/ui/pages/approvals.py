"""Citations of the law below grade A: each waits for a reader who is named and dated, or has one. For leads."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from anefdesk.domain.centre import Approval
from anefdesk.domain.partial_date import shown
from anefdesk.domain.procedure import Grade, Source
from anefdesk.errors import AnefdeskError
from anefdesk.i18n import dates
from anefdesk.services.desk import Desk
from anefdesk.services.own_letters import CitationView
from anefdesk.ui import errors, tokens
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.blockage_rung import GRADE
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Line, Section, clear, column
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

Known = tuple[tuple[CitationView, ...], Mapping[str, Source]]


def known(desk: Desk) -> Known:
    """On the desk lane: the citations that need a reader, and their sources."""
    found = tuple(one for one in desk.correspondence.citations() if one.citation.grade is not Grade.A)
    return found, desk.demarches.rules()[1]


class CitationRow(QWidget):
    """``approved`` carries the reading, ``withdrawn`` the one that no longer holds."""

    approved = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, look: Look, view: CitationView, sources: Sequence[Source], today: date) -> None:
        super().__init__()
        self._look, self.view = look, view
        citation = view.citation
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(tokens.SPACE))
        badges = Flow(look)
        grade = citation.grade
        level = look.ui("niveau %(grade)s : %(meaning)s", grade=grade.value, meaning=look.ui(GRADE[grade]))
        state = State.SETTLED if view.prints else State.TO_CHECK
        word = look.ui("relue") if view.prints else look.ui("attend une relecture")
        badges.addWidget(StateBadge(look, state, word))
        meaning = Text(look, level, points=tokens.SMALL, tone="soft")
        meaning.setWordWrap(False)
        badges.addWidget(meaning)
        down.addLayout(badges)
        down.addWidget(Text(look, citation.article, strong=True))
        down.addWidget(Text(look, f"« {citation.text} »"))
        notes = [look.ui("vérifié le %(day)s", day=dates.shown(citation.checked))]
        notes += [f"{source.title} ({source.where})" for source in sources]
        notes += [citation.note] if citation.note else []
        down.addWidget(Text(look, "\n".join(notes), points=tokens.SMALL, tone="soft"))
        self.reader = QLineEdit()
        self.day = DateField(look, look.ui(FIELD[Approval]["on"]), today)
        self.form = self._form(today)
        deeds = Flow(look)
        if view.approval is not None:
            read = look.ui("Relue par %(who)s le %(day)s", who=view.approval.reader, day=shown(view.approval.on))
            if not view.prints:
                read += " · " + look.ui("les mots ont changé depuis : à relire")
            down.addWidget(Text(look, read))
            away = QuietButton(look, look.ui("Retirer cette relecture"), "x")
            away.setAccessibleName(f"{away.text()} – {citation.article}")
            away.clicked.connect(self._withdraw)
            deeds.addWidget(away)
        self.open = PlainButton(look, look.ui("Noter une relecture"), "check")
        self.open.setAccessibleName(f"{self.open.text()} – {citation.article}")
        self.open.clicked.connect(self.unfold)
        self.open.setVisible(not view.prints)
        deeds.addWidget(self.open)
        down.addLayout(deeds)
        down.addWidget(self.form)

    def _form(self, today: date) -> QWidget:
        look, form = self._look, QWidget()
        self.reader.setFont(look.font())
        self.reader.setMaxLength(200)
        self.day.set_iso(today.isoformat())
        self._sure = QCheckBox(look.ui("Cette personne a lu le texte et en répond"))
        self._sure.setFont(look.font())
        self._done = PlainButton(look, look.ui("Garder la relecture"), "check")
        self._done.clicked.connect(self._tell)
        self._done.setEnabled(False)
        self._sure.toggled.connect(self._done.setEnabled)
        self.wrong = Text(look, points=tokens.SMALL, tone="urgent")
        self.wrong.hide()
        down = QVBoxLayout(form)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(labelled(look, look.ui(FIELD[Approval]["reader"]), self.reader))
        down.addWidget(self.reader)
        down.addWidget(labelled(look, look.ui(FIELD[Approval]["on"]), self.day.line))
        for widget in (self.day, self._sure, self.wrong):
            down.addWidget(widget)
        down.addWidget(self._done, 0, Qt.AlignmentFlag.AlignLeading)
        form.hide()
        return form

    def unfold(self) -> None:
        """Show the form, or fold it."""
        self.form.setVisible(self.form.isHidden())
        if not self.form.isHidden():
            self.reader.setFocus()

    def refuse(self, error: AnefdeskError) -> None:
        """Why it was not kept."""
        told = errors.explain(error, self._look.texts)
        self.wrong.setText(" ".join(filter(None, (told.what, told.todo))))
        self.wrong.show()

    def _tell(self) -> None:
        if self.day.day() is None:
            self.day.line.setFocus()
        else:
            self.approved.emit(self)

    def _withdraw(self) -> None:
        self.withdrawn.emit(self.view.approval)


class ApprovalsSection(Section):
    """Those that wait first."""

    def __init__(self, look: Look, deeds: Deeds, desk: Desk, today: date) -> None:
        super().__init__(look, look.ui("Citations à faire relire"))
        self._look, self._deeds, self._desk, self._today = look, deeds, desk, today
        told = look.ui(
            "Sous le niveau A, une citation ne s’imprime qu’une fois relue par une personne nommée, compétente en "
            "droit. En attendant, les lettres s’en passent, ou restent des projets."
        )
        self.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self._lines = column(look, tokens.PADDING)
        self.body.addLayout(self._lines)
        self._rows: dict[str, CitationRow] = {}
        self._fields: Mapping[str, str] = {}

    def read(self) -> None:
        """Once more."""
        self._deeds.read(known, self._desk, then=self._show_known)

    def _show_known(self, found: Known) -> None:
        look, (views, sources) = self._look, found
        held = self.kept() or self._fields
        clear(self._lines)
        self._rows = {}
        for view in views:
            if self._rows:
                self._lines.addWidget(Line(look))
            of = [sources[one] for one in view.citation.sources if one in sources]
            line = self._rows[view.citation.id] = CitationRow(look, view, of, self._today)
            line.approved.connect(self._approve)
            line.withdrawn.connect(self._withdraw)
            self._lines.addWidget(line)
        waiting = sum(not view.prints for view in views)
        self.set_note(look.ui_n("%(n)d attend", "%(n)d attendent", waiting) if waiting else "")
        self.put_back(held)

    def _approve(self, line: CitationRow) -> None:
        day = line.day.day()
        work = self._desk.correspondence.approve
        self._deeds.do(work, line.view.citation.id, line.reader.text(), day, then=self._done, failed=line.refuse)

    def _withdraw(self, approval: Approval) -> None:
        self._deeds.do(self._desk.correspondence.withdraw_approval, approval, then=self._done)

    def _done(self, _touched: object) -> None:
        self._fields = {}
        for line in self._rows.values():
            line.form.hide()
        self.read()

    def kept(self) -> dict[str, str]:
        """A reading being typed."""
        return {
            f"reader {name}": line.reader.text()
            for name, line in self._rows.items()
            if not line.form.isHidden() and line.reader.text().strip()
        }

    def put_back(self, fields: Mapping[str, str]) -> None:
        """The same from a draft, also before the citations are read."""
        self._fields = fields
        for name, line in self._rows.items():
            if f"reader {name}" in fields:
                line.form.show()
                line.reader.setText(fields[f"reader {name}"])
