"""Small files on a stick: requests to be let in and answers. Used by the screens that write and read them."""

from pathlib import Path
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.services.sync.stick_file import kept, of_the_stick
from anefdesk.wire.invitation import LARGEST

REQUEST: Final = "anef-demande"  # endings of their names
ANSWER: Final = "anef-accord"


def write(place: Path, data: bytes) -> str:
    """Write it whole or not at all; the name of the file.

    Raises:
        StorageError: ``stick.*``.
    """
    try:
        with kept(place) as put:
            put(data)
    except OSError as error:
        raise of_the_stick(error) from None
    return place.name


def read(place: Path) -> bytes:
    """What is in it.

    Raises:
        StorageError: ``stick.*``; ``enrolment.other_file`` for something far too large.
    """
    try:
        with place.open("rb") as source:
            data = source.read(LARGEST + 1)
    except OSError as error:
        raise of_the_stick(error) from None
    if len(data) > LARGEST:
        raise StorageError("enrolment.other_file")
    return data
