"""The parts of the page of the evidence file: for whom, what is in it, the passphrase, how far it is. Used by it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget

from anefdesk.domain.consent import Use
from anefdesk.services.evidence import WITH_IDENTITY, Dossier
from anefdesk.services.session import Session
from anefdesk.ui import blockage_words, tokens
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.pages.new_passphrase import NewPassphrase
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import Choice
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Card, clear, column
from anefdesk.ui.widgets.passphrase_field import PassphraseField
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text, labelled

_LOOK_AGAIN_MS = 120


class ForWhom(Card):
    """The use, whether the person agreed to it, and what the file holds. ``chosen`` carries the use."""

    chosen = Signal(object)
    asking = Signal()  # for the agreements

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        ui = look.ui
        self.use = Choice(
            look,
            ui("Pour qui ?"),
            [
                (Use.LAWYER, ui("un avocat, avec identité")),
                (Use.COURT, ui("une juridiction, avec identité")),
                (Use.STATISTICS, ui("les chiffres de l’association, sans identité")),
                (Use.PRESS, ui("la presse, sans identité")),
            ],
        )
        self.use.decided.connect(self.chosen)
        head = Flow(look)
        head.addWidget(labelled(look, ui("Pour qui ?"), self.use))
        head.addWidget(self.use)
        self.body.addLayout(head)
        self._agreed = Flow(look)
        self.body.addLayout(self._agreed)
        self.content = Text(look)
        self._left_out = Text(look, tone="soft")
        self.body.addWidget(self.content)
        self.body.addWidget(self._left_out)

    @property
    def identity(self) -> bool:
        """Whether the file says who."""
        return self.use.value() in WITH_IDENTITY

    def show_dossier(self, dossier: Dossier, *, agreed: bool) -> None:
        """What is in it, and whether it may leave."""
        look, ui, ui_n = self._look, self._look.ui, self._look.ui_n
        views, items = len(dossier.gathered.views), len(dossier.items)
        told = [
            ui_n("%(n)s blocage", "%(n)s blocages", views, n=views),
            ui_n("%(n)s essai", "%(n)s essais", dossier.tries, n=dossier.tries),
        ]
        if items:
            size = blockage_words.size(look.texts, dossier.size)
            annexes = ui_n("%(n)s annexe", "%(n)s annexes", items, n=items)
            told.append(ui("%(annexes)s (%(size)s d’originaux)", annexes=annexes, size=size))
        self.content.setText(ui("Dans ce dossier : %(what)s.", what=", ".join(told)))
        self._left_out.setText(
            ui("Un fichier ZIP : le PDF, les originaux inchangés et la liste de leurs empreintes.")
            if dossier.identity
            else ui("Un PDF : ni nom, ni numéro, ni texte libre, ni capture ; les dates sont au mois.")
        )
        self._agreed.clear()
        badge = (State.SETTLED, ui("la personne est d’accord")) if agreed else (State.URGENT, ui("accord manquant"))
        self._agreed.addWidget(StateBadge(look, *badge))
        if not agreed:
            ask = QuietButton(look, ui("Noter l’accord de la personne"), "arrow-right")
            ask.clicked.connect(self.asking)
            self._agreed.addWidget(ask)


class Locking(Card):
    """The passphrase of the ZIP, twice; or none, on an explicit choice."""

    def __init__(self, look: Look, jobs: Jobs, session: Session) -> None:
        super().__init__(look, look.ui("Phrase de passe du fichier"))
        ui = look.ui
        told = ui("Donnez-la par une autre voie que le fichier : au téléphone, ou de la main à la main.")
        self.body.addWidget(Text(look, told, tone="soft"))
        self.first = NewPassphrase(look, jobs, session, ui("Phrase de passe du fichier"))
        self.again = PassphraseField(look, ui("La même, encore une fois"))
        self.body.addWidget(self.first)
        self.body.addWidget(labelled(look, ui("La même, encore une fois"), self.again.line))
        self.body.addWidget(self.again)
        self.none = QCheckBox(ui("Sans phrase de passe"))
        self.none.setFont(look.font())
        self.none.setMinimumHeight(look.dp(tokens.ROW))
        self.body.addWidget(self.none)
        self._warning = Text(look, ui("Toute personne qui trouvera ce fichier pourra tout lire. Ce choix est noté."))
        self._warning.set_tone(State.URGENT.value)
        self._warning.hide()
        self.body.addWidget(self._warning)
        self.none.toggled.connect(self._turn)

    def _turn(self, without: bool) -> None:  # noqa: FBT001 - a slot
        self._warning.setVisible(without)
        for field in (self.first, self.again):
            field.setEnabled(not without)

    @property
    def same(self) -> bool:
        """Whether both fields hold the same words, and some."""
        return bool(self.first.text()) and self.first.text() == self.again.line.text()

    def take(self) -> str | None:
        """The passphrase; the fields are emptied. ``None``: without."""
        typed = self.first.take()
        self.again.take()
        return None if self.none.isChecked() else typed


class Work:
    """How far a file is, told by one thread and looked at by another."""

    def __init__(self) -> None:
        self.share = 0.0
        self.stopped = False

    def told(self, share: float) -> None:
        """It is this far."""
        self.share = share

    def stop(self, _gone: object = None) -> None:
        """Stop at the next page."""
        self.stopped = True

    def cancelled(self) -> bool:
        """Whether somebody stopped it."""
        return self.stopped


class Writing(QWidget):
    """A bar that moves as the file is written, and a button that stops it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.work = Work()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(look.ui("Écriture du dossier"))
        self._said = Text(look, look.ui("Écriture du dossier…"), tone="soft")
        self.stop_button = PlainButton(look, look.ui("Arrêter"), "x")
        self.stop_button.clicked.connect(self._stop)
        inside.addWidget(self._said)
        inside.addWidget(self.bar)
        inside.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignLeading)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_AGAIN_MS)
        self._looking.timeout.connect(self._see)
        self.hide()

    def begin(self) -> Work:
        """A new file; its work is to be handed to whoever writes it."""
        self.work = Work()
        self.destroyed.connect(self.work.stop)  # a page that is gone writes nothing more
        self.bar.setValue(0)
        self.stop_button.setEnabled(True)
        self.show()
        self._looking.start()
        return self.work

    def end(self) -> None:
        """Written, stopped or failed."""
        self._looking.stop()
        self.hide()

    def _see(self) -> None:
        self.bar.setValue(round(100 * self.work.share))

    def _stop(self) -> None:
        self.work.stop()
        self.stop_button.setEnabled(False)


