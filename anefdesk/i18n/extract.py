"""Collects the interface's French sentences from the code: ``python -m anefdesk.i18n.extract``.

Sentences are the literal first arguments of ``ui``, ``ui_n``, ``tr``, ``ngettext`` and ``mark``. A sentence
put together before it is translated (f-string, ``format``, ``%``, ``+``) is refused: no translator could see it.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anefdesk.i18n import templates
from anefdesk.i18n.templates import Entry

_ONE = frozenset({"ui", "tr", "mark"})
_COUNTED = frozenset({"ui_n", "ngettext"})
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence put together too early."""

    place: str
    line: int


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _put_together(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        return True
    if isinstance(argument, ast.IfExp):
        return _put_together(argument.body) or _put_together(argument.orelse)
    return (
        isinstance(argument, ast.Call)
        and isinstance(argument.func, ast.Attribute)
        and argument.func.attr in {"format", "join"}
    )


def _literals(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return [*_literals(argument.body), *_literals(argument.orelse)]
    return []


def sentences(source: str, place: str) -> Iterator[Entry | Refused]:
    """The sentences of one module, in its order."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = _called(call)
        wanted = 2 if name in _COUNTED else int(name in _ONE)
        arguments = call.args[:wanted]
        if any(_put_together(argument) for argument in arguments):
            yield Refused(place, call.lineno)
        elif name in _COUNTED:
            found = [text for argument in arguments for text in _literals(argument)]
            if len(found) == wanted:
                yield Entry(found[0], found[1], place=place)
        elif wanted:
            yield from (Entry(text, place=place) for text in _literals(arguments[0]) if text)


def interface(package: Path = _PACKAGE) -> tuple[list[Entry], list[Refused]]:
    """Every sentence of the package once, in the order of the files, and those refused."""
    entries: dict[str, Entry] = {}
    refused: list[Refused] = []
    for file in sorted(package.rglob("*.py")):
        place = file.relative_to(package.parent).as_posix()
        for found in sentences(file.read_text("utf-8"), place):
            if isinstance(found, Refused):
                refused.append(found)
            elif found.french not in entries or (found.plural and not entries[found.french].plural):
                entries[found.french] = found
    return list(entries.values()), refused


def main() -> int:
    """Write ``ui.pot`` and bring every ``ui.po`` in step."""
    entries, refused = interface()
    for sentence in refused:
        sys.stderr.write(f"{sentence.place}:{sentence.line}: put together before its translation\n")
    if refused:
        return 1
    sys.stdout.write(f"ui: {templates.update('ui', entries)} texts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
