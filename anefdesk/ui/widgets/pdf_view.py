"""Pages looked at from memory, with zoom, print and a copy outside that says what it means. Used by sheets and pieces.

Pixels come one page at a time from a service; nothing is written to a temporary file.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from anefdesk.errors import AnefdeskError
from anefdesk.ui import tokens
from anefdesk.ui.jobs import Jobs, Ticket
from anefdesk.ui.theme import Look
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.printing import print_rasters
from anefdesk.ui.widgets.states import InlineMessage, Progress
from anefdesk.ui.widgets.texts import Text

_STEPS = (50, 75, 100, 125, 150, 200)
_WIDEST = 4000


class Raster(Protocol):
    """One page as pixels, three bytes each, rows without padding; ``pages`` counts all."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def rgb(self) -> bytes:
        """The pixels."""

    @property
    def pages(self) -> int:
        """Pages in the document."""


Rasterise = Callable[[bytes, int, int], Raster]


def image(raster: Raster) -> QImage:
    """The picture of a page, owning its pixels."""
    shown = QImage(raster.rgb, raster.width, raster.height, 3 * raster.width, QImage.Format.Format_RGB888)
    return shown.copy()


class PdfView(QWidget):
    """One page at a time; ``show_pdf`` gives it the data and who draws it.

    ``copy_name`` is what a copy is called at first, never a name of a person; ``main`` makes printing the primary deed.
    """

    def __init__(self, look: Look, jobs: Jobs, *, copy_name: str = "document.pdf", main: bool = False) -> None:
        super().__init__()
        self._look = look
        self._jobs = jobs
        self._copy_name = copy_name
        self._main = main
        self._data = b""
        self._rasterise: Rasterise | None = None
        self._page = 0
        self._pages = 0
        self._step = _STEPS.index(100)
        self._ticket: Ticket | None = None
        self._saving = False
        self.message = InlineMessage(look)
        self.message.acted.connect(self._choose_place)
        self._progress = Progress(look)
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._sheet)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(look.ui("Page"))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(look.dp(tokens.GAP))
        inside.addLayout(self._bar())
        inside.addWidget(self.message)
        inside.addWidget(self._progress)
        inside.addWidget(self._scroll, 1)
        self._enable()

    def _bar(self) -> Flow:
        look = self._look
        self._before = PlainButton(look, look.ui("Page précédente"), "chevron-left")
        self._after = PlainButton(look, look.ui("Page suivante"), "chevron-right")
        self._where = Text(look, tone="soft")
        self._where.setWordWrap(False)
        self._smaller = QuietButton(look, look.ui("Réduire"), "zoom-out")
        self._larger = QuietButton(look, look.ui("Agrandir"), "zoom-in")
        kind = PrimaryButton if self._main else PlainButton
        self._print = kind(look, look.ui("Imprimer"), "printer", tip="Ctrl+P")
        self._save = QuietButton(look, look.ui("Enregistrer une copie…"), "download")
        self._before.clicked.connect(self._turn_back)
        self._after.clicked.connect(self._turn)
        self._smaller.clicked.connect(self._shrink)
        self._larger.clicked.connect(self._grow)
        self._print.clicked.connect(self.print_pdf)
        self._save.clicked.connect(self._warn)
        bar = Flow(look)
        for widget in (
            self._before, self._where, self._after, self._smaller, self._larger, self._save, self._print,
        ):  # fmt: skip
            bar.addWidget(widget)
        return bar

    def only_look(self) -> None:
        """Neither printed nor copied from here: what is shown leaves by another door."""
        self._save.hide()
        self._print.hide()

    def may_leave(self) -> None:
        """It may be printed and copied again."""
        self._save.show()
        self._print.show()

    def show_pdf(self, data: bytes, rasterise: Rasterise, *, same: bool = False) -> None:
        """Show ``data``; ``rasterise(data, page, width)`` draws a page, on the slow lane.

        ``same``: another state of the same sheet, so that the page in sight stays.
        """
        self._data = data
        self._rasterise = rasterise
        self._page = self._page if same else 0
        self._draw()

    def page_count(self) -> int:
        """How many pages there are; 0 until the first is drawn."""
        return self._pages

    def print_pdf(self) -> None:
        """Print every page (Ctrl+P)."""
        if self._rasterise is None or not self._pages:
            return
        self._progress.start(self._look.ui("Préparation de l’impression…"))
        self._jobs.slow(
            _every_page, self._rasterise, self._data, self._pages, owner=self, then=self._hand_over, failed=self._failed
        )

    def _hand_over(self, rasters: list[Raster]) -> None:
        self._progress.stop()
        try:
            print_rasters(self, [image(raster) for raster in rasters])
        except AnefdeskError as error:
            self.message.show_error(error)

    def _draw(self) -> None:
        if self._rasterise is None:
            return
        if self._ticket is not None:
            self._ticket.drop()
        ratio = self.devicePixelRatioF()
        room = max(self._scroll.width() - self._look.dp(tokens.MARGIN), self._look.dp(320))  # beside its bar
        width = min(round(min(room, self._look.dp(900)) * ratio * _STEPS[self._step] / 100), _WIDEST)
        self._progress.start(self._look.ui("Mise en page…"))
        self._ticket = self._jobs.slow(
            self._rasterise, self._data, self._page, width, owner=self, then=self._drawn, failed=self._failed
        )

    def _drawn(self, raster: Raster) -> None:
        self._ticket = None
        self._progress.stop()
        self._pages = raster.pages
        shown = QPixmap.fromImage(image(raster))
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self._sheet.setPixmap(shown)
        where = self._look.ui("Page %(page)s sur %(pages)s", page=self._page + 1, pages=self._pages)
        self._where.setText(where)
        self._sheet.setAccessibleName(where)
        self._enable()

    def _failed(self, error: AnefdeskError) -> None:
        self._ticket = None
        self._progress.stop()
        if self._page:  # another state of the sheet may have fewer pages
            self._page = 0
            self._draw()
        else:
            self.message.show_error(error)

    def _enable(self) -> None:
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page + 1 < self._pages)
        self._smaller.setEnabled(self._step > 0)
        self._larger.setEnabled(self._step + 1 < len(_STEPS))
        for button in (self._print, self._save):
            button.setEnabled(self._pages > 0)

    def _turn(self) -> None:
        self._page = min(self._page + 1, self._pages - 1)
        self._draw()

    def _turn_back(self) -> None:
        self._page = max(self._page - 1, 0)
        self._draw()

    def _grow(self) -> None:
        self._step = min(self._step + 1, len(_STEPS) - 1)
        self._draw()

    def _shrink(self) -> None:
        self._step = max(self._step - 1, 0)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A page is drawn for the width it has."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def _warn(self) -> None:
        self.message.say(
            State.SOON,
            self._look.ui("Une copie enregistrée sort des dossiers chiffrés."),
            self._look.ui("Toute personne qui ouvre ce dossier ou cette clé USB pourra la lire. Supprimez-la ensuite."),
            action=self._look.ui("Choisir où l’enregistrer"),
        )

    def _choose_place(self) -> None:
        self.message.quiet()
        dialog = QFileDialog(self, self._look.ui("Enregistrer une copie"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        suffix = Path(self._copy_name).suffix.removeprefix(".")
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(self._copy_name)
        dialog.fileSelected.connect(self.save_copy)
        dialog.open()

    def save_copy(self, place: str) -> None:
        """Write the copy at ``place``, off the interface's thread."""
        self._jobs.slow(_write, Path(place), self._data, owner=self, then=self._saved, failed=self.message.show_error)

    def _saved(self, _done: object) -> None:
        self.message.say(State.SETTLED, self._look.ui("Copie enregistrée, en clair, là où vous l’avez choisi."))


def _every_page(rasterise: Rasterise, data: bytes, pages: int) -> list[Raster]:
    return [rasterise(data, page, 2480) for page in range(pages)]  # A4 at 300 points per inch


def _write(place: Path, data: bytes) -> None:
    try:
        place.write_bytes(data)
    except OSError:
        raise AnefdeskError("file.not_written") from None
