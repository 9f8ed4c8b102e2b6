"""Sheets for readers of translations: a spreadsheet that goes and comes back, and the same texts on paper.

Used by ``anefdesk translations``. A spreadsheet, because a CSV that a spreadsheet program saves loses Arabic and
Chinese letters; its other columns stay as they are, the reader writes in two.
"""

import contextlib
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from anefdesk.errors import InputRefusedError, of_the_disk
from anefdesk.i18n import proofs
from anefdesk.i18n.languages import APPLICANT_LANGUAGES, FRENCH, Language, language
from anefdesk.i18n.proofs import Fault, Proof, Returned, Taken
from anefdesk.letters.compose import compose
from anefdesk.letters.documents import Both, Imprint, ProofSheet

_WIDTHS = (13, 26, 60, 60, 12, 8)
_WRITTEN = (proofs.GLOSS, proofs.READ)  # the reader writes here
_DAMAGED = (  # what reading a damaged spreadsheet may raise; XML's are syntax errors
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError),
    *(SyntaxError, LookupError, ValueError, TypeError),
)
_YES = {"x", "✓", "oui", "lu", "1"}
_HOW = (
    "Lisez la traduction à côté du français. Si elle est juste, mettez un x dans « Lu (x) ».",
    "Si elle ne l’est pas, corrigez-la dans la colonne « Traduction », puis mettez le x.",
    "Gardez tels quels : ce qui est entre %( et )s, les mots français entre parenthèses, les chiffres 0 à 9.",
)


def readable(code: str) -> Language:
    """The language that may be read again.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
    """
    spoken = language(code)
    if spoken is FRENCH or spoken not in APPLICANT_LANGUAGES:
        raise InputRefusedError("i18n.unknown_language")
    return spoken


def write_table(code: str, out: Path) -> int:
    """Write the spreadsheet; returns the count of texts.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
        StorageError: the disk refuses.
    """
    spoken = readable(code)
    texts = proofs.proofs(spoken)
    try:
        _spreadsheet(spoken, texts).save(out)
    except OSError as error:
        raise of_the_disk(error) from error
    return len(texts)


def write_paper(code: str, out: Path, day: date) -> None:
    """Write the same texts as a PDF.

    Raises:
        InputRefusedError: ``i18n.unknown_language``.
        StorageError: the disk refuses.
    """
    spoken = readable(code)
    try:
        out.write_bytes(compose(_sheet(spoken, proofs.proofs(spoken), day)))
    except OSError as error:
        raise of_the_disk(error) from error


def _spreadsheet(spoken: Language, texts: Sequence[Proof]) -> Any:  # noqa: ANN401 - openpyxl is untyped
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    sheet = book.active
    sheet.title = spoken.name_fr
    sheet.append(proofs.COLUMNS)
    for proof in texts:
        sheet.append((proof.mark, proof.note, proof.french, proof.gloss, proofs.STATES[proof.state], ""))
    for number, (column, width) in enumerate(zip(proofs.COLUMNS, _WIDTHS, strict=True), start=1):
        letter = sheet.cell(1, number).column_letter
        sheet.column_dimensions[letter].width = width
        sheet.cell(1, number).font = Font(bold=True)
        side = "right" if spoken.rtl and column == proofs.GLOSS else "left"
        place = Alignment(wrap_text=True, vertical="top", horizontal=side, readingOrder=2 if side == "right" else 1)
        ground = PatternFill("solid", fgColor="FFF8E1" if column in _WRITTEN else "F2F2F2")
        for (cell,) in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
            cell.alignment, cell.fill = place, ground
            cell.data_type = "s"  # a text that begins with = is no formula
    sheet.freeze_panes = "A2"
    how = book.create_sheet("Mode d’emploi")
    for line in _HOW:
        how.append((line,))
    how.column_dimensions["A"].width = 110
    return book


def _sheet(spoken: Language, texts: Sequence[Proof], day: date) -> ProofSheet:
    return ProofSheet(
        title=Both(f"Traductions à relire : {spoken.name_fr}", spoken.name_native),
        imprint=Imprint(centre="Relecture des traductions", day=day, language=spoken.code),
        intro=("Corrigez au stylo ; le numéro est celui de la ligne du tableau.",),
        rows=tuple(
            (f"{number} · {proof.note} · {proofs.STATES[proof.state]}", Both(proof.french, proof.gloss))
            for number, proof in enumerate(texts, start=2)
        ),
    )


def returned(file: Path) -> list[Returned]:
    """The lines of a spreadsheet that came back.

    Raises:
        InputRefusedError: ``translations.unreadable``, no such spreadsheet; ``translations.columns``, other columns.
    """
    heads, *lines = _cells(file) or [[]]
    places = [heads.index(column) if column in heads else -1 for column in proofs.COLUMNS]
    if -1 in places:
        raise InputRefusedError("translations.columns", column=proofs.COLUMNS[places.index(-1)])
    found = []
    for number, cells in enumerate(lines, start=2):
        said = [cells[place] if place < len(cells) else "" for place in places]
        if any(said):
            mark, _, french, gloss, _, read = said
            found.append(Returned(number, mark, french, gloss, read.lower() in _YES))
    return found


def _cells(file: Path) -> list[list[str]]:
    """The texts of the first sheet, line by line; a damaged one may open and only fail while it is read."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with contextlib.closing(load_workbook(file, read_only=True, data_only=True)) as book:
            return [[_said(cell) for cell in cells] for cells in book.worksheets[0].iter_rows(values_only=True)]
    except (*_DAMAGED, InvalidFileException) as error:
        raise InputRefusedError("translations.unreadable", reason=type(error).__name__) from error


def _said(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def take_back(code: str, file: Path, reader: str, day: date) -> tuple[list[Fault], Taken]:
    """Take a spreadsheet back; with a single fault nothing is written.

    Raises:
        InputRefusedError: as ``returned``; ``translations.reader`` when nobody is named.
        StorageError: the disk refuses.
    """
    spoken = readable(code)
    if not reader.strip():
        raise InputRefusedError("translations.reader")
    lines = returned(file)
    found = list(proofs.faults(spoken, lines))
    if found:
        return found, Taken(0, 0)
    try:
        return [], proofs.take(spoken, lines, " ".join(reader.split()), day)
    except OSError as error:
        raise of_the_disk(error) from error
