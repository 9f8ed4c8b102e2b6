"""A closed list too long to read at once: its values under headings that cannot be chosen. Used by the clock's form."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel

from anefdesk.ui import tokens
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.carrying import Choice

_LETTERS = 18  # shown before it is unfolded


class GroupedChoice(Choice):
    """As ``Choice``; ``groups`` are (heading, options). Nothing is chosen at first."""

    def __init__(self, look: Look, name: str, groups: Sequence[tuple[str, Sequence[tuple[Any, str]]]]) -> None:
        flat: list[tuple[Any, str]] = []
        headings: list[int] = []
        for heading, options in groups:
            headings.append(len(flat))
            flat.append((_Heading(), heading))
            flat.extend(options)
        super().__init__(look, name, flat)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.setMaxVisibleItems(len(flat))
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for at in headings:
            item = model.item(at)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFont(look.font(tokens.SMALL, strong=True))
        self.setPlaceholderText(look.ui("Choisissez"))
        self.setCurrentIndex(-1)


class _Heading:
    """Stands for no value; equal to none."""
