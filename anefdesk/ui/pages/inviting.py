"""« Inviter »: six words in large type and their picture, to read out, scan or print; good for one PC and one day."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from anefdesk.domain.draft import Draft
from anefdesk.errors import AnefdeskError
from anefdesk.services.pieces import Raster
from anefdesk.services.session import Session
from anefdesk.services.sync.invitations import Invited, Kind
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear
from anefdesk.ui.widgets.page_head import HeadedPage
from anefdesk.ui.widgets.pdf_view import PdfView, image
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text, labelled


class InvitingPage(QWidget):
    """Who is invited, then what to tell them."""

    go = Signal(object)
    place = "inviting"

    def __init__(self, look: Look, jobs: Jobs, session: Session, *, centre: bool) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._session = session
        self.message = InlineMessage(look)
        self._progress = Progress(look)
        self.view = PdfView(look, jobs, copy_name="invitation.pdf")
        self.view.setMinimumHeight(look.dp(420))
        self.view.hide()
        scroll = HeadedPage(look, self, self.title())
        scroll.body.addWidget(self.message)
        scroll.body.addWidget(self._progress)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(look.dp(tokens.PADDING))
        scroll.body.addLayout(self._steps)
        scroll.body.addWidget(self.view)
        scroll.body.addStretch(1)
        self._ask(centre=centre)
        self.setFocusProxy(self._label)

    def title(self) -> str:
        """Shown inside the window."""
        return self._look.ui("Inviter")

    def print_page(self) -> None:
        """Ctrl+P: the invitation."""
        if self.view.isVisible():
            self.view.print_pdf()

    def draft(self) -> Draft | None:
        """Nothing is worth keeping."""
        return None

    def restore(self, draft: Draft) -> None:
        """Nothing is kept."""

    def _ask(self, *, centre: bool) -> None:
        look = self._look
        card = Card(look, look.ui("Qui vient ?"))
        self._kind = QButtonGroup(self)
        for number, (name, told) in enumerate(
            (
                (
                    look.ui("Un nouveau poste de ce centre"),
                    look.ui("Il est vide et recevra les dossiers de ce centre. Une personne responsable suffit."),
                ),
                (
                    look.ui("Un centre qui travaillait seul"),
                    look.ui("Il vient avec ses dossiers, et sa première personne en devient responsable."),
                ),
            )
        ):
            button = QRadioButton(name)
            button.setAccessibleDescription(told)
            button.setChecked(number == int(centre))
            self._kind.addButton(button, number)
            card.body.addWidget(button)
            card.body.addWidget(Text(look, told, points=tokens.SMALL, tone="soft"))
        self._label = QLineEdit()
        self._label.setMaxLength(60)
        self._label.setPlaceholderText(look.ui("facultatif : le poste du bureau 2"))
        self._label.returnPressed.connect(self._invite)
        card.body.addWidget(labelled(look, look.ui("Pour vous y retrouver"), self._label))
        card.body.addWidget(self._label)
        self._make = PrimaryButton(look, look.ui("Préparer l’invitation"))
        self._make.clicked.connect(self._invite)
        leave = QuietButton(look, look.ui("Revenir"), "arrow-left")
        leave.clicked.connect(self._back)
        card.body.addLayout(_deeds(look, self._make, leave))
        self._steps.addWidget(card)

    def _back(self) -> None:
        self.go.emit(Back())

    def _invite(self) -> None:
        if not self._make.isEnabled():
            return
        self._make.setEnabled(False)
        self.message.quiet()
        self._progress.start(self._look.ui("Préparation de l’invitation…"))
        kind = Kind.CENTRE if self._kind.checkedId() else Kind.PC
        given = (self._session, kind, self._label.text())
        self._jobs.net(_invited, *given, owner=self, then=self._show, failed=self._failed)

    def _failed(self, error: AnefdeskError) -> None:
        self._progress.stop()
        self._make.setEnabled(True)
        self.message.show_error(error)

    def _show(self, made: tuple[Invited, Raster]) -> None:
        self._progress.stop()
        self.invited, raster = made
        look, invited = self._look, self.invited
        clear(self._steps)
        card = Card(look, look.ui("Donnez ces six mots"))
        self.words = Text(look, invited.words, points=tokens.DISPLAY, strong=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.words.setAccessibleName(look.ui("Les six mots : %(words)s", words=invited.words))
        card.body.addWidget(self.words)
        for words in self._said(invited):
            card.body.addWidget(Text(look, words))
        picture = QLabel()
        picture.setPixmap(QPixmap.fromImage(image(raster)))
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        picture.setAccessibleName(look.ui("La même invitation, en code QR"))
        card.body.addWidget(picture)
        end = PrimaryButton(look, look.ui("C’est fait"))
        end.clicked.connect(self._back)
        self._paper = PlainButton(look, look.ui("Voir et imprimer"), "printer")
        self._paper.clicked.connect(self._draw)
        card.body.addLayout(_deeds(look, end, self._paper))
        self._steps.addWidget(card)
        end.setFocus()

    def _said(self, invited: Invited) -> list[str]:
        look, sync = self._look, self._session.sync
        hub = sync.post.membership.hub if sync is not None else ""
        until = invited.until.astimezone()
        said = [
            look.ui("Sur le nouveau poste : « Premier démarrage », « Rejoindre une organisation », puis ces six mots.")
            if invited.kind is Kind.PC
            else look.ui("Dans l’autre centre : « Échanges », « Rejoindre une organisation », puis ces six mots."),
        ]
        if hub:
            said.append(look.ui("Adresse du serveur, à taper avec les mots : %(hub)s", hub=hub))
        if not invited.at_hub:
            said.append(look.ui("La demande viendra sur une clé USB : lisez-la sur la page de l’organisation."))
        said.append(
            look.ui(
                "Bons pour un seul poste, jusqu’au %(day)s à %(time)s. Dites-les de vive voix ou remettez le papier ; "
                "jamais par courriel.",
                day=f"{until:%d/%m/%Y}",
                time=f"{until:%H:%M}",
            )
        )
        return said

    def _draw(self) -> None:
        self._paper.setEnabled(False)
        self._jobs.desk(_sheet, self._session, self.invited, owner=self, then=self._compose, failed=self._not_drawn)

    def _compose(self, sheet: object) -> None:
        compose = self._session.desk.paper.compose
        self._jobs.slow(compose, sheet, owner=self, then=self._see, failed=self._not_drawn)

    def _not_drawn(self, error: AnefdeskError) -> None:
        self._paper.setEnabled(True)
        self.message.show_error(error)

    def _see(self, pdf: bytes) -> None:
        self.view.show()
        self.view.show_pdf(pdf, self._session.desk.paper.raster)


def _deeds(look: Look, *buttons: QWidget) -> Flow:
    made = Flow(look)
    for button in buttons:
        made.addWidget(button)
    return made


def _invited(session: Session, kind: Kind, label: str) -> tuple[Invited, Raster]:
    from anefdesk.services.qr import picture

    made = session.belonging().invite(kind, label)
    return made, picture(made.card, scale=4)


def _sheet(session: Session, invited: Invited) -> object:
    return session.belonging().invitation_sheet(invited)
