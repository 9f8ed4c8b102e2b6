"""The agenda for a phone or a mail program: dates and what they are, never whose.

Used by ``deadlines``. What leaves here lies in clear on other people's servers: a reference leads back to the file.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from anefdesk.domain.deadlines import moment
from anefdesk.services.agenda import AgendaRow

_REFERENCE = 4  # bytes of the case's random id: enough for a colleague to tell two lines apart
_LASTS = timedelta(minutes=30)
# What would tell whoever sees the agenda that somebody is to be removed from France.
_REMOVAL = re.compile(
    r"OQTF|IRTF|éloign|expuls|quitter|rétention|retenu|assign|prison|détenu|partir|départ|retour", re.IGNORECASE
)


def written(rows: Sequence[AgendaRow], now: datetime) -> bytes:
    """The rows as an iCalendar file; a row that is imported again takes the place of itself."""
    found = Calendar()
    found.add("prodid", "-//anefdesk//FR")
    found.add("version", "2.0")
    for row in rows:
        found.add_component(_event(row, now))
    return bytes(found.to_ical())


def _event(row: AgendaRow, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{_uid(row)}@anefdesk")
    event.add("dtstamp", now)
    named = _named(row)
    said = f"Dossier à voir : {named}" if named else "Dossier à voir"
    event.add("summary", f"{said} (à vérifier)" if row.to_check else said)
    event.add("description", f"anefdesk : ouvrir le dossier {row.case[:_REFERENCE].hex().upper()}")
    if row.at:
        end = moment(row.on, row.at)
        event.add("dtstart", end - _LASTS)  # a reminder at the last minute would come too late
        event.add("dtend", end)
    else:
        event.add("dtstart", row.on)
        event.add("dtend", row.on + timedelta(days=1))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _named(row: AgendaRow) -> str:
    """The catalogue's words, or neutral ones. A letter's title may be the centre's own: it stays here."""
    if row.what not in {"clock", "permit_end", "planned", "item"}:
        return row.to_do
    if not _REMOVAL.search(row.title):
        return row.title
    if row.what == "clock":
        return "Délai de recours en heures" if row.at else "Délai de recours"
    return ""


def _uid(row: AgendaRow) -> str:
    parts = (row.case, row.obj or b"", row.what.encode(), row.rule.encode(), row.on.isoformat().encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
