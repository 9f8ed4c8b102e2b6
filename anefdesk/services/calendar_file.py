"""The agenda for a phone or a mail program: dates and what they are, never whose.

Used by ``deadlines``. What leaves here lies in clear on other people's servers: a reference leads back to the file.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from anefdesk.domain.deadlines import moment
from anefdesk.services.agenda import AgendaRow

_REFERENCE = 4  # bytes of the case's random id: enough for a colleague to tell two lines apart
_LASTS = timedelta(minutes=30)


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
    # The words are the catalogue's. A letter's title may be the centre's own: it stays here.
    named = row.title if row.what in {"clock", "permit_end", "planned", "item"} else row.to_do
    event.add("summary", f"Dossier à voir : {named}" if named else "Dossier à voir")
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


def _uid(row: AgendaRow) -> str:
    parts = (row.case, row.obj or b"", row.what.encode(), row.rule.encode(), row.on.isoformat().encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
