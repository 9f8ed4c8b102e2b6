"""Nobody should have to squint: contrast of every text on every ground it may stand on, both themes."""

import itertools

import pytest
from PySide6.QtGui import QImage

from anefdesk import paths
from anefdesk.catalogue import loader
from anefdesk.settings import Settings
from anefdesk.ui import icons, theme, tokens
from anefdesk.ui.tokens import Colours, State

THEMES = pytest.mark.parametrize("colours", [tokens.LIGHT, tokens.DARK], ids=["light", "dark"])
READABLE, VISIBLE = 4.5, 3.0


@THEMES
def test_text_is_readable_on_every_ground(colours: Colours) -> None:
    grounds = (colours.paper, colours.card, colours.sunken, colours.accent_ground)
    for ink, ground in itertools.product((colours.ink, colours.soft, colours.accent), grounds):
        assert tokens.contrast(ink, ground) >= READABLE, (ink, ground)
    assert tokens.contrast(colours.on_accent, colours.accent) >= READABLE
    assert tokens.contrast(colours.on_accent, colours.accent_strong) >= READABLE


@THEMES
def test_states_are_readable_on_their_ground_and_on_cards(colours: Colours) -> None:
    for state in State:
        tint = colours.tint(state)
        for ground in (tint.ground, colours.card, colours.paper):
            assert tokens.contrast(tint.ink, ground) >= READABLE, (state, ground)
        assert tokens.contrast(colours.ink, tint.ground) >= READABLE, state
    assert tokens.contrast(colours.band.ink, colours.band.ground) >= READABLE


@THEMES
def test_borders_of_controls_are_seen(colours: Colours) -> None:
    for ground in (colours.paper, colours.card):
        assert tokens.contrast(colours.outline, ground) >= VISIBLE, ground


def test_every_state_has_an_icon_and_a_word() -> None:
    for state in State:
        assert paths.resources("icons", f"{tokens.STATE_ICONS[state]}.svg").is_file()
        assert tokens.STATE_WORDS[state]


def test_the_measure_knows_black_on_white() -> None:
    assert round(tokens.contrast("#000000", "#ffffff")) == 21


def test_every_pictogram_of_the_catalogue_is_drawn() -> None:
    used = {d.pictogram for p in loader.load().procedures.values() for d in p.documents} - {""}
    assert used
    assert [name for name in sorted(used) if not icons.has_pictogram(name)] == []


@pytest.mark.usefixtures("qapp")
def test_icons_take_the_colour_and_turn_with_the_direction() -> None:
    plain = icons.pixmap("icons", "arrow-right", "#ff0000", 20).toImage()
    turned = icons.pixmap("icons", "arrow-right", "#ff0000", 20, mirrored=True).toImage()
    reds = {plain.pixelColor(x, 20).name() for x in range(40) if plain.pixelColor(x, 20).alpha() == 255}
    assert reds == {"#ff0000"}
    assert weight(plain) > 0 > weight(turned), "an arrow points somewhere"


def weight(picture: QImage) -> int:
    """Positive when there is more ink on the right."""
    half = picture.width() // 2
    return sum(
        picture.pixelColor(x, y).alpha() * (1 if x >= half else -1)
        for x in range(picture.width())
        for y in range(picture.height())
        if y != half and y != half - 1  # the shaft
    )


@pytest.mark.usefixtures("qapp")
def test_the_style_sheet_is_filled_and_has_no_side() -> None:
    for chosen in ("light", "dark"):
        look = theme.look_of(Settings(theme=chosen, zoom=150), system_dark=False)
        sheet = theme.style_sheet(look)
        assert "$" not in sheet
        for side in ("-left:", "-right:", "-left-", "-right-"):
            assert side not in sheet, "panels may be mirrored"


@pytest.mark.usefixtures("qapp")
def test_zoom_scales_type_and_space() -> None:
    plain = theme.look_of(Settings(zoom=100), system_dark=False)
    large = theme.look_of(Settings(zoom=200), system_dark=False)
    assert (plain.dp(16), large.dp(16)) == (16, 32)
    assert large.font().pointSizeF() == 2 * plain.font().pointSizeF()


def test_system_theme_follows_the_system() -> None:
    assert theme.look_of(Settings(), system_dark=True).colours is tokens.DARK
    assert theme.look_of(Settings(), system_dark=False).colours is tokens.LIGHT
    assert theme.look_of(Settings(theme="light"), system_dark=True).colours is tokens.LIGHT
