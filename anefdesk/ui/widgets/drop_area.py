"""The place where a proof is brought: dropped, pasted, chosen, or taken from the screen and looked at first.

Used where a blockage is reported and on its page. Nothing is written to a temporary file.
"""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from anefdesk.domain.blockage import Entry
from anefdesk.ui import tokens
from anefdesk.ui.screen_capture import ScreenCapture
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.brought import Brought, from_mime
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.states import InlineMessage
from anefdesk.ui.widgets.texts import Text

_PREVIEW = 420  # pixels before zoom


class DropArea(QFrame):
    """``brought`` carries each thing brought in."""

    brought = Signal(object)

    def __init__(self, look: Look, files: str) -> None:
        super().__init__()
        self._look, self._files = look, files
        self._picture: QImage | None = None
        self.setProperty("kind", "sunken")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        advice = look.ui("Déposez une capture ou un fichier ici, ou collez-le avec Ctrl+V.")
        self.setAccessibleName(look.ui("Captures"))
        self.setAccessibleDescription(advice)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(look.dp(12),) * 4)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addWidget(Text(look, advice, tone="soft"))
        self.paste_button = PlainButton(look, look.ui("Coller"), "clipboard-list", tip="Ctrl+V")
        self.screen_button = PlainButton(look, look.ui("Prendre l’écran"), "camera")
        self.file_button = PlainButton(look, look.ui("Choisir un fichier"), "folder-open")
        self.screen_button.setToolTip(look.ui("Cette fenêtre se cache un instant ; vous verrez avant de garder"))
        deeds = Flow(look)
        for button, deed in (
            (self.paste_button, self.paste),
            (self.screen_button, self.take_screen),
            (self.file_button, self.choose),
        ):
            button.clicked.connect(deed)
            deeds.addWidget(button)
        inside.addLayout(deeds)
        self.message = InlineMessage(look)
        inside.addWidget(self.message)
        inside.addWidget(self._make_preview())

    def _make_preview(self) -> QWidget:
        look = self._look
        self.preview = QWidget()
        down = QVBoxLayout(self.preview)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(look.dp(tokens.GAP))
        asked = look.ui("Voici l’écran. Vérifiez qu’il ne montre ni mot de passe ni une autre personne.")
        down.addWidget(Text(look, asked, strong=True))
        self._shown = QLabel()
        self._shown.setAccessibleName(look.ui("L’écran, avant d’être gardé"))
        down.addWidget(self._shown)
        self.keep_button = PlainButton(look, look.ui("Garder cette capture"), "check")
        self._again = QuietButton(look, look.ui("Recommencer"), "refresh")
        self._drop = QuietButton(look, look.ui("Ne pas garder"), "x")
        deeds = Flow(look)
        for button, deed in (
            (self.keep_button, self._keep),
            (self._again, self.take_screen),
            (self._drop, self._forget),
        ):
            button.clicked.connect(deed)
            deeds.addWidget(button)
        down.addLayout(deeds)
        self.preview.hide()
        return self.preview

    def paste(self) -> None:
        """Bring what the clipboard holds."""
        held = QGuiApplication.clipboard().mimeData() or QMimeData()  # some systems give nothing when it is empty
        found = list(from_mime(held, Entry.PASTED))
        self.message.quiet()
        if not found:
            self._say_nothing(
                self._look.ui("Il n’y a rien à coller."),
                self._look.ui("Copiez d’abord l’image ou le fichier, puis collez."),
            )
        for one in found:
            self.brought.emit(one)

    def choose(self) -> None:
        """Ask for files of this PC."""
        dialog = QFileDialog(self, self._look.ui("Choisir une capture"), "", self._files)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, paths: list[str]) -> None:
        for path in paths:
            self.brought.emit(Brought(Entry.FILE, path=path))

    def take_screen(self) -> None:
        """Show the screen behind this window, before anything is kept."""
        self._forget()
        shot = ScreenCapture(self.window())
        shot.taken.connect(self.show_screen)
        shot.begin()

    def show_screen(self, picture: QImage | None) -> None:
        """The screen as it was taken, or why it was not."""
        if picture is None:
            self._say_nothing(
                self._look.ui("Ce système ne laisse pas prendre l’écran."),
                self._look.ui(
                    "Rien n’est perdu : faites la capture avec la touche « Impr. écran » ou l’outil de capture du "
                    "poste, puis collez-la ici avec Ctrl+V."
                ),
            )
            self.paste_button.setFocus()
            return
        self._picture = picture
        wide = min(self._look.dp(_PREVIEW), max(self.width() - self._look.dp(tokens.MARGIN), 1))
        shown = QPixmap.fromImage(picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        self._shown.setPixmap(shown)
        self.preview.show()
        self.keep_button.setFocus()

    def _keep(self) -> None:
        picture = self._picture
        self._forget()
        if picture is not None:
            self.brought.emit(Brought(Entry.SCREEN, picture=picture))

    def _forget(self) -> None:
        self._picture = None
        self._shown.clear()
        self.preview.hide()
        self.message.quiet()

    def _say_nothing(self, what: str, more: str) -> None:
        self.message.say(State.SOON, what, more)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take what can be kept."""
        if next(from_mime(event.mimeData(), Entry.DROPPED), None) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Bring what is dropped."""
        event.acceptProposedAction()
        for one in from_mime(event.mimeData(), Entry.DROPPED):
            self.brought.emit(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+V pastes."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)
