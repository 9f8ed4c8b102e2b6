"""Dates and amounts, written the same way in every language.

The person compares them with the card and the ANEF screen: day first, digits 0-9, French amounts.
"""

from datetime import date
from decimal import Decimal

from anefdesk.i18n.texts import mark

DAYS = (
    mark("lundi"), mark("mardi"), mark("mercredi"), mark("jeudi"), mark("vendredi"), mark("samedi"), mark("dimanche"),
)  # fmt: skip
MONTHS = (
    mark("janvier"), mark("février"), mark("mars"), mark("avril"), mark("mai"), mark("juin"),
    mark("juillet"), mark("août"), mark("septembre"), mark("octobre"), mark("novembre"), mark("décembre"),
)  # fmt: skip
AROUND = (mark("hier"), mark("aujourd’hui"), mark("demain"))  # today in the middle
_NARROW_SPACE = "\u202f"
_NO_BREAK_SPACE = "\u00a0"


def shown(day: date) -> str:
    """``31/12/2026``, whatever the language."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def distance_fr(day: date, today: date) -> str:
    """How far ``day`` is: « dans 12 jours », « demain », « il y a 3 jours »."""
    days = (day - today).days
    if abs(days) <= 1:
        return AROUND[days + 1]
    return f"dans {days} jours" if days > 0 else f"il y a {-days} jours"


def long_fr(day: date, today: date) -> str:
    """« jeudi 14 janvier 2027, dans 12 jours »."""
    number = "1er" if day.day == 1 else str(day.day)
    written = f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"
    return f"{written}, {distance_fr(day, today)}"


def amount(euros: Decimal | int) -> str:
    """« 1 225,00 € » with the unbreakable spaces of French typography."""
    whole, cents = f"{Decimal(euros):,.2f}".split(".")
    return f"{whole.replace(',', _NARROW_SPACE)},{cents}{_NO_BREAK_SPACE}€"
