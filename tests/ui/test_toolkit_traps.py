"""Traps of the toolkit that took the program down once, kept shut.

PySide6 6.12 takes one reference too many of ``True`` or ``False`` each time one is emitted from Python; before
Python 3.12 the program then aborts, at the latest when it ends.
"""

import ast
from pathlib import Path

import anefdesk.ui

UI = Path(anefdesk.ui.__file__).parent


def boolean_signals(tree: ast.Module) -> set[str]:
    """Names of the signals that carry a bool."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name)
        if getattr(node.value.func, "id", "") == "Signal"
        and any(getattr(arg, "id", "") == "bool" for arg in node.value.args)
    }


def emitted(tree: ast.Module) -> list[tuple[int, str, list[ast.expr]]]:
    """Line, name and arguments of every ``x.name.emit(…)``."""
    return [
        (node.lineno, node.func.value.attr, node.args)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "emit"
        and isinstance(node.func.value, ast.Attribute)
    ]


def test_no_bool_is_emitted_from_python() -> None:
    trees = {file: ast.parse(file.read_text("utf-8")) for file in UI.rglob("*.py")}
    risky = set().union(*(boolean_signals(tree) for tree in trees.values()))
    found = [
        f"{file.relative_to(UI)}:{line} {name}"
        for file, tree in trees.items()
        for line, name, args in emitted(tree)
        if name in risky or any(isinstance(arg, ast.Constant) and isinstance(arg.value, bool) for arg in args)
    ]
    assert found == []


def test_the_rule_sees_one() -> None:
    tree = ast.parse("class A:\n    b = Signal(str, bool)\n    def c(self):\n        self.b.emit('x', self.on)\n")
    assert boolean_signals(tree) == {"b"}
    assert [name for _line, name, _args in emitted(tree)] == ["b"]
