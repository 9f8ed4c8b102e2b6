"""Small files on a stick: requests to be let in and answers. Used by the screens that write and read them."""

from pathlib import Path
from typing import Final

from anefdesk.errors import StorageError
from anefdesk.services.sync.stick_file import kept, of_the_stick

REQUEST: Final = "anef-demande"  # endings of their names
ANSWER: Final = "anef-accord"
_LARGEST = 16 * 1024 * 1024


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
            data = source.read(_LARGEST + 1)
    except OSError as error:
        raise of_the_stick(error) from None
    if len(data) > _LARGEST:
        raise StorageError("enrolment.other_file")
    return data
