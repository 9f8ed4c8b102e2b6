"""What the house refuses in a source file, as data: each finding is ``(path, line, what)``.

Used by the tests beside it, on the real tree and on samples that must be refused.
"""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PATTERN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "controller", "base", "misc", "core"}
MODULE_LINES = 400
PAGE_LINES = 250
# Digests, so that this file names no registry: the first 16 hexadecimal digits of the host's SHA-256.
REGISTRY_HOSTS = frozenset({"a4aa2ac280bb8d1a", "8b5bb5eb9d758455", "0dc11026ac75c015", "e680c440a2e92079"})
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
INDEX_OPTIONS = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host")
CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
SIDES = re.compile(r"(?<![\w-])[\w-]*(?<![a-z])(left|right)(?![a-z])[\w-]*", re.IGNORECASE)


class Finding(NamedTuple):
    """One refusal."""

    path: str
    line: int
    what: str


def size(path: str, source: str) -> Iterator[Finding]:
    """A module longer than its budget."""
    budget = PAGE_LINES if path.startswith("anefdesk/ui/pages/") else MODULE_LINES
    lines = source.count("\n")
    if lines > budget:
        yield Finding(path, budget, f"{lines} lines, {budget} allowed")


def name(path: str) -> Iterator[Finding]:
    """A module named after a pattern."""
    for part in Path(path).with_suffix("").parts:
        if PATTERN_NAMES & set(part.lower().split("_")):
            yield Finding(path, 1, f"{part} is the name of a pattern, not of a thing of the trade")


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def qt_habits(path: str, source: str) -> Iterator[Finding]:
    """A lambda connected to a signal (it outlives its page), a global fetched from Qt."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) == "connect":
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if any(isinstance(inner, ast.Lambda) for value in given for inner in ast.walk(value)):
                yield Finding(path, node.lineno, "lambda in connect()")
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "instance"
            and isinstance(node.value, ast.Name)
            and re.fullmatch(r"Q\w*Application", node.value.id)
        ):
            yield Finding(path, node.lineno, f"{node.value.id}.instance")


def documented(path: str, source: str) -> Iterator[Finding]:
    """A module that does not say why it exists."""
    if source.strip() and not ast.get_docstring(ast.parse(source)):
        yield Finding(path, 1, "no module docstring")


def sleeps(path: str, source: str) -> Iterator[Finding]:
    """A test that sleeps: too long here, too short elsewhere."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else _called(node)
            if called in {"sleep", "qWait", "qSleep"}:
                yield Finding(path, node.lineno, f"{called}()")


def sides(path: str, style: str) -> Iterator[Finding]:
    """Left and right in a style sheet: a panel read from right to left would be wrong."""
    bare = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), style, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), start=1):
        if found := SIDES.search(line):
            yield Finding(path, number, f"{found[0]} in a style sheet")


def host_digest(host: str) -> str:
    """How a host stands in ``REGISTRY_HOSTS``."""
    return hashlib.sha256(host.encode()).hexdigest()[:16]


def _ends(host: str) -> Iterator[str]:
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


def registries(path: str, text: str, hosts: frozenset[str] = REGISTRY_HOSTS) -> Iterator[Finding]:
    """The address of a package registry, or an option that names one."""
    for number, line in enumerate(text.splitlines(), start=1):
        for host in HOST.findall(line.lower()):
            if any(host_digest(end) in hosts for end in _ends(host)):
                yield Finding(path, number, "a package registry")
        if path.startswith("requirements/") and (found := INDEX_OPTIONS.search(line)):
            yield Finding(path, number, found[0])


def error_codes(source: str) -> Iterator[tuple[int, str]]:
    """Line and code of every ``SomethingError("dotted.code", …)`` of ours."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else _called(node)
        first = node.args[0]
        if called.endswith("Error") and isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
            yield node.lineno, str(first.value)
