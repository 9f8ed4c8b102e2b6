"""Pages sent to a printer, each as wide as the paper. Used by the view of sheets and pieces."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from anefdesk.errors import AnefdeskError


def print_rasters(parent: QWidget, pages: Sequence[QImage]) -> None:
    """Ask which printer, then print; the queue shows only the program's name.

    Raises:
        AnefdeskError: ``print.absent``, no printer is installed.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # loaded by whoever prints

    if not QPrinterInfo.availablePrinterNames():
        raise AnefdeskError("print.absent")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("anefdesk")
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        paint(printer, pages)


def paint(printer: object, pages: Sequence[QImage]) -> None:
    """Draw ``pages`` on the paper ``printer``, a ``QPrinter``."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        room = QRectF(painter.viewport())
        size = page.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), page)
    painter.end()
