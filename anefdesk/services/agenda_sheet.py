"""What is due, on paper for the team: day by day with a box to tick, without names unless they are asked for.

Used by ``deadlines``. Whoever finds the sheet must not learn who comes here: initials and a reference lead to the file.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from anefdesk.i18n import dates
from anefdesk.letters.documents import NOTHING, BlankForm, Both, Imprint, Line, Mark, Section
from anefdesk.services.agenda import AgendaRow

_REFERENCE = 4  # bytes of the case's random id, as in the calendar file


def agenda_sheet(rows: Sequence[AgendaRow], today: date, imprint: Imprint, *, named: bool) -> BlankForm:
    """The sheet of these rows; those that are late come first."""
    intro = f"Imprimée le {dates.shown(today)}. À détruire quand tout est fait."
    return BlankForm(
        title=Both("Échéances"),
        imprint=imprint,
        intro=Both(intro if named else f"{intro} Les initiales et la référence remplacent les noms."),
        sections=tuple(_sections(rows, today, named=named)),
        notes=Both("Notes"),
    )


def _sections(rows: Sequence[AgendaRow], today: date, *, named: bool) -> Iterator[Section]:
    late = [row for row in rows if row.overdue]
    if late:
        yield Section(Both("En retard"), tuple(_line(row, named=named) for row in late))
    coming = [row for row in rows if not row.overdue]
    for day in sorted({row.on for row in coming}):
        words = dates.long_fr(day, today)
        lines = tuple(_line(row, named=named) for row in coming if row.on == day)
        yield Section(Both(words[:1].upper() + words[1:]), lines)


def _line(row: AgendaRow, *, named: bool) -> Line:
    due = f"c’était le {dates.shown(row.on)}" if row.overdue else ""
    hour = f"avant {row.at.replace(':', ' h ')}" if row.at else ""
    rescue = f"secours : {dates.shown(row.rescue)}, à confirmer par un avocat" if row.rescue else ""
    why = " · ".join(filter(None, (row.title, rescue, "à vérifier" if row.to_check else "")))
    return Line(
        mark=Mark.EMPTY,
        name=Both(row.to_do or row.title or "À voir"),
        state=Both(", ".join(filter(None, (due, hour)))),
        why=Both(why) if row.to_do else NOTHING,
        freshness=NOTHING if row.safe else Both("pas de contact sûr : ne pas appeler, ne pas écrire sans vérifier"),
        remark=" · ".join(filter(None, (_who(row, named=named), f"suivi : {row.by}" if row.by else ""))),
    )


def _who(row: AgendaRow, *, named: bool) -> str:
    reference = f"dossier {row.case[:_REFERENCE].hex().upper()}"
    if named:
        return row.latin or row.native or reference
    letters = " ".join(f"{word[0]}." for word in re.split(r"[\s-]+", row.latin) if word[:1].isalpha())
    return ", ".join(filter(None, (letters, reference)))
