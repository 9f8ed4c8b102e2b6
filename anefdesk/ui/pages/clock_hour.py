"""Reads an hour as people write it. Used by the form of the clock's events."""

import re

_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:[h:.]\s*(\d{2})?|(\d{2}))?\s*", re.IGNORECASE)


def hour_of(text: str) -> str | None:
    """« 16h40 », « 16:40 », « 1640 » as HH:MM; empty when empty, ``None`` when it is no hour."""
    if not text.strip():
        return ""
    found = _HOUR.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a day, an hour
