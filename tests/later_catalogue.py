"""The catalogue as an update of next spring might have it, made from a copy of the shipped files.

``protection-subsidiaire`` loses a line, gains one, and asks for less and for fresher things; ``vls-ts-validation``
only says one sentence otherwise; ``visa-retour`` was only checked again; ``tir`` is as it was.
"""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from anefdesk import paths
from anefdesk.catalogue.loader import load
from anefdesk.domain.catalogue import Catalogue

VERSION = "2027-03-01"

_NEW_LINE = """
[[documents]]
id = "ps-lettre"
name = "Lettre d’explication"
requirement = "required"
translation = "not_needed"
pictogram = "residence"
evidence = { basis = "official-list", grade = "B", sources = ["RI-TS"], checked = 2027-03-01 }
"""
_CHANGES = {
    "catalogue.toml": (("2026-11-23", VERSION),),
    "general.toml": (("250 € au renouvellement", "270 € au renouvellement"), ("cents = 25000", "cents = 27000")),
    "documents.toml": (
        ('max_age_months = 6\nmax_age = "Moins de 6 mois"', 'max_age_months = 3\nmax_age = "Moins de 3 mois"'),
    ),
    "procedures/vls-ts-validation.toml": (("Vérifiez le nom et les dates", "Relisez le nom et les dates"),),
    "procedures/visa-retour.toml": (("checked = 2026-11-23", "checked = 2027-02-28"),),
    "procedures/protection-subsidiaire.toml": (
        ('  "ps-etat-civil",\n', '  "ps-lettre",\n'),
        ('use = "c-photos"\n', 'use = "c-photos"\nrequirement = "useful"\n'),
        ('when = "request = first"\nrequirement', 'when = "request = first or request = renewal"\nrequirement'),
    ),
}


@cache
def later() -> Catalogue:
    """The catalogue of the update."""
    with TemporaryDirectory() as home:
        folder = Path(shutil.copytree(paths.resources("catalogue"), Path(home) / "catalogue"))
        for file, changes in _CHANGES.items():
            path = folder / file
            text = path.read_text(encoding="utf-8")
            for before, after in changes:
                assert before in text
                text = text.replace(before, after)
            path.write_text(text, encoding="utf-8")
        path = folder / "procedures/protection-subsidiaire.toml"
        text = path.read_text(encoding="utf-8")
        gone = re.search(r'\n\[\[documents\]\]\nid = "ps-etat-civil".*?(?=\n\[\[)', text, re.DOTALL)
        assert gone is not None
        path.write_text(text.replace(gone[0], _NEW_LINE), encoding="utf-8")
        return load(folder)
