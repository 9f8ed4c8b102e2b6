"""What a hub is told by whoever keeps it: one small file in its folder, readable by its owner alone.

Written by ``hub init``, read by every worker.
"""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from anefdesk.errors import StorageError, of_the_disk
from anefdesk.paths import private_folder

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
        return tuple(urlsplit(url).netloc.lower() for url in self.urls)

    @property
    def chunks(self) -> Path:
        """Where chunks are."""
        return self.folder / "chunks"


def write(folder: Path, url: str, database: str | None) -> Settings:
    """Begin a hub in ``folder``.

    Raises:
        StorageError: ``hub.url``, ``hub.begun``, ``disk.*``.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise StorageError("hub.url")
    if (folder / FILE).exists():
        raise StorageError("hub.begun")
    database = database or f"sqlite:///{folder.resolve() / 'hub.db'}"
    lines = (
        "# The names by which desks call this hub. A PC signs the one it calls: another one is refused.",
        f"urls = [{json.dumps(url)}]",
        "# sqlite:///file or postgresql://user:password@machine/database",
        f"database = {json.dumps(database)}",
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
        StorageError: ``hub.no_settings``.
    """
    try:
        told = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        rates = told.get("rates", {})
        return Settings(
            folder=folder,
            urls=tuple(str(url) for url in told["urls"]),
            database=os.environ.get(DATABASE) or str(told["database"]),
            device_rate=int(rates.get("device", 600)),
            address_rate=int(rates.get("address", 60)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise StorageError("hub.no_settings") from None
