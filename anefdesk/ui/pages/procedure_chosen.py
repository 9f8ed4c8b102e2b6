"""The procedure chosen in the list: what is asked, when it will be filed, what is known of it here, and the deed.

Used by the procedures page.
"""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from anefdesk.domain.procedure import Procedure
from anefdesk.ui import tokens, words
from anefdesk.ui.pages.local_part import LocalPart
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.date_field import DateField
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.room import Bending
from anefdesk.ui.widgets.texts import labelled


class ProcedureChosen(Card):
    """The procedure chosen: request, day, and the deed. ``begun`` and ``blank`` say which."""

    begun = Signal()
    blank = Signal()

    def __init__(self, look: Look, procedure: Procedure, today: date, local: LocalPart, *, person: bool) -> None:
        super().__init__(look, kind="sunken")
        self.procedure = procedure
        self.local = local
        ui = look.ui
        self.request = Choice(look, "", [(kind, ui(words.REQUEST[kind])) for kind in procedure.requests])
        self.day = DateField(look, ui("Dépôt prévu le"), today)
        self.day.set_iso(today.isoformat())
        across = Bending(look, self)
        across.setSpacing(look.dp(tokens.PADDING))
        for name, field, target in (
            (ui("Que demande-t-on ?"), self.request, self.request),
            (ui("Dépôt prévu le"), self.day, self.day.line),
        ):
            one = QVBoxLayout()
            one.setSpacing(look.dp(2))
            one.addWidget(labelled(look, name, target))
            one.addWidget(field)
            one.addStretch(1)
            across.addLayout(one, 1)
        sheet = PlainButton(look, ui("Fiche vierge"), "file-text")
        sheet.clicked.connect(self.blank)
        across.addWidget(sheet, 0, Qt.AlignmentFlag.AlignBottom)
        self.button = PrimaryButton(look, ui("Commencer"), "arrow-right")
        self.button.clicked.connect(self.begun)
        if not person:
            self.button.hide()
        self.button.setAutoDefault(True)
        across.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(across)
        self.body.addWidget(local)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter on any of it begins, but not where something else is being noted."""
        inside = self.local.focusWidget()
        noting = inside is not None and inside.hasFocus()
        if not noting and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.begun.emit()
        else:
            super().keyPressEvent(event)
