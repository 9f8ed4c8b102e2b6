"""Where a hub is, the code that lets an organisation in there, and which certificate it is believed by.

Used by founding an organisation, and by the rules of one that was founded without a hub.
"""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from anefdesk.services.sync import pinned
from anefdesk.services.sync.founding import HubAddress
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import Card
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Heading, Text, labelled


class HubFields(QWidget):
    """``compared`` is to be ticked where no authority vouches for the server."""

    def __init__(self, look: Look, jobs: Jobs, hub: HubAddress | None = None, *, needed: bool = False) -> None:
        super().__init__()
        self._look, self._jobs = look, jobs
        self._certificate = ""  # of the server that was looked at, unless an authority vouches for it
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        self._url = QLineEdit(hub.url if hub else "")
        self._url.setMaxLength(300)
        self._url.setPlaceholderText("https://")
        self._url.textChanged.connect(self._forget)
        self._url.editingFinished.connect(self._examine)
        self._code = QLineEdit(hub.code if hub else "")
        self._code.setMaxLength(200)
        for name, field, more in (
            (
                look.ui("Adresse du serveur du siège"),
                self._url,
                "" if needed else look.ui("Laissez vide pour échanger par clé USB ; un serveur peut venir plus tard."),
            ),
            (
                look.ui("Code donné par la personne qui tient le serveur"),
                self._code,
                look.ui("Il sert une seule fois, pour cette organisation."),
            ),
        ):
            inside.addWidget(labelled(look, name, field))
            inside.addWidget(field)
            if more:
                inside.addWidget(Text(look, more, points=tokens.SMALL, tone="soft"))
        self.message = InlineMessage(look)
        self._card = self._make_card()
        inside.addWidget(self.message)
        inside.addWidget(self._card)
        self.setFocusProxy(self._url)
        if hub is not None and hub.certificate:  # compared already
            self._show((hub.url, hub.certificate))
            self.compared.setChecked(True)
        else:
            self._examine()

    def _make_card(self) -> Card:
        look = self._look
        card = Card(look, kind="sunken")
        told = look.ui(
            "Aucune autorité ne se porte garante de ce serveur. Demandez à qui le tient, par téléphone ou de vive "
            "voix, l’empreinte de son certificat (SHA-256), et comparez-la ligne par ligne :"
        )
        self._print = Text(look, points=tokens.LARGE)
        self.compared = QCheckBox(look.ui("C’est bien la même empreinte"))
        card.body.addWidget(Heading(look, look.ui("Est-ce le bon serveur ?"), 3))
        card.body.addWidget(Text(look, told))
        card.body.addWidget(self._print)
        card.body.addWidget(self.compared)
        more = look.ui("Les postes de l’organisation n’accepteront ensuite que ce certificat.")
        card.body.addWidget(Text(look, more, points=tokens.SMALL, tone="soft"))
        card.hide()
        return card

    def _forget(self) -> None:
        self._certificate = ""
        self.compared.setChecked(False)
        self._card.hide()
        self.message.quiet()

    def _examine(self) -> None:
        """See whether somebody vouches for the server; nothing is sent to it but a greeting."""
        url = self._url.text().strip()
        if url.lower().startswith("https://") and not self._certificate:
            self._jobs.net(_looked_at, url, owner=self, then=self._show, failed=self.message.show_error)

    def _show(self, seen: tuple[str, str]) -> None:
        url, certificate = seen
        if url != self._url.text().strip() or not certificate:
            return
        self.message.quiet()
        self._certificate = certificate
        self._print.setText(pinned.fingerprint(certificate))
        self.compared.setChecked(False)
        self._card.show()

    @property
    def address(self) -> HubAddress | None:
        """Both, or nothing."""
        url, code = self._url.text().strip(), self._code.text().strip()
        certificate = self._certificate if self.compared.isChecked() else ""
        return HubAddress(url, code, certificate or None) if url and code else None

    def missing(self) -> QWidget | None:
        """The other one, when only one was typed; or what was not compared."""
        url, code = self._url.text().strip(), self._code.text().strip()
        if bool(url) is not bool(code):
            return self._code if url else self._url
        return self.compared if url and self._certificate and not self.compared.isChecked() else None


def _looked_at(url: str) -> tuple[str, str]:
    return url, pinned.unvouched(url) or ""
