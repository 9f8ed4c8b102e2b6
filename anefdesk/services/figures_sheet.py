"""The report of figures as a printed document. Only what may be told is ever on it. Used by ``figures``."""

from anefdesk.letters.documents import Imprint
from anefdesk.letters.figures import FiguresSheet, PaperFigure, PaperLine
from anefdesk.services import figures_wording as say
from anefdesk.services.figures_shown import HIDDEN, FigureBlock, Shown

_MOST_LINES = 40  # of one figure; what is smaller is in the files that are exported


def sheet(report: Shown, imprint: Imprint) -> FiguresSheet:
    """The whole report; a figure of which nothing is told says so in a line."""
    return FiguresSheet(
        title=f"Chiffres, {report.period}",
        imprint=imprint,
        name=report.name,
        head=(report.coverage, report.dated),
        notice=HIDDEN,
        figures=tuple(_figure(one) for one in report.blocks),
    )


def _figure(block: FigureBlock) -> PaperFigure:
    most = max((count or 0 for _, count in block.months), default=0)
    lines = [PaperLine(line.label, line.shown, line.depth, line.bar, line.beside) for line in block.lines[:_MOST_LINES]]
    left = len(block.lines) - len(lines)
    if left > 0:
        lines.append(PaperLine(f"et {left} autres lignes, dans les fichiers exportés", "", 1))
    return PaperFigure(
        title=block.figure.name,
        definition=block.figure.definition,
        lines=tuple(lines),
        said=block.share,
        months=tuple(
            (
                say.short_month(month),
                say.untold(block.figure) if count is None else say.grouped(count),
                (count or 0) / (most or 1),
            )
            for month, count in block.months
        ),
    )
