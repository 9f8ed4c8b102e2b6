"""Reads what is known of 2D-Doc codes: the papers, and the fields with the lengths that tell where they end.

Used by the loader.
"""

from collections.abc import Mapping

from anefdesk.catalogue.tables import Table
from anefdesk.domain.procedure import Grade, Source
from anefdesk.domain.two_d_doc import CodeTable, FieldKind, Form

_LONGEST = 200  # characters of one value


def read_codes(table: Table, counts: Table, sources: Mapping[str, Source]) -> CodeTable:
    """The whole of two_d_doc.toml, counted against catalogue.toml."""
    named = table.texts("sources")
    if not named or (unknown := set(named) - set(sources)):
        raise table.wrong("sources", f"source inconnue : {min(unknown)}" if named else "au moins une source")
    types: dict[str, str] = {}
    for part in table.tables("code_types"):
        types[_identifier(part, types)] = part.text("name")
        part.done()
    kinds: dict[str, FieldKind] = {}
    for part in table.tables("code_fields"):
        known = _identifier(part, kinds)
        kinds[known] = _kind(part, known)
        part.done()
    for key, found in (("code_types", len(types)), ("code_fields", len(kinds))):
        if found != counts.number(key, 0, 1000):
            raise counts.wrong(key, f"{found} lus dans two_d_doc.toml")
    codes = CodeTable(types, kinds, table.one_of("grade", Grade), named, table.day("checked"))
    table.done()
    return codes


def _identifier(part: Table, known: Mapping[str, object]) -> str:
    found = part.text("id")
    if len(found) != 2 or not found.isascii() or not found.isalnum() or found != found.upper():  # noqa: PLR2004 - as the format has it
        raise part.wrong("id", "deux chiffres ou lettres majuscules")
    if found in known:
        raise part.wrong("id", "identifiant répété")
    return found


def _kind(part: Table, known: str) -> FieldKind:
    least, most = part.number("least", 0, _LONGEST), part.number_or_none("most", 1, _LONGEST)
    if most is not None and most < least:
        raise part.wrong("most", "plus petit que « least »")
    values: dict[str, str] = {}
    if part.has("values"):
        written = part.table("values")
        values = {key: written.text(key) for key in written.keys()}  # noqa: SIM118 - a Table is no mapping
        written.done()
        if not values:
            raise part.wrong("values", "au moins une valeur")
    return FieldKind(known, part.text("name"), least, most, part.one_of("form", Form), values)
