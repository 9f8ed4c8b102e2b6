"""Dates as people say them, with weekday and distance, in the language of the texts: French or English for staff."""

from datetime import date, datetime

from anefdesk.i18n import dates
from anefdesk.i18n.texts import Texts


def distance(texts: Texts, day: date, today: date) -> str:
    """« dans 12 jours », « hier »."""
    days = (day - today).days
    if abs(days) <= 1:
        return texts.ui(dates.AROUND[days + 1])
    if days > 0:
        return texts.ui_n("dans %(n)d jour", "dans %(n)d jours", days)
    return texts.ui_n("il y a %(n)d jour", "il y a %(n)d jours", -days)


def long_date(texts: Texts, day: date, today: date) -> str:
    """« jeudi 14 janvier 2027, dans 12 jours »; only « 14/01/2027 » where the words are not translated."""
    if texts.language.code == "fr":
        return dates.long_fr(day, today)
    weekday, month = dates.DAYS[day.weekday()], dates.MONTHS[day.month - 1]
    said_day, said_month = texts.ui(weekday), texts.ui(month)
    if weekday in said_day or month in said_month:
        return dates.shown(day)
    return texts.ui(
        "%(weekday)s %(number)d %(month)s %(year)d, %(distance)s",
        weekday=said_day,
        number=day.day,
        month=said_month,
        year=day.year,
        distance=distance(texts, day, today),
    )


def moment(wall_ms: int) -> str:
    """A moment on this PC's clock: « 14/01/2027 10:42 »."""
    then = datetime.fromtimestamp(wall_ms / 1000).astimezone()
    return f"{dates.shown(then.date())} {then:%H:%M}"
