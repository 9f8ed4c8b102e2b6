"""The ground of most pages: a way back, the title, a sentence that says what the page is for, then what scrolls."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import QuietButton
from anefdesk.ui.widgets.frames import PageScroll
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.texts import Heading, Text


class HeadedPage(PageScroll):
    """Fills ``page``; ``left`` is the way back, where ``back`` names one. ``deed`` stands beside the title."""

    left = Signal()

    def __init__(
        self, look: Look, page: QWidget, title: str, told: str = "", *, back: str = "", deed: QWidget | None = None
    ) -> None:
        super().__init__(look)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self)
        if back:
            leave = QuietButton(look, back, "arrow-left")
            leave.clicked.connect(self.left)
            self.body.addWidget(leave, 0, Qt.AlignmentFlag.AlignLeading)
        if deed is None:
            self.body.addWidget(Heading(look, title))
        else:
            head = Bending(look, page)
            head.addWidget(Heading(look, title), 1)
            head.addWidget(deed, 0, Qt.AlignmentFlag.AlignLeading)
            self.body.addLayout(head)
        self.told = Text(look, tone="soft")
        self.body.addWidget(self.told)
        self.tell(told)

    def tell(self, told: str) -> None:
        """Say something else under the title."""
        self.told.setText(told)
        self.told.setVisible(bool(told))
