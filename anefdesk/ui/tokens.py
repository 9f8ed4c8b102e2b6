"""The visual language in numbers: type, space, colours and the four states. Used by the theme and every widget.

A test holds the contrast of every pair of text and background at 4.5:1 or more, in light and in dark.
"""

from dataclasses import dataclass
from enum import Enum

from anefdesk.i18n.texts import mark

# Points, before zoom.
SMALL, BASE, LARGE, TITLE, DISPLAY = 9.0, 10.5, 12.5, 16.0, 22.0
APPLICANT_BASE, APPLICANT_TITLE = 15.0, 22.0

# Pixels, before zoom; multiples of 4.
SPACE = 4
GAP = 8
PADDING = 16
MARGIN = 24
RADIUS = 6
ROW = 36
APPLICANT_ROW = 56
ICON = 20
PICTOGRAM = 48
AIR = 3  # beside an icon, before its word
RAIL = 184
WIDE_PAGE = 680  # narrower, things stand one under another
SMALL_PAGE = 480  # narrower, there is little air around them
READING_WIDTH = 1040  # a page's content does not grow wider

LATIN_LEADING, ARABIC_LEADING = 135, 160  # per cent of the font's height


class State(Enum):
    """How pressing something is; always an icon and a word, colour only helps."""

    SETTLED = "settled"
    SOON = "soon"
    URGENT = "urgent"
    TO_CHECK = "to_check"
    PLAIN = "plain"


STATE_ICONS = {
    State.SETTLED: "circle-check",
    State.SOON: "clock",
    State.URGENT: "alert-triangle",
    State.TO_CHECK: "help-circle",
    State.PLAIN: "circle-dashed",
}
STATE_WORDS = {
    State.SETTLED: mark("réglé"),
    State.SOON: mark("bientôt"),
    State.URGENT: mark("urgent"),
    State.TO_CHECK: mark("à vérifier"),
    State.PLAIN: mark("à faire"),
}


@dataclass(frozen=True, slots=True)
class Tint:
    """A state's colour and the soft ground it may stand on."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours. ``ink`` and ``soft`` are text, ``paper``, ``card`` and ``sunken`` are grounds."""

    paper: str
    card: str
    sunken: str
    ink: str
    soft: str
    hairline: str
    outline: str  # borders of controls: 3:1 on every ground
    accent: str
    on_accent: str
    accent_strong: str
    accent_ground: str
    settled: Tint
    soon: Tint
    urgent: Tint
    to_check: Tint
    band: Tint  # the training centre's stripes

    def tint(self, state: State) -> Tint:
        """Colours of ``state``."""
        plain = Tint(self.soft, self.sunken)
        return {
            State.SETTLED: self.settled,
            State.SOON: self.soon,
            State.URGENT: self.urgent,
            State.TO_CHECK: self.to_check,
        }.get(state, plain)


LIGHT = Colours(
    paper="#f6f4ef",
    card="#ffffff",
    sunken="#ece9e1",
    ink="#1f2421",
    soft="#555c57",
    hairline="#dad6cb",
    outline="#7f857f",
    accent="#0f5e63",
    on_accent="#ffffff",
    accent_strong="#0a474b",
    accent_ground="#dcebea",
    settled=Tint("#27653a", "#e1f0e4"),
    soon=Tint("#7d4b00", "#fbeed3"),
    urgent=Tint("#9a301c", "#fbe4de"),
    to_check=Tint("#633b97", "#eee6f8"),
    band=Tint("#3d2f00", "#ffd95e"),
)
DARK = Colours(
    paper="#171a19",
    card="#202524",
    sunken="#2a302e",
    ink="#eceae4",
    soft="#b0b6b0",
    hairline="#3a413e",
    outline="#868d88",
    accent="#6fc5c6",
    on_accent="#08201f",
    accent_strong="#93d9da",
    accent_ground="#1c3a3b",
    settled=Tint("#8fd09c", "#1d3323"),
    soon=Tint("#eabb69", "#3a2d14"),
    urgent=Tint("#f4a08d", "#45231b"),
    to_check=Tint("#cbb0f1", "#32264c"),
    band=Tint("#2e2400", "#e8c04a"),
)


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004 - WCAG
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
