"""Figures as they are read: each with its definition, its lines in words, its months; on screen, paper and in files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from anefdesk.domain import figures
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.figures import FIGURES, PERSISTS, Figure
from anefdesk.domain.suppression import Path, Table
from anefdesk.services import figures_wording as say
from anefdesk.services.figures_report import Report

_AGREED = (
    "Seuls comptent les dossiers des personnes qui ont accepté de l’être ; les dossiers réservés ne comptent jamais."
)
HIDDEN = (
    "« Moins de 5 » : le nombre est entre 0 et 4, ou il est caché parce qu’il permettrait d’en retrouver un autre. "
    "« Au moins » : une partie de la somme n’est pas donnée pour cette raison. "
    "Ce qui dit un état à une date est arrondi à 5 et volontairement brouillé de quelques unités : les parties n’y "
    "font pas exactement l’ensemble, et ce qui est trop petit n’est pas dit. Médianes à 5 jours près, montants à "
    "500 €."
)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One number. ``count`` is ``None`` where it is not told; ``bar`` is its part of the greatest of its figure."""

    path: Path
    label: str
    shown: str
    count: int | None = None
    days: str = ""
    euros: str = ""
    bar: float = 0.0
    tellers: str = ""

    @property
    def depth(self) -> int:
        """0 for the whole."""
        return len(self.path)

    @property
    def beside(self) -> str:
        """What else is said of it."""
        return " · ".join(part for part in (self.days, self.euros, self.tellers) if part)


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """One figure: the whole first, then its parts, the largest first."""

    figure: Figure
    lines: tuple[FigureLine, ...]
    months: tuple[tuple[str, int | None], ...] = ()  # where they add, and there are several
    share: str = ""  # a sentence

    @property
    def whole(self) -> FigureLine:
        """All of it."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report in words."""

    name: str
    period: str
    coverage: str
    dated: str
    exact: bool
    blocks: tuple[FigureBlock, ...]


def shown(report: Report, catalogue: Catalogue, medians: Callable[[str, Path], tuple[int, ...]] | None = None) -> Shown:
    """A report in words; ``medians`` of a sum are those of its centres."""
    made = f"{report.made_on:%d/%m/%Y}"
    return Shown(
        name=report.name,
        period=say.months(f"{report.period.start:%Y-%m}", f"{report.period.end:%Y-%m}"),
        coverage=coverage(report),
        dated=f"Chiffres du {made}, définitions nº {figures.VERSION}, catalogue {report.catalogue or 'non connu'}.",
        exact=report.exact,
        blocks=tuple(_Block(report, catalogue, one, medians or report.medians).block() for one in FIGURES.values()),
    )


def coverage(report: Report) -> str:
    """What the numbers rest on."""
    found, said = report.coverage, []
    if report.tellers is not None:
        sent = f"{found.centres} {_plural(found.centres, 'centre', 'centres')} sur {found.of}"
        part = f", et {found.partly} en partie" if found.partly else ""
        verb = "ont" if found.centres > 1 else "a"
        said.append(f"{sent} {verb} envoyé tous les mois demandés{part}.")
    elif found.missing:
        said.append(f"Il manque : {', '.join(say.month(month) for month in found.missing)}.")
    about = "" if report.exact else "environ "
    counted = say.TOO_FEW if found.counted is None else f"{about}{say.grouped(found.counted)}"
    held = say.TOO_FEW if found.held is None else f"{about}{say.grouped(found.held)}"
    if report.months or report.exact:
        said.append(f"Dossiers comptés : {counted} sur {held}. {_AGREED}")
    return " ".join(said)


def _plural(count: int, one: str, several: str) -> str:
    return several if count > 1 else one


class _Block:
    """One figure of one report."""

    def __init__(
        self, report: Report, catalogue: Catalogue, figure: Figure, medians: Callable[[str, Path], tuple[int, ...]]
    ) -> None:
        self._report, self._catalogue, self._figure, self._medians = report, catalogue, figure, medians
        self._table: Table = report.tables.get(figure.key, {})
        self._most = max((cell.count for path, cell in self._table.items() if path), default=0)

    def block(self) -> FigureBlock:
        months = self._report.series(self._figure.key) if self._figure.adds and len(self._report.months) > 1 else ()
        return FigureBlock(self._figure, tuple(self._lines(())), months, self._share())

    def _lines(self, path: Path) -> Iterator[FigureLine]:
        yield self._line(path)
        below = [other for other in self._table if other and other[:-1] == path and self._table[other].count]
        for other in sorted(below, key=lambda other: (-self._table[other].count, other)):
            yield from self._lines(other)

    def _line(self, path: Path) -> FigureLine:
        figure, cell = self._figure, self._report.cell(self._figure.key, path)
        return FigureLine(
            path=path,
            label=say.line(self._catalogue, figure, path),
            shown=say.number(
                cell, figure, exact=self._report.exact, at_least=(figure.key, path) in self._report.at_least
            ),
            count=cell.count if cell else None,
            days=self._days(path) if figure.median else "",
            euros=f"{euros} par mois" if (euros := say.euros(cell)) else "",
            bar=cell.count / self._most if cell and path and self._most else 0.0,
            tellers=self._told_by(path),
        )

    def _days(self, path: Path) -> str:
        days = say.days(self._medians(self._figure.key, path))
        if not days:
            return ""
        return f"médianes {days}" if days.startswith("de ") else f"médiane {days}"

    def _told_by(self, path: Path) -> str:
        told, found = self._report.tellers, self._report.coverage
        if told is None or (self._figure.key, path) not in told:
            return ""
        count = told[self._figure.key, path]
        return f"{count} {_plural(count, 'centre', 'centres')} sur {found.of}"

    def _share(self) -> str:
        if self._figure.key != "ce2026":
            return ""
        found: Mapping[Path, int | None] = {
            path: figures.share(self._table, path, PERSISTS, exact=self._report.exact)
            for path in self._table
            if len(path) == 1
        }
        said = [
            f"{say.line(self._catalogue, self._figure, path)} : {part} % persistent"
            for path, part in found.items()
            if part is not None
        ]
        return " ; ".join(said) + "." if said else ""
