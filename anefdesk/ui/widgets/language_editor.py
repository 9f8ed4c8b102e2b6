"""Languages a person speaks, reads and prefers: three different things, one line each. Used by the person's forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from anefdesk.ui import spoken_languages, tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.frames import column
from anefdesk.ui.widgets.room import Room
from anefdesk.ui.widgets.texts import Text
from anefdesk.ui.widgets.type_ahead import TypeAhead


@dataclass(frozen=True, slots=True)
class Said:
    """One language of a person."""

    code: str
    spoken: bool = True
    read: bool = False
    preferred: bool = False


class _Tick(QCheckBox):
    """One box of one language."""

    ticked = Signal(str, str, int)  # 1 or 0: emitting True or False spoils their reference counts before Python 3.12

    def __init__(self, look: Look, code: str, what: str, word: str, name: str, on: bool) -> None:  # noqa: FBT001
        super().__init__(word)
        self._code = code
        self._what = what
        self.setFont(look.font())
        self.setAccessibleName(name)
        self.setChecked(on)
        self.toggled.connect(self._tell)

    def _tell(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self.ticked.emit(self._code, self._what, int(on))


class LanguageEditor(QWidget):
    """Rows of languages and a line to add one. ``changed`` after each choice of a person."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._said: tuple[Said, ...] = ()
        outer = column(look)
        self.setLayout(outer)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._space(wide=True)
        self._room = Room(look, self, tokens.SMALL_PAGE)
        self._room.turned.connect(self._space)
        self._grid.setVerticalSpacing(look.dp(4))
        outer.addWidget(self._rows)
        self.line = TypeAhead(
            look, look.ui("Ajouter une langue"), spoken_languages.choices(look.texts), look.ui("Ajouter une langue…")
        )
        self.line.setMaximumWidth(look.dp(320))
        self.line.decided.connect(self._add)
        outer.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._rows.hide()

    def _space(self, wide: int) -> None:
        self._grid.setHorizontalSpacing(self._look.dp(tokens.PADDING if wide else tokens.SPACE))

    def said(self) -> tuple[Said, ...]:
        """The languages as they stand."""
        return self._said

    def set_said(self, said: Sequence[Said]) -> None:
        """Show languages without announcing them."""
        if tuple(said) != self._said:
            self._said = tuple(said)
            self._show()

    def _add(self, code: str) -> None:
        if code and all(one.code != code for one in self._said):
            first = not self._said
            self._said = (*self._said, Said(code, read=first, preferred=first))
            self._show()
            self.changed.emit()
        self.line.set_value("")

    def _show(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        look = self._look
        for at, one in enumerate(self._said):
            name = spoken_languages.name(look.texts, one.code)
            title = Text(look, spoken_languages.long_name(look.texts, one.code), strong=True)
            title.setWordWrap(not self._room.wide)
            self._grid.addWidget(title, at, 0)
            boxes = (
                ("spoken", look.ui("parle"), look.ui("Parle : %(language)s", language=name), one.spoken),
                ("read", look.ui("lit"), look.ui("Lit : %(language)s", language=name), one.read),
                ("preferred", look.ui("préfère"), look.ui("Préfère : %(language)s", language=name), one.preferred),
            )
            for across, (what, word, full, on) in enumerate(boxes, start=1):
                box = _Tick(look, one.code, what, word, full, on)
                box.ticked.connect(self._ticked, Qt.ConnectionType.QueuedConnection)
                self._grid.addWidget(box, at, across)
            away = CarryingButton(look, "", one.code, "x", name=look.ui("Retirer : %(language)s", language=name))
            away.setToolTip(away.accessibleName())
            away.carried.connect(self._remove)
            self._grid.addWidget(away, at, 4)
        self._grid.setColumnStretch(5, 1)
        self._rows.setVisible(bool(self._said))

    def _ticked(self, code: str, what: str, on: int) -> None:
        single = what == "preferred" and bool(on)
        self._said = tuple(
            _ticked(one, what, on=bool(on)) if one.code == code else _unpreferred(one, single) for one in self._said
        )
        if single:
            self._show()
        self.changed.emit()

    def _remove(self, code: object) -> None:
        self._said = tuple(one for one in self._said if one.code != code)
        self._show()
        self.changed.emit()


def _ticked(one: Said, what: str, *, on: bool) -> Said:
    if what == "spoken":
        return replace(one, spoken=on)
    return replace(one, read=on) if what == "read" else replace(one, preferred=on)


def _unpreferred(one: Said, another: bool) -> Said:  # noqa: FBT001 - whether another one is now preferred
    return replace(one, preferred=False) if another else one
