"""One piece on the staff's side: a real check box, its state, its date, and its deeds. Ticks at once, rolls back."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout

from anefdesk.domain.case import ItemState, Piece, RefusalReason
from anefdesk.domain.checklist import Freshness, Row
from anefdesk.domain.partial_date import day_of
from anefdesk.domain.procedure import Requirement, Source
from anefdesk.i18n import dates
from anefdesk.services import marking
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.desk_explain import Explanation
from anefdesk.ui.pages.desk_mark import document_mark
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.texts import Text

_CHOSEN = tuple(ItemState)


class RowBox(QCheckBox):
    """Leaves the arrows to the list: they move between lines."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks, as ever."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DeskRow(QFrame):
    """Emits what the staff wants done; shows what ``show_row`` is told."""

    stated = Signal(str, object, object)  # document, ItemState, RefusalReason | None
    dated = Signal(str, str)
    due = Signal(str, str)
    adding = Signal(str)
    dropped = Signal(str, str)  # document, path of a file
    seeing = Signal(object)  # tuple of pieces

    def __init__(self, look: Look, row: Row, sources: Mapping[str, Source], today: date) -> None:
        super().__init__()
        self._look = look
        self._sources = sources
        self._today = today
        self._row = row
        self._explanation: Explanation | None = None
        self.setProperty("kind", "card")
        self.setAcceptDrops(True)
        ui, name = look.ui, row.document.name
        self.box = RowBox()
        self.box.setAccessibleName(name)
        self.box.clicked.connect(self._ticked)
        title = Text(look, name, strong=True)
        self._said = Text(look, points=tokens.SMALL, tone="soft")
        self._doubt = Text(look, points=tokens.SMALL, strong=True, tone="to_check")
        self._doubt.setWordWrap(False)
        self._state = self._state_button()
        self._day = DateField(look, ui("Date écrite sur le document : %(piece)s", piece=name), today)
        self._day.changed.connect(self._told_day)
        self._see = QuietButton(look, ui("Voir"), "eye")
        self._see.clicked.connect(self._ask_to_see)
        self._add = QuietButton(
            look, ui("Ajouter"), "paperclip", tip=ui("Ajouter un scan ou un PDF ; on peut aussi le déposer ici")
        )
        self._add.setAccessibleName(ui("Ajouter un scan : %(piece)s", piece=name))
        self._add.clicked.connect(self._ask_to_add)
        self._why = QuietButton(look, ui("Expliquer"), "info-circle", tip=ui("Touche E"))
        self._why.setAccessibleName(ui("Expliquer : %(piece)s", piece=name))
        self._why.setCheckable(True)
        self._why.clicked.connect(self.explain)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(look.dp(12), look.dp(8), look.dp(8), look.dp(8))
        outer.setSpacing(look.dp(4))
        outer.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(look.dp(4))
        title.setContentsMargins(0, look.dp(7), 0, 0)
        self._column.addWidget(title)
        notes = Flow(look)
        notes.addWidget(document_mark(look, row.document))
        notes.addWidget(self._doubt)
        self._column.addLayout(notes)
        self._column.addWidget(self._said)
        self._column.addWidget(self._day)
        deeds = Flow(look, gap=4)
        for button in (self._state, self._add, self._see, self._why):
            deeds.addWidget(button)
        self._column.addLayout(deeds)
        self._column.addStretch(1)
        outer.addLayout(self._column, 1)
        self.show_row(row)

    def _state_button(self) -> QToolButton:
        look = self._look
        button = QToolButton()
        button.setProperty("kind", "state")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(look.dp(tokens.ICON), look.dp(tokens.ICON)))
        button.setFont(look.font(strong=True))
        button.setMinimumHeight(look.dp(tokens.ROW))
        menu = QMenu(button)
        menu.setFont(look.font())
        menu.setAccessibleName(look.ui("État de la pièce"))
        for state in _CHOSEN:
            into, options = menu, [(look.ui(words.ITEM[state]), (state, None))]
            if state is ItemState.REFUSED:
                into = menu.addMenu(look.state_icon(State.URGENT), look.ui(words.ITEM[state]))
                into.setFont(look.font())
                options = [(look.ui(word), (state, reason)) for reason, word in words.REFUSAL.items()]  # type: ignore[misc]
            for word, data in options:
                action = into.addAction(word)
                action.setIcon(look.state_icon(words.ITEM_TONE[state]))
                action.setData(data)
        menu.triggered.connect(self._chosen)
        button.setMenu(menu)
        return button

    @property
    def document(self) -> str:
        """Id of the line's document."""
        return self._row.document.id

    def show_row(self, row: Row) -> None:
        """The line as it now stands."""
        self._row = row
        self._show_state(row.state, row.item.reason if row.item else None)
        look = self._look
        self._said.setText(self._freshness(row))
        self._said.setVisible(bool(self._said.text()))
        doubt = words.doubt(row.document.evidence)
        self._doubt.setText(look.ui(doubt) if doubt else "")
        self._doubt.setVisible(bool(doubt))
        self._day.setVisible(row.freshness is Freshness.UNDATED and row.state is ItemState.RECEIVED)
        if not self._day.line.hasFocus():
            self._day.set_iso(row.item.dated if row.item else "")
        count = len(row.pieces or self._borrowed())
        self._see.setVisible(count > 0)
        self._see.setText(look.ui_n("Voir", "Voir les %(n)d", count))
        self._see.setAccessibleName(look.ui("Voir : %(piece)s", piece=row.document.name))

    def _show_state(self, state: ItemState, reason: RefusalReason | None) -> None:
        look = self._look
        word = look.ui(words.ITEM[state])
        if state is ItemState.REFUSED and reason is not None:
            word = look.ui("refusée : %(reason)s", reason=look.ui(words.REFUSAL[reason]))
        self.box.setChecked(state is ItemState.RECEIVED)
        self._state.setText(word)
        self._state.setIcon(look.state_icon(words.ITEM_TONE[state]))
        self._state.setAccessibleName(look.ui("État : %(state)s", state=word))
        self.box.setAccessibleDescription(f"{word}, {look.ui(marking.word_of(self._row.document))}")

    def _freshness(self, row: Row) -> str:
        ui, item = self._look.ui, row.item
        parts = []
        if row.document.requirement is Requirement.DEPENDS and row.document.condition:
            parts.append(row.document.condition)
        if row.freshness is Freshness.FRESH and row.fresh_until:
            parts.append(ui("bonne pour un dépôt jusqu’au %(day)s", day=dates.shown(row.fresh_until)))
        elif row.freshness is Freshness.STALE and row.fresh_until:
            parts.append(ui("n’était bonne que jusqu’au %(day)s", day=dates.shown(row.fresh_until)))
        elif row.freshness is Freshness.UNDATED and row.document.max_age:
            parts.append(row.document.max_age)
        parts += [ui("preuve partagée avec %(name)s", name=proof.whose) for proof in row.borrowed]
        if item and not row.settled and (due := day_of(item.due)):
            parts.append(ui("à apporter avant le %(day)s", day=dates.shown(due)))
        return " · ".join(parts)

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._state_to(ItemState.RECEIVED if on else ItemState.MISSING, None)

    def _chosen(self, action: QAction) -> None:
        self._state_to(*action.data())

    def _state_to(self, state: ItemState, reason: RefusalReason | None) -> None:
        self._show_state(state, reason)  # at once; show_row confirms it or puts the truth back
        self.stated.emit(self.document, state, reason)

    def missing(self) -> None:
        """M: it is not there."""
        self._state_to(ItemState.MISSING, None)

    def roll_back(self) -> None:
        """The deed failed: show what is recorded."""
        self.show_row(self._row)

    def explain(self) -> None:
        """Unfold or fold the explanation."""
        if self._explanation is not None:
            self._explanation.hide()
            self._explanation.deleteLater()
            self._explanation = None
        else:
            self._explanation = Explanation(self._look, self._row, self._sources, self._today)
            self._explanation.dated.connect(self._told_day)
            self._explanation.due.connect(self._told_due)
            self._column.insertWidget(self._column.count() - 1, self._explanation)
        self._why.setChecked(self._explanation is not None)

    def _told_day(self, iso: str) -> None:
        self.dated.emit(self.document, iso)

    def _told_due(self, iso: str) -> None:
        self.due.emit(self.document, iso)

    def _ask_to_add(self) -> None:
        self.adding.emit(self.document)

    def _ask_to_see(self) -> None:
        self.seeing.emit(self._row.pieces or self._borrowed())

    def _borrowed(self) -> tuple[Piece, ...]:
        return next((proof.pieces for proof in self._row.borrowed if proof.pieces), ())  # of one file at a time

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped on the line."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Each file becomes a piece."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.dropped.emit(self.document, url.toLocalFile())
        event.acceptProposedAction()
