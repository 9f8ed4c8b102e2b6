"""What a hub is told by whoever keeps it: one small file in its folder, readable by its owner alone.

Written by ``hub init``, read by every worker.
"""

import ipaddress
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.paths import private_folder
from anefdesk.wire import trust

_Some = Annotated[int, msgspec.Meta(ge=1)]
FILE = "hub.toml"
DATABASE = "ANEFDESK_HUB_DATABASE"  # stands in the place of the file's, where a secret may not lie in a file


@dataclass(frozen=True, slots=True)
class Settings:
    """``urls`` are those by which desks call it, the first one told to new desks; rates are per minute."""

    folder: Path
    urls: tuple[str, ...]
    database: str
    device_rate: int = 600
    address_rate: int = 60
    stall: float = 30.0  # seconds without a byte of a body
    longest: float = 900.0  # seconds of a body: a mebibyte on a very slow line

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which desks open sessions."""
        return tuple(urlsplit(url).netloc for url in self.urls)

    @property
    def chunks(self) -> Path:
        """Where chunks are."""
        return self.folder / "chunks"


def judged(typed: str) -> str:
    """An address in its one form; refuse what is none, or one that would leave this machine without TLS.

    Raises:
        StorageError: ``hub.url``, ``hub.plain``.
    """
    url = trust.address(typed)
    parts = urlsplit(url)
    if parts.scheme == "http" and not _on_this_machine(parts.hostname or ""):
        raise StorageError("hub.plain")
    return url


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Rates(msgspec.Struct, frozen=True):
    device: _Some = 600
    address: _Some = 60


class _Told(msgspec.Struct, frozen=True):
    urls: Annotated[list[str], msgspec.Meta(min_length=1)]
    database: str = ""
    rates: _Rates = _Rates()


def write(folder: Path, url: str, database: str | None) -> Settings:
    """Begin a hub in ``folder``.

    Raises:
        StorageError: as ``judged``; ``hub.begun`` with its ``url``; ``disk.*``.
    """
    url = judged(url)
    if (folder / FILE).exists():
        raise StorageError("hub.begun", url=read(folder).urls[0])
    database = database or f"sqlite:///{folder.resolve() / 'hub.db'}"
    lines = (
        "# The names by which desks call this hub. A PC signs the one it calls: another one is refused.",
        f"urls = [{json.dumps(url)}]",
        "# sqlite:///file or postgresql://user:password@machine/database",
        f"database = {json.dumps(database, ensure_ascii=False)}",
        "",
        "[rates] # requests a minute, for each worker",
        f"device = {Settings.__dataclass_fields__['device_rate'].default}",
        f"address = {Settings.__dataclass_fields__['address_rate'].default}",
    )
    try:
        private_folder(folder)
        opened = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise of_the_disk(error) from None
    return read(folder)


def read(folder: Path) -> Settings:
    """The settings of the hub in ``folder``.

    Raises:
        StorageError: ``hub.no_settings``; ``hub.settings`` for a line that was edited wrongly.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise StorageError("hub.no_settings") from None
    try:
        told = msgspec.convert(tomllib.loads(text), _Told)
        urls = tuple(trust.address(url) for url in told.urls)
    except (ValueError, StorageError):
        raise StorageError("hub.settings") from None
    database = os.environ.get(DATABASE) or told.database
    if not database:
        raise StorageError("hub.settings")
    return Settings(folder, urls, database, told.rates.device, told.rates.address)
