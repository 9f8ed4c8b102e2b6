"""Dates as the staff say them, with weekday and distance, in French or English."""

from datetime import date, datetime

from anefdesk.i18n import dates
from anefdesk.i18n.texts import Texts


def distance(texts: Texts, day: date, today: date) -> str:
    """« dans 12 jours », « hier »."""
    days = (day - today).days
    if texts.language.code == "fr" or abs(days) <= 1:
        return texts.ui(dates.distance_fr(day, today))
    if days > 0:
        return texts.ui_n("dans %(n)d jour", "dans %(n)d jours", days)
    return texts.ui_n("il y a %(n)d jour", "il y a %(n)d jours", -days)


def long_date(texts: Texts, day: date, today: date) -> str:
    """« jeudi 14 janvier 2027, dans 12 jours »."""
    if texts.language.code == "fr":
        return dates.long_fr(day, today)
    weekday = texts.ui(_WEEKDAYS[day.weekday()])
    return f"{weekday} {dates.shown(day)}, {distance(texts, day, today)}"


def moment(wall_ms: int) -> str:
    """A moment on this PC's clock: « 14/01/2027 10:42 »."""
    then = datetime.fromtimestamp(wall_ms / 1000).astimezone()
    return f"{dates.shown(then.date())} {then:%H:%M}"


_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
