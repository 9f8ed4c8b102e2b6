"""Where resources, translations and the user's data are: the only module that knows.

Used by every package that reads a shipped file, in a checkout, an installed wheel or a frozen build.
"""

import contextlib
import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


@cache
def _shipped() -> Path:
    """Folder holding ``resources`` and ``translations``: frozen build, wheel, then checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    wheel = _PACKAGE / "_shipped"
    return wheel if wheel.is_dir() else _PACKAGE.parent


def resources(*parts: str) -> Path:
    """Path below ``resources/``, e.g. ``resources("fonts", "NotoSans-Regular.ttf")``."""
    return _shipped().joinpath("resources", *parts)


def translations(*parts: str) -> Path:
    """Path below ``translations/``."""
    return _shipped().joinpath("translations", *parts)


def data_home() -> Path:
    """Folder of the real desk's data on this PC; ``ANEFDESK_HOME`` overrides it. Not created here."""
    chosen = os.environ.get("ANEFDESK_HOME")
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_data_dir("anefdesk", appauthor=False, roaming=False))


def training_home() -> Path:
    """Folder of the training centre: never inside, never above the real one."""
    home = data_home()
    return home.with_name(home.name + "-training")


def cache_home() -> Path:
    """Folder of what can be made again and tells nothing of anybody; beside ``ANEFDESK_HOME`` when that is set."""
    if os.environ.get("ANEFDESK_HOME"):
        home = data_home()
        return home.with_name(home.name + "-cache")
    return Path(platformdirs.user_cache_dir("anefdesk", appauthor=False))


def private_folder(folder: Path) -> Path:
    """Create ``folder`` readable by its owner alone, and return it.

    Raises:
        OSError: the disk is full or the place is read-only.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(file: Path, data: bytes) -> None:
    """Write ``file`` whole or not at all, for its owner alone, to be there after a power cut.

    Raises:
        OSError: the disk is full or failed; what was kept stays.
    """
    partial = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
    settle(file.parent)


def settle(folder: Path) -> None:
    """Make the names written in ``folder`` survive a power cut; elsewhere than on POSIX the system sees to it.

    Raises:
        OSError: the disk failed.
    """
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
