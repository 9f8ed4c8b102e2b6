"""A PC's own mailbox in a file: the same as a hub's, and the ways from it to hubs and sticks."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from anefdesk.errors import StorageError
from anefdesk.mailbox import mailbox
from anefdesk.mailbox.chunks import ChunkFolder
from anefdesk.mailbox.mailbox import Mailbox
from anefdesk.mailbox.opening import open_engine
from anefdesk.mailbox.route import Route


class OwnMailbox:
    """Open until ``close``. Safe for several threads."""

    def __init__(self, engine: Engine, chunks: ChunkFolder, org: bytes) -> None:
        self._engine = engine
        self._org = org
        self.box = Mailbox(engine, chunks, org)

    @classmethod
    def begin(cls, file: Path, chunks: ChunkFolder, org: bytes, entries: Sequence[bytes]) -> "OwnMailbox":
        """Make it, with the directory as far as it is known; beginning again goes on.

        Raises:
            StorageError: ``directory.*`` for entries that are not of this organisation, ``mailbox.*``, ``disk.*``.
        """
        engine = open_engine(f"sqlite:///{file}")
        try:
            if mailbox.founded(entries[0]) != org:
                raise StorageError("directory.broken")
            mailbox.begin(engine, entries[0])
            own = cls(engine, chunks, org)
            for data in entries[own.box.directory().no + 1 :]:
                if not own.box.add_entry(data):
                    raise StorageError("directory.broken")
        except BaseException:
            engine.dispose()
            raise
        return own

    @classmethod
    def open(cls, file: Path, chunks: ChunkFolder, org: bytes) -> "OwnMailbox":
        """The mailbox in ``file``.

        Raises:
            StorageError: ``mailbox.*``; ``mailbox.no_organisation`` when its file was lost.
        """
        own = cls(open_engine(f"sqlite:///{file}"), chunks, org)
        try:
            own.box.directory()
        except BaseException:
            own.close()
            raise
        return own

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def route(self, place: str) -> Route:
        """The way to the hub or stick called ``place``."""
        return Route(self._engine, self._org, place)
