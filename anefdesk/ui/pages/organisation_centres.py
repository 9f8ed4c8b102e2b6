"""The centres of the organisation, one line each."""

from PySide6.QtWidgets import QVBoxLayout

from anefdesk.services.belonging import OrganisationView
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section, clear
from anefdesk.ui.widgets.texts import Text


class CentresSection(Section):
    """The centres."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, look.ui("Centres"))
        self._rows = QVBoxLayout()
        self.body.addLayout(self._rows)

    def show_view(self, view: OrganisationView) -> None:
        """All of them."""
        look = self._look
        clear(self._rows)
        self.set_note(str(len(view.centres)))
        for one in view.centres:
            line = Flow(look)
            said = [
                look.ui_n("%(n)d poste", "%(n)d postes", one.devices),
                look.ui_n("%(n)d personne", "%(n)d personnes", one.people),
                look.ui("ce centre") if one.mine else "",
                "" if one.epoch else look.ui("son premier poste n’a pas encore échangé"),
            ]
            for text in (
                Text(look, one.label or look.ui("sans nom"), strong=True),
                Text(look, " · ".join(filter(None, said)), tone="soft"),
            ):
                text.setWordWrap(False)
                line.addWidget(text)
            self._rows.addLayout(line)
