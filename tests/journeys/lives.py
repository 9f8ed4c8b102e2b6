"""Lives of a program that is killed at some moment of each, always the same ones: what the tests of kills stand on."""

import contextlib
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_PATIENCE = 20.0  # seconds
ROOT = Path(__file__).parents[2]


class Nursery:
    """One process that gives birth to those we kill."""

    def __init__(self, kind: str, home: Path, told: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.nursery", kind, str(home)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._dice = random.Random(kind)  # noqa: S311 - moments, not secrets
        self._tell(told)
        assert self._read() == "ready"

    def _tell(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode())

    def _read(self) -> str:
        assert self._process.stdout is not None
        assert select.select([self._process.stdout], [], [], _PATIENCE)[0], "nothing more is said"
        return self._process.stdout.readline().decode().strip()

    def life(self, at_most: int, meanwhile: Callable[[], None] | None = None) -> list[str]:
        """Start a program, kill it at some moment, return all that it acknowledged.

        ``meanwhile`` is done once half way, while it works on.
        """
        self._tell("\n")
        child = int(self._read())
        lines = self._dice.randrange(at_most)
        acknowledged = [self._read() for _ in range(lines // 2)]
        if meanwhile is not None:
            meanwhile()
        acknowledged += [self._read() for _ in range(lines - lines // 2)]
        assert "dead" not in acknowledged, "it died by itself"
        until = time.perf_counter() + self._dice.random() ** 3 * 0.04  # often at once, at times much later
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        while (line := self._read()) != "dead":
            acknowledged.append(line)
        return acknowledged

    def end(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with stdout, stdin:
            stdin.close()
            self._process.wait(20)


@contextlib.contextmanager
def nursery(kind: str, home: Path, told: str = "") -> Iterator[Nursery]:
    made = Nursery(kind, home, told)
    try:
        yield made
    finally:
        made.end()
