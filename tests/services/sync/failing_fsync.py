"""A disk that no longer settles anything: from one moment on, the system answers « input/output error » to each fsync.

By a filter of system calls in a child of this process, so that SQLite meets it too. As in ``dying``, nothing may be
open before. ``python -m tests.services.sync.failing_fsync anefdesk …`` is the program on such a disk from its start.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable

import pytest

from anefdesk.errors import AnefdeskError

_ARCHITECTURES = {"x86_64": (0xC000003E, 74, 75), "aarch64": (0xC00000B7, 82, 83)}  # its name, fsync, fdatasync
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _IO_ERROR = 0x7FFF0000, 0x00050005
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_REFUSED = "no filter"

possible = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in _ARCHITECTURES, reason="a filter of system calls is Linux’s"
)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def begin() -> bool:
    """For the rest of this process and its children; whether this system lets one."""
    architecture, *calls = _ARCHITECTURES[platform.machine()]
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 2, 0, calls[0]),
        (_EQUAL, 1, 0, calls[1]),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _IO_ERROR),
    ]
    coded = b"".join(struct.pack("=HBBI", *step) for step in steps)
    system = ctypes.CDLL(None)
    program = _Program(len(steps), coded)
    return not (
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)
    )


def code_of(opened: Callable[[], object], deed: Callable[[], object]) -> str:
    """What is said when ``deed`` is done, after ``opened``, on such a disk; nothing when it was done all the same."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = ""
        try:
            opened()
            said = "" if begin() else _REFUSED
            if not said:
                deed()
        except AnefdeskError as error:
            said = error.code
        except BaseException as error:  # noqa: BLE001 - nothing of the child may go on in the tests
            said = f"unexpected: {error!r}"
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as told:
        said = told.read()
    if said == _REFUSED:
        pytest.skip("this sandbox lets nobody filter system calls")
    return said


if __name__ == "__main__":
    assert begin()
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[1:]])  # noqa: S606 - the program of the tests
