"""The shared libraries and the screen that Qt expects of Linux, looked for before Qt does.

Qt ends the process when one is missing; ``__main__`` and ``doctor`` say which package to install instead.
"""

import ctypes
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# Library: Debian and Ubuntu package. Read from what the Qt modules we use are linked with.
ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libzstd.so.1": "libzstd1",
    "libbrotlidec.so.1": "libbrotli1",
}
X11 = {
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def packages_missing(libraries: Mapping[str, str]) -> tuple[str, ...]:
    """The packages that would bring those of ``libraries`` the loader does not find; none outside Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(dict.fromkeys(package for name, package in libraries.items() if not _loads(name)))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def screen_named(environment: Mapping[str, str]) -> bool:
    """Whether this session says it has a screen; always so outside Linux."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _x11_answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    return Path(environment.get("XDG_RUNTIME_DIR", ""), environment["WAYLAND_DISPLAY"]).is_socket()


def _to_install(packages: Iterable[str]) -> str:
    return (
        "Il manque à ce système des bibliothèques dont la fenêtre a besoin. "
        f"Installez-les avec : sudo apt install {' '.join(packages)}"
    )


def _x11_refusal(display: str) -> str | None:
    if missing := packages_missing(X11):
        return _to_install(missing)
    if _x11_answers(display):
        return None
    return f"L’écran {display} ne répond pas : anefdesk ne peut pas ouvrir sa fenêtre."


def _screen_refusal(environment: Mapping[str, str], *, wayland: bool) -> str | None:
    missing = packages_missing(WAYLAND) if wayland else ()
    if wayland and not missing and _wayland_answers(environment):
        return None
    if display := environment.get("DISPLAY"):
        return _x11_refusal(display)
    if missing:
        return _to_install(missing)
    return "Cette session n’a pas d’écran. Pour la démonstration sans écran : anefdesk demo --headless"


def refusal(environment: Mapping[str, str]) -> str | None:
    """The sentence that says why Qt could not start here, or ``None`` when it can.

    ``QT_QPA_PLATFORM`` chooses the screen as it does for Qt; ``offscreen`` and ``minimal`` need none.
    """
    if not sys.platform.startswith("linux"):
        return None
    if missing := packages_missing(ALWAYS):
        return _to_install(missing)
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen and chosen not in {"xcb", "wayland"}:
        return None
    return _screen_refusal(environment, wayland=bool(environment.get("WAYLAND_DISPLAY")) and chosen != "xcb")
