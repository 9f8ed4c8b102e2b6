"""The look of the moment: colours, zoom and texts in one immutable object given to every widget.

A change of theme, zoom or language makes a new ``Look``; the window rebuilds its pages with it, drafts kept.
``dress`` applies it to the application: palette, font and one small style sheet.
"""

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from anefdesk import paths
from anefdesk.i18n import texts as i18n_texts
from anefdesk.i18n.languages import Language
from anefdesk.i18n.texts import Texts
from anefdesk.settings import Settings
from anefdesk.ui import icons, tokens
from anefdesk.ui.tokens import Colours, State

FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Bengali",
    "Noto Sans Ethiopic",
    "Noto Sans Georgian",
    "Noto Sans SC",
)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a widget needs to know to draw and word itself."""

    colours: Colours
    texts: Texts
    zoom: int = 100

    def ui(self, french: str, /, **values: object) -> str:
        """An interface sentence in the staff's language."""
        return self.texts.ui(french, **values)

    def ui_n(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """An interface sentence that counts."""
        return self.texts.ui_n(singular, plural, n, **values)

    def dp(self, pixels: int) -> int:
        """``pixels`` at the present zoom."""
        return round(pixels * self.zoom / 100)

    def font(self, points: float = tokens.BASE, *, strong: bool = False, language: Language | None = None) -> QFont:
        """The bundled font at ``points`` (before zoom), the script of ``language`` first."""
        first = language.fonts if language is not None else ()
        made = QFont()
        made.setFamilies([*first, *(family for family in FAMILIES if family not in first)])
        made.setPointSizeF(points * self.zoom / 100)
        made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return made

    def icon(self, name: str, colour: str = "", size: int = tokens.ICON, *, rtl: bool = False, air: int = 0) -> QIcon:
        """A tinted icon of the staff's set; ``colour`` is a value of ``colours``, the soft ink by default."""
        return icons.icon(name, colour or self.colours.soft, self.dp(size), rtl=rtl, air=self.dp(air))

    def state_icon(self, state: State) -> QIcon:
        """The icon of a state, in its colour."""
        return self.icon(tokens.STATE_ICONS[state], self.colours.tint(state).ink)

    def pictogram(self, name: str, size: int = tokens.PICTOGRAM) -> QPixmap:
        """A pictogram of the applicant's side; a sheet of paper when ``name`` has none."""
        known = name if icons.has_pictogram(name) else "document"
        return icons.pixmap("pictograms", known, self.colours.ink, self.dp(size))


def look_of(settings: Settings, *, system_dark: bool) -> Look:
    """The look these settings ask for."""
    dark = settings.theme == "dark" or (settings.theme == "system" and system_dark)
    return Look(tokens.DARK if dark else tokens.LIGHT, i18n_texts.for_language(settings.language), settings.zoom)


def system_is_dark(app: QApplication) -> bool:
    """Whether the system prefers dark windows."""
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def load_fonts(*, first: bool) -> None:
    """Give Qt the bundled fonts: ``first`` those of the first window, then, after it is shown, the others."""
    for file in sorted(paths.resources("fonts").glob("*.ttf")):
        if _latin(file) == first:
            QFontDatabase.addApplicationFont(str(file))


def _latin(file: Path) -> bool:
    return file.name.startswith("NotoSans-")


def dress(app: QApplication, look: Look) -> None:
    """Apply ``look`` to the application: palette, base font, style sheet."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")  # the same on every system, and the one the style sheet completes
    app.setPalette(_palette(look.colours))
    app.setFont(look.font())
    app.setStyleSheet(style_sheet(look))


def style_sheet(look: Look) -> str:
    """The application's style sheet for ``look``; only what a palette cannot say."""
    colours = look.colours
    values: dict[str, str | int] = {
        name: getattr(colours, name)
        for name in (
            "paper", "card", "sunken", "ink", "soft", "hairline", "outline",
            "accent", "on_accent", "accent_strong", "accent_ground",
        )
    }  # fmt: skip
    for name in ("settled", "soon", "urgent", "to_check", "band"):
        values[f"{name}_ink"] = getattr(colours, name).ink
        values[f"{name}_ground"] = getattr(colours, name).ground
    values |= {f"px{n}": look.dp(n) for n in (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 34, 36)}
    shade = "dark" if colours is tokens.DARK else "light"
    for name in ("check", "dash", "dot", "chevron"):
        values[f"mark_{name}"] = paths.resources("styles", f"{name}-{shade}.svg").as_posix()
    return Template(paths.resources("styles", "desk.qss").read_text("utf-8")).substitute(values)


def _palette(colours: Colours) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.paper,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.card,
        QPalette.ColorRole.AlternateBase: colours.paper,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.Button: colours.card,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.BrightText: colours.on_accent,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.ink,
        QPalette.ColorRole.ToolTipText: colours.paper,
        QPalette.ColorRole.PlaceholderText: colours.soft,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Mid: colours.hairline,
        QPalette.ColorRole.Dark: colours.outline,
        QPalette.ColorRole.Light: colours.card,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.soft))
    return made
