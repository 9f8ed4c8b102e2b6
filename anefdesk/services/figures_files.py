"""Figures as files: CSV that spreadsheets open with a double click, and ODS, a ZIP of four small files.

Used by ``figures``. Only what may be told is ever in them.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from anefdesk.services import figures_wording as say
from anefdesk.services.figures_shown import HIDDEN, Shown

Row: TypeAlias = tuple[str | int, ...]
HEAD: Final[Row] = (
    "Figure", "Niveau", "Clé", "Libellé", "Nombre", "Écrit", "Médiane", "Euros par mois", "Centres", "Définition",
)  # fmt: skip
_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'office:version="1.3"'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{_MIME}"/><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" '
    'manifest:media-type="text/xml"/></manifest:manifest>'
)
_STYLES = f"{_XML}<office:document-styles {_OFFICE}><office:styles/></office:document-styles>"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same figures make the same bytes
_FORMULA = "=+-@\t\r"  # begins what a spreadsheet would reckon


def rows(report: Shown) -> Iterator[Row]:
    """What the numbers rest on, then a row for each number, then the months."""
    for words in (report.name, report.period, report.coverage, report.dated, HIDDEN):
        if words:
            yield (words,)
    yield ()
    yield HEAD
    for block in report.blocks:
        for line in block.lines:
            key = "/".join(line.path)
            number: str | int = "" if line.count is None else line.count
            yield (
                block.figure.name, line.depth, key, line.label, number, line.shown, line.days, line.euros, line.tellers,
                block.figure.definition,
            )  # fmt: skip
    months = [(block, month, count) for block in report.blocks for month, count in block.months]
    if months:
        yield ()
        yield ("Figure", "Mois", "Nombre", "Écrit")
    for block, month, count in months:
        told = say.untold(block.figure) if count is None else say.grouped(count)
        yield (block.figure.name, month, "" if count is None else count, told)


def csv_file(report: Shown) -> bytes:
    """UTF-8 with its mark, semicolons: as French spreadsheets expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in rows(report):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """What somebody typed must not become a formula in whoever's spreadsheet."""
    return f"'{text}" if text.startswith(tuple(_FORMULA)) else text


def ods_file(report: Shown) -> bytes:
    """One table of one OpenDocument spreadsheet."""
    body = "".join(f"<table:table-row>{''.join(_cell(cell) for cell in row) or _EMPTY}</table:table-row>" for row in
                   rows(report))  # fmt: skip
    content = (
        f"{_XML}<office:document-content {_OFFICE}><office:body><office:spreadsheet>"
        f'<table:table table:name="Chiffres"><table:table-column table:number-columns-repeated="{len(HEAD)}"/>'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        # The first entry, not compressed: by it programs know what the file is.
        package.writestr(zipfile.ZipInfo("mimetype", _EPOCH), _MIME, zipfile.ZIP_STORED)
        for name, text in (("content.xml", content), ("styles.xml", _STYLES), ("META-INF/manifest.xml", _MANIFEST)):
            package.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_EMPTY = "<table:table-cell/>"


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    if not value:
        return _EMPTY
    kept = "".join(char for char in value if char >= " ")  # no control character is allowed in XML
    return f'<table:table-cell office:value-type="string"><text:p>{escape(kept)}</text:p></table:table-cell>'