class Done(Card):
    """The file that was written, with its fingerprint."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        self._lines = column(look)
        self.body.addLayout(self._lines)
        self.hide()

    def show_made(self, name: str, size: int, sha256: str, *, locked: bool, identity: bool) -> None:
        """What it is called, how large it is, how it can be recognised."""
        look, ui = self._look, self._look.ui
        clear(self._lines)
        self._lines.addWidget(StateBadge(look, State.SETTLED, ui("enregistré")), 0, Qt.AlignmentFlag.AlignLeading)
        told = ui("%(name)s, %(size)s", name=name, size=blockage_words.size(look.texts, size))
        self._lines.addWidget(Text(look, told, strong=True))
        fingerprint = Text(look, ui("Empreinte SHA-256 : %(print)s", print=_in_fours(sha256)))
        fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(fingerprint)
        if identity:
            care = (
                ui("Il s’ouvre avec la phrase de passe, dans 7-Zip, WinZip ou un autre programme qui lit l’AES.")
                if locked
                else ui("Il est en clair : supprimez-le de cette clé ou de ce dossier dès qu’il est remis.")
            )
            self._lines.addWidget(Text(look, care, tone="soft" if locked else State.URGENT.value))
        self.show()


def _in_fours(text: str) -> str:
    """Groups that people compare, and that go to the next line."""
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
