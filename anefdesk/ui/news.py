"""What was just changed, told to every open page: one signal, so that a page reloads if it is concerned."""

from PySide6.QtCore import QObject, Signal


class News(QObject):
    """``touched`` carries a ``domain.change.Touched`` after each deed."""

    touched = Signal(object)
