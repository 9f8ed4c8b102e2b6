"""On what and with what a page of the State's site was seen: closed lists, kept in French for the evidence file.

The choice of this PC is remembered by its code, which says nothing of anybody. Used by the forms of attempts.
"""

from PySide6.QtCore import QSysInfo

from anefdesk.i18n.texts import mark
from anefdesk.ui.theme import Look

THIS = "this"
DEVICES = {
    "android": mark("Téléphone Android"),
    "iphone": mark("iPhone"),
    "tablet": mark("Tablette"),
    "windows": mark("Autre ordinateur, Windows"),
    "mac": mark("Autre ordinateur, Mac"),
    "other": mark("Autre appareil"),
    "unknown": mark("Appareil non connu"),
}
BROWSERS = {
    "firefox": mark("Firefox"),
    "chrome": mark("Chrome"),
    "edge": mark("Edge"),
    "safari": mark("Safari"),
    "samsung": mark("Samsung Internet"),
    "opera": mark("Opera"),
    "other": mark("Autre navigateur"),
    "unknown": mark("Navigateur non connu"),
}
FIRST_BROWSER = "firefox"


def devices(look: Look) -> list[tuple[str, str]]:
    """This PC first, under the name its system gives itself."""
    here = look.ui("Ce poste (%(system)s)", system=QSysInfo.prettyProductName())
    return [(THIS, here), *((code, look.ui(words)) for code, words in DEVICES.items())]


def browsers(look: Look) -> list[tuple[str, str]]:
    """The usual ones."""
    return [(code, look.ui(words)) for code, words in BROWSERS.items()]


def device_words(code: str) -> str:
    """What is written of it."""
    return QSysInfo.prettyProductName() if code == THIS else DEVICES.get(code, "")


def browser_words(code: str) -> str:
    """What is written of it."""
    return BROWSERS.get(code, "")
