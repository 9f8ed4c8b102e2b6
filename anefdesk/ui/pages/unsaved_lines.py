"""Lines of a page typed in and not saved yet, or refused: kept in its draft, put back. Used by a person's page."""

from collections.abc import Iterator, Mapping

from PySide6.QtWidgets import QWidget

from anefdesk.ui.widgets.checked_line import CheckedLine

_MARK = "line"


def _named(page: QWidget) -> Iterator[tuple[str, CheckedLine]]:
    seen: dict[str, int] = {}
    for field in page.findChildren(CheckedLine):
        name = field.line.accessibleName()
        seen[name] = seen.get(name, 0) + 1
        yield f"{_MARK} {seen[name]} {name}", field


def unsaved(page: QWidget) -> tuple[dict[str, str], str]:
    """What stands in such lines, and the name of the one that has the cursor."""
    fields, cursor = {}, ""
    for name, field in _named(page):
        if field.unsaved():
            fields[name] = field.text()
            cursor = name if field.line.hasFocus() else cursor
    return fields, cursor


def put_back(page: QWidget, fields: Mapping[str, str], cursor: str) -> None:
    """Show them again; each is saved as it is left, as ever."""
    for name, field in _named(page):
        if name in fields:
            field.put_back(fields[name])
            if name == cursor:
                field.line.setFocus()
