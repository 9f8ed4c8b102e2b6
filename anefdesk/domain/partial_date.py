"""Dates of birth as people have them: a year, a year and a month, or a whole day."""

from dataclasses import dataclass
from datetime import date

from anefdesk.errors import InputRefusedError

_YEARS = range(1900, 2200)  # a typed « 90 » is no year, and the law's arithmetic must stay on the calendar


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, with a month and a day when known."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read stored text: ``1990``, ``1990-05`` or ``1990-05-04``.

        Raises:
            InputRefusedError: not such a date, or not on the calendar.
        """
        parts = text.split("-")
        try:
            numbers = [int(part) for part in parts]
            date(numbers[0], *([*numbers[1:], 1, 1])[:2])
        except (ValueError, IndexError):
            raise InputRefusedError("date.impossible") from None
        if len(numbers) > 3:  # noqa: PLR2004 - year, month, day
            raise InputRefusedError("date.impossible")
        return cls(*numbers)

    @classmethod
    def typed(cls, text: str) -> "PartialDate":
        """Read what a person types, day first: ``4/5/1990``, ``05/1990``, ``1990``; separators free.

        Raises:
            InputRefusedError: not such a date, not on the calendar, or a year without its century.
        """
        for separator in ".- ":
            text = text.replace(separator, "/")
        parts = [part for part in text.split("/") if part]
        if len(parts) == 3 and len(parts[0]) == 4:  # noqa: PLR2004 - year first, as on some passports
            parts.reverse()
        found = cls.parse("-".join(reversed(parts)))
        if found.year not in _YEARS:
            raise InputRefusedError("date.impossible")
        return found

    def stored(self) -> str:
        """The text kept in the file."""
        if not self.month:
            return f"{self.year:04}"
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")

    def shown(self) -> str:
        """The text shown everywhere: ``04/05/1990``, ``05/1990``, ``1990``; digits 0-9."""
        if not self.month:
            return f"{self.year:04}"
        return (f"{self.day:02}/" if self.day else "") + f"{self.month:02}/{self.year:04}"

    def age_on(self, day: date) -> int | None:
        """Age in whole years on ``day``; ``None`` when only the year of birth is known."""
        if not self.month:
            return None
        born = (self.month, self.day or 1)
        return day.year - self.year - ((day.month, day.day) < born)


def day_of(text: str) -> date | None:
    """The day an ISO text says; ``None`` for anything else, or far away, which another desk may have written."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def shown(stored: str) -> str:
    """A stored date as people read it; the text itself when it is none, so that what was written is seen."""
    try:
        return PartialDate.parse(stored).shown() if stored else ""
    except InputRefusedError:
        return stored
