"""The accounts of this PC as the lock screen shows them, one tile each. Used by the lock screen."""

from typing import TypeAlias

from PySide6.QtWidgets import QButtonGroup, QGridLayout

from anefdesk.services.session import Session, Tile
from anefdesk.ui.pages.role_words import ROLE_WORDS
from anefdesk.ui.theme import Look
from anefdesk.ui.widgets.frames import clear
from anefdesk.ui.widgets.person_tile import PersonTile
from anefdesk.ui.widgets.texts import Text

_ACROSS = 2

Accounts: TypeAlias = tuple[tuple[Tile, ...], bool, tuple[str, ...]]  # tiles, whether names are typed, warnings


def accounts(session: Session) -> Accounts:
    """Who may open this PC, and what is wrong with it; on a lane."""
    typed = session.passphrase_only
    return (() if typed else session.tiles()), typed, session.warnings()


def lay_tiles(look: Look, tiles: tuple[Tile, ...], group: QButtonGroup, grid: QGridLayout) -> None:
    """Fill ``grid`` with a tile for each; ``group`` numbers them."""
    clear(grid)
    for number, tile in enumerate(tiles):
        line = look.ui("attend une nouvelle phrase de passe") if tile.must_reset else look.ui(ROLE_WORDS[tile.role])
        button = PersonTile(look, tile.label, line)
        button.setCheckable(True)
        group.addButton(button, number)
        grid.addWidget(button, number // _ACROSS, number % _ACROSS)


def no_keyring(look: Look) -> Text:
    """What a PC without a keyring says of itself, hidden until that is known."""
    said = look.ui("Ce poste n’utilise pas le trousseau du système : seule la phrase de passe protège les dossiers.")
    told = Text(look, said, tone="soft")
    told.hide()
    return told
