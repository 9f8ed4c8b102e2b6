"""A program that ends without a word at one moment of a deed: around each commit, settling, renaming, removal.

The deed is done in a child of this process, which ends there as by a power cut; whoever calls then looks at what the
disk holds, and goes on. Nothing may be open before it: a child that is copied shares what its parent has open.
"""

import itertools
import os
import shutil
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, event

EACH = bool(os.environ.get("ANEF_EVERY_STEP"))
_DIED, _DONE, _FAILED = 9, 0, 1
_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")


class Moments:
    """The moments at which the disk is another than before, counted; the program ends at the one chosen."""

    def __init__(self, chosen: int) -> None:
        self._left = chosen

    def passes(self) -> None:
        if not self._left:
            os._exit(_DIED)
        self._left -= 1

    def _around(self, deed: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for any call
            self.passes()
            made = deed(*given, **named)
            self.passes()
            return made

        return done

    def watch(self) -> None:
        """For the rest of this process."""
        os.fsync, os.replace = self._around(os.fsync), self._around(os.replace)
        for name in ("replace", "rename", "unlink", "touch"):
            setattr(Path, name, self._around(getattr(Path, name)))
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)

    def _before(self, _at: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement == "COMMIT":
            self.passes()

    def _after(self, at: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        written = statement.lstrip().upper().startswith(_WRITES)
        if written and not at.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            self.passes()


def dies(deed: Callable[[], object], chosen: int) -> bool:
    """Do ``deed`` in a child that ends at a moment of it; whether it came to it."""
    child = os.fork()
    if not child:
        code = _FAILED
        try:
            Moments(chosen).watch()
            deed()
            code = _DONE
        except BaseException:  # noqa: BLE001 - nothing of the child may go on in the tests
            traceback.print_exc()
        finally:
            os._exit(code)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in {_DIED, _DONE}, "the deed failed: see what it printed"
    return ended == _DIED


class Shelf:
    """A folder, and what it held before."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder, self._kept = folder, kept
        shutil.copytree(folder, kept)

    def put_back(self) -> None:
        shutil.rmtree(self._folder)
        shutil.copytree(self._kept, self._folder)


def deaths(deed: Callable[[], object], shelf: Shelf, *, every: int, least: int) -> Iterator[None]:
    """Once after each moment died at; what was there before stands again in between.

    ``every`` leaves moments out, unless each is asked for. The last one is behind the end: the deed was done.
    ``least`` is how many moments it has at least: fewer, and it was not watched.
    """
    for chosen in itertools.count(0, 1 if EACH else every):
        shelf.put_back()
        died = dies(deed, chosen)
        yield
        if not died:
            assert chosen > least
            return


class Place(Protocol):
    """PCs below one folder, opened and closed together."""

    folder: Path

    def open(self) -> None: ...

    def close(self) -> None: ...


def tried(place: Place, deed: Callable[[], object], *, every: int, least: int) -> Iterator[None]:
    """Do ``deed`` in a place, and come back after each death with all its PCs started again."""
    place.close()
    shelf = Shelf(place.folder, place.folder.with_name("before"))

    def whole() -> None:
        place.open()
        deed()

    for _ in deaths(whole, shelf, every=every, least=least):
        place.open()
        yield
        place.close()
    place.open()
