"""Grounds to put things on: pages that scroll, cards, foldable sections, empty states."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PrimaryButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.texts import Heading, Text


def column(look: Look, gap: int = tokens.GAP) -> QVBoxLayout:
    """A vertical layout without margins."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(look.dp(gap))
    return made


def row(look: Look, gap: int = tokens.GAP) -> QHBoxLayout:
    """A horizontal layout without margins."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(look.dp(gap))
    return made


def centred(look: Look, widget: QWidget) -> QHBoxLayout:
    """A widget in the middle of the page. An alignment would reckon its wrapped words by the page's width."""
    across = row(look)
    across.addStretch(1)
    across.addWidget(widget)
    across.addStretch(1)
    return across


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout`` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Line(QFrame):
    """A hairline between rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "line")
        self.setFixedHeight(max(1, look.dp(1)))


class Card(QFrame):
    """A raised sheet; fill ``body``."""

    def __init__(self, look: Look, title: str = "", *, kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.body = QVBoxLayout(self)
        margin = look.dp(tokens.PADDING)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(look.dp(tokens.GAP))
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(Heading(look, title, 2))


class Section(QFrame):
    """A card that folds: a header button with its count, then ``body``. ``folded`` tells the user's choice."""

    folded = Signal(bool)

    def __init__(self, look: Look, title: str, *, open_: bool = True, note: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._look = look
        outer = QVBoxLayout(self)
        margin, small = look.dp(tokens.PADDING), look.dp(tokens.GAP)
        outer.setContentsMargins(margin, small, margin, small)
        outer.setSpacing(look.dp(tokens.SPACE))
        self._header = QToolButton()
        self._header.setProperty("kind", "fold")
        self._header.setText(title)
        self._header.setAccessibleName(title)
        self._header.setFont(look.font(tokens.LARGE, strong=True))
        self._header.setCheckable(True)
        self._header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._header.setIconSize(QSize(look.dp(tokens.ICON), look.dp(tokens.ICON)))
        self._header.setMinimumHeight(look.dp(tokens.ROW))
        self._header.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self._note = Text(look, note, tone="soft")
        self._note.setWordWrap(False)
        self.header = Flow(look, to_end=True)
        across = Bending(look, self, tokens.SMALL_PAGE)
        across.room.turned.connect(self._size)
        first = row(look)
        first.addWidget(self._header, 1)
        first.addWidget(self._note)
        across.addLayout(first, 1)
        across.addLayout(self.header)
        outer.addLayout(across)
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, small)
        self.body.setSpacing(small)
        outer.addWidget(self._inside)
        self._header.setChecked(open_)
        self._show(open_)
        self._header.toggled.connect(self._show)
        self._header.toggled.connect(self.folded)
        self.set_note(note)

    def _size(self, wide: int) -> None:
        self._header.setFont(self._look.font(tokens.LARGE if wide else tokens.BASE, strong=True))

    def set_note(self, note: str) -> None:
        """The few words at the header's end: a count, a state."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def set_open(self, open_: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Unfold or fold."""
        self._header.setChecked(open_)

    def _show(self, open_: bool) -> None:  # noqa: FBT001 - a slot
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        closed = "chevron-left" if rtl else "chevron-right"
        self._header.setIcon(self._look.icon("chevron-down" if open_ else closed))
        self._header.setAccessibleDescription(self._look.ui("ouvert") if open_ else self._look.ui("replié"))
        self._inside.setVisible(open_)


class PageScroll(QScrollArea):
    """A page that scrolls; ``body`` has the page's margins and does not grow wider than a reading width."""

    def __init__(self, look: Look, *, wide: bool = False) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("kind", "page")
        self._look = look
        self._ground = QHBoxLayout(ground)
        across = self._ground
        self._air(tokens.MARGIN)
        inside = QWidget()
        if not wide:
            inside.setMaximumWidth(look.dp(tokens.READING_WIDTH))
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(look.dp(tokens.PADDING))
        across.addWidget(inside, 1)
        if not wide:
            across.addStretch(0)
        self.setWidget(ground)

    def _air(self, pixels: int) -> None:
        margin = self._look.dp(pixels)
        self._ground.setContentsMargins(margin, margin, margin, margin)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Less air where there is little room."""
        small = event.size().width() < self._look.dp(tokens.SMALL_PAGE)
        self._air(tokens.GAP if small else tokens.MARGIN)
        super().resizeEvent(event)


class EmptyState(QWidget):
    """What to do where nothing is yet: a sentence, and a button when there is a deed. ``acted`` is its press."""

    acted = Signal()

    def __init__(self, look: Look, title: str, advice: str = "", *, action: str = "", icon: str = "note") -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        margin = look.dp(tokens.MARGIN)
        inside.setContentsMargins(margin, margin, margin, margin)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addStretch(1)
        picture = QLabel()
        picture.setPixmap(look.icon(icon, look.colours.accent, tokens.PICTOGRAM).pixmap(look.dp(tokens.PICTOGRAM)))
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(picture)
        for text in (Heading(look, title, 3), Text(look, advice, tone="soft")):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(text)
            text.setVisible(bool(text.text()))
        if action:
            button = PrimaryButton(look, action)
            button.clicked.connect(self.acted)
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
