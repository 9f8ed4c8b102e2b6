"""Icons and pictograms: shipped outline SVGs, tinted with a colour of the palette. Used through ``Look``.

Directional ones are mirrored where the reading direction asks it, since a drawn arrow does not know it.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from anefdesk import paths

DIRECTIONAL = frozenset({"chevron-right", "chevron-left", "arrow-right", "arrow-left", "logout", "arrow-back-up"})


@cache
def _drawing(folder: str, name: str) -> str:
    return paths.resources(folder, f"{name}.svg").read_text("utf-8")


def has_pictogram(name: str) -> bool:
    """Whether a pictogram of this name is shipped."""
    return bool(name) and paths.resources("pictograms", f"{name}.svg").is_file()


def pixmap(
    folder: str, name: str, colour: str, size: int, *, mirrored: bool = False, ratio: float = 2.0, air: int = 0
) -> QPixmap:
    """The drawing ``name`` at ``size`` logical pixels; ``folder`` is ``icons`` or ``pictograms``.

    ``air`` is empty room on both sides: Qt puts an icon too close to its word.
    """
    from PySide6.QtSvg import QSvgRenderer  # after the first window

    picture = QPixmap(round((size + 2 * air) * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    tinted = _drawing(folder, name).replace("currentColor", colour)
    painter = QPainter(picture)
    if mirrored:
        painter.translate(picture.width(), 0)
        painter.scale(-1, 1)
    renderer = QSvgRenderer(QByteArray(tinted.encode()))
    renderer.render(painter, QRectF(air * ratio, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, colour: str, size: int, *, rtl: bool = False, air: int = 0) -> QIcon:
    """An icon of the staff's set, tinted; mirrored when ``rtl`` and it points somewhere."""
    made = QIcon()
    mirrored = rtl and name in DIRECTIONAL
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap("icons", name, colour, size, mirrored=mirrored, ratio=ratio, air=air))
    return made


def forget() -> None:
    """Drop the icons made so far: they must not outlive the application."""
    icon.cache_clear()
