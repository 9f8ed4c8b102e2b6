"""A second legal clock, slow and simple on purpose: it walks the calendar one day at a time.

Written from the prose of the worked cases, sharing nothing with the program; the tests let the two disagree.
Events and facts are worded as in ``tests/data/clock_cases.toml``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tests.domain.day_by_day import (
    ONE_DAY,
    OVERSEAS,
    birthdays,
    days_before,
    days_later,
    hours_later,
    is_skipped,
    month_before,
    month_later,
    next_working_day,
)

_NINETY_DAYS = {
    "salarie-detache-ict": "S1", "ict": "S1", "mobile-ict": "S1", "stagiaire-mobile-ict": "S2",
    "travailleur-saisonnier": "S3", "etudiant-premiere-demande": "S4", "etudiant-renouvellement": "S4", "rece": "S5",
    "jeune-au-pair": "S6", "stagiaire": "S7", "visa-431-16-5": "S11",
}  # fmt: skip


class Line(NamedTuple):
    """One date of the clock, as the cases write it; ``on`` and ``at`` are fronts."""

    rule: str
    what: str
    front: date | datetime | None = None
    rescue: date | datetime | None = None


# ---- The file


class _File:
    """What is known of one person, and what the clock says of it so far."""

    def __init__(self, facts: Mapping[str, str], events: Sequence[Mapping[str, Any]], place: str, today: date) -> None:
        self.facts = facts
        self.events = sorted(events, key=_day)
        self.place = place
        self.today = today

    def fact(self, name: str) -> str:
        return self.facts.get(name, "")

    def all(self, kind: str) -> list[Mapping[str, Any]]:
        return [event for event in self.events if event["kind"] == kind]

    def day(self, kind: str) -> date | None:
        found = self.all(kind)
        return _day(found[0]) if found else None

    def request(self) -> date | None:
        return self.day("filed") or self.day("filed_elsewhere")


def _day(event: Mapping[str, Any]) -> date:
    day: date = event["on"] if "on" in event else datetime.fromisoformat(event["at"]).date()
    return day


def naive_clock(case: Mapping[str, Any]) -> list[Line]:
    """Every line of the clock for one case of the file."""
    file = _File(case.get("facts", {}), case["events"], case.get("place", "75"), case.get("today", date(2026, 11, 23)))
    lines: list[Line] = []
    for chapter in (_windows, _other_windows, _lateness, _papers, _silence, _express, _implicit, _appeals, _removal):
        lines += [_tidied(line) for line in chapter(file)]
    return lines


def expected_lines(case: Mapping[str, Any]) -> list[Line]:
    """What the case expects, in the same words; ``none`` stays as it is written."""
    return [_tidied(_expected(wanted)) for wanted in case["expected"]]


def _expected(wanted: Mapping[str, Any]) -> Line:
    if "at" in wanted:
        rescue = datetime.fromisoformat(wanted["rescue"]) if "rescue" in wanted else None
        return Line(wanted["rule"], wanted["what"], datetime.fromisoformat(wanted["at"]), rescue)
    return Line(wanted["rule"], wanted["what"], wanted.get("on", wanted.get("front")), wanted.get("rescue"))


def _tidied(line: Line) -> Line:
    return line._replace(rescue=None) if line.front == line.rescue else line


# ---- Filing


def _window(file: _File) -> tuple[date, date] | None:
    """The window of the person's own permit, when the law gives one."""
    end = file.day("permit_end")
    if end is None or file.fact("situation") != "holder" or file.fact("card") == "eu_long_term":
        return None
    if file.fact("anef") == "yes":
        return days_before(end, 120), days_before(end, 60)
    if file.fact("anef") == "no":
        return month_before(end, 2), end
    return None


def _windows(file: _File) -> Iterator[Line]:
    window = _window(file)
    if window:
        rule = "F1" if file.fact("anef") == "yes" else "F2"
        yield Line(rule, "opens", window[0])
        yield Line(rule, "closes", window[1])
    birth = file.day("birth")
    if birth and file.fact("situation") == "young_of_right":
        opening = birthdays(birth, 16 if file.fact("works_at_16") == "yes" else 18)
        eves = [day - ONE_DAY for day in birthdays(birth, 19)]
        yield Line("F3", "opens", max(opening), min(opening))
        yield Line("F3", "closes", min(eves), max(eves))
    if birth and file.fact("situation") == "young_other":
        opening = birthdays(birth, 18)
        closing = [month_later(day, 2) for day in opening]
        yield Line("F4", "opens", max(opening), min(opening))
        yield Line("F4", "closes", min(closing), max(closing))


def _other_windows(file: _File) -> Iterator[Line]:
    situation = file.fact("situation")
    entry, visa, informed = file.day("entry"), file.day("visa_end"), file.day("informed")
    lost, moved, end = file.day("nationality_lost"), file.day("moved"), file.day("permit_end")
    protected = file.day("protection_granted")
    if lost and situation == "nationality_lost":
        yield Line("F5", "closes", month_later(lost, 2))
    if entry and situation == "new_arrival":
        yield Line("F6", "closes", month_later(entry, 2))
    if entry and situation == "vls_ts":
        yield Line("F7", "opens", entry)
        yield Line("F7", "closes", month_later(entry, 3))
    if visa and situation == "vls_ts":
        yield Line("F8", "opens", days_before(visa, 120))
        yield Line("F8", "closes", days_before(visa, 60))
    if informed and situation == "asylum_seeker":
        yield Line("F9", "opens", informed)
        yield Line("F9", "closes", month_later(informed, 3 if file.fact("health") == "yes" else 2))
    if moved and file.fact("card") not in ("", "one_year"):
        yield Line("F11", "opens", moved)
        yield Line("F11", "closes", month_later(moved, 3))
    if end:
        yield Line("F12", "closes", month_later(end, 6))
    if protected:
        yield Line("F13", "closes", month_later(protected, 3))


def _lateness(file: _File) -> Iterator[Line]:
    window, end, filed = _window(file), file.day("permit_end"), file.request()
    if end and not filed and file.today > month_later(end, 1):
        yield Line("LATE", "warning")
    if window is None or not filed or not end:
        return
    if filed > window[1]:
        yield Line("LATE", "warning")
    if file.fact("card") in ("four_year", "resident", "agreement"):
        if window[0] <= filed <= window[1]:
            yield Line("D433", "extension_ends", month_later(end, 3))
        else:
            yield Line("D433", "warning")


def _papers(file: _File) -> Iterator[Line]:
    attestations = file.all("api_issued")
    if attestations:
        last = attestations[-1]
        latest = month_later(last["on"], 6 if file.fact("protection") in ("refugee", "subsidiary") else 3)
        yield Line("API", "valid_until", latest)
        if "end" in last and last["end"] > latest:
            yield Line("API", "warning")
    receipts = file.all("receipt_issued")
    if receipts:
        yield Line("REC", "valid_at_least", month_later(receipts[-1]["on"], 1))
    handed = file.day("card_handed")
    if file.day("adf_issued") and handed:
        yield Line("ADF", "valid_until", handed)


# ---- Silence


def _silence_rule(file: _File) -> tuple[str, int, int]:
    """The rule and its earliest and latest days; zero days: four months."""
    asked = file.fact("asked") or file.fact("procedure")
    if asked in _NINETY_DAYS:
        return _NINETY_DAYS[asked], 90, 90
    if asked == "talent-chercheur":
        return "S8", 60, 60
    family, elsewhere, extended = (file.fact(name) for name in ("blue_card_family", "blue_card_elsewhere", "extended"))
    with_blue_card = asked == "talent-carte-bleue-europeenne" or (asked == "talent-famille" and family != "no")
    if not with_blue_card:
        return "S0", 0, 0
    if asked == "talent-famille" and family != "yes":
        return "S10", 90 if elsewhere == "no" else 30, 0
    rule = "S10" if asked == "talent-famille" else "S9"
    if elsewhere == "yes":
        return rule, 60 if extended == "yes" else 30, 30 if extended == "no" else 60
    return rule, 90 if elsewhere == "no" else 30, 90


def _after_silence(file: _File, start: date, days: int) -> date:
    """The last day of the silence, each day the file was stopped added at the end."""
    end = days_later(start, days) if days else month_later(start, 4)
    given = [_day(event) for event in file.all("complement_given")]
    for asked in file.all("complement_asked"):
        if asked["on"] > end:
            continue
        answers = [day for day in given if asked["on"] <= day <= asked["due"]]
        stopped_until = min(answers, default=asked["due"])
        day = asked["on"]
        while day < stopped_until:
            day += ONE_DAY
            end += ONE_DAY
    return end


def _birth_of_refusal(file: _File) -> tuple[str, date, date] | None:
    """The rule, the earliest and the latest day on which silence is a refusal."""
    start = file.day("filed_elsewhere") or file.day("completed") or file.day("filed")
    if start is None or file.fact("complete") == "no":
        return None
    rule, shorter, longer = _silence_rule(file)
    earliest = _after_silence(file, start, shorter)
    latest = _after_silence(file, start, longer) + ONE_DAY
    express = file.day("refusal_notified")
    return None if express and express < earliest else (rule, earliest, latest)


def _silence(file: _File) -> Iterator[Line]:
    birth = _birth_of_refusal(file)
    if birth:
        yield Line(birth[0], "refusal_born", birth[2], birth[1])


# ---- Appeals


def _two_months(file: _File, early: date, late: date, more: int = 0) -> tuple[date, date]:
    """The prudent last day, and the one that is franc and prolonged."""
    franc = month_later(late, 2 + more) + ONE_DAY
    return month_later(early, 2), next_working_day(franc, file.place)


def _distance(file: _File, early: date, late: date) -> Iterator[Line]:
    more = 1 if file.place in OVERSEAS else 2 if file.place == "abroad" else 0
    if more:
        yield Line("A10", "last_day", *_two_months(file, early, late, more))


def _refusal_to_attack(file: _File) -> tuple[str, date, date] | None:
    """A1 or A2, with the earliest and latest day from which its two months run."""
    express, removal, birth = file.day("refusal_notified"), file.day("oqtf_notified"), _birth_of_refusal(file)
    if express:
        return None if removal == express else ("A1", express, express)
    if birth and file.fact("acknowledgement"):
        return "A2", birth[1], birth[2]
    return None


def _express(file: _File) -> Iterator[Line]:
    found = _refusal_to_attack(file)
    if found is None or found[0] != "A1":
        return
    yield Line("A1", "last_day", *_two_months(file, *found[1:]))
    yield from _distance(file, *found[1:])
    if file.fact("remedies_stated") == "no":
        yield Line("A11", "last_day", month_later(found[1], 2), month_later(found[1], 12))
    if file.day("legal_aid_asked"):
        yield Line("A13", "warning")


def _implicit(file: _File) -> Iterator[Line]:
    found = _refusal_to_attack(file)
    if found is None or found[0] != "A2":
        return
    early, late = found[1:]
    last, longest = _two_months(file, early, late)
    rule = "A2"
    if file.fact("acknowledgement") != "complete":  # the two months cannot be opposed: a reasonable time
        rule, longest = "A3", month_later(file.day("refusal_known") or early, 12)
    asked, given = file.day("reasons_asked"), file.day("reasons_given")
    in_time = asked is not None and asked <= last
    if not (in_time and given):
        yield Line(rule, "last_day", last, longest)
        yield from _distance(file, early, late)
    if in_time and given:
        yield Line("A4", "last_day", *_two_months(file, given, given))
    elif in_time and asked:
        opinion = date(2025, 10, 2)
        yield Line("A5", "last_day", last, month_later(max(asked, opinion), 12))
    if file.day("legal_aid_asked"):
        yield Line("A13", "warning")


def _rejected(file: _File, kind: str) -> tuple[date, date]:
    """The earliest and latest day on which this appeal is rejected."""
    received = file.day(f"{kind}_appeal")
    assert received
    early = month_later(received, 2)
    said = [event["on"] for event in file.all("appeal_rejected") if event.get("appeal") == kind]
    return (said[0], said[0]) if said and said[0] <= early else (early, early + ONE_DAY)


def _appeals(file: _File) -> Iterator[Line]:
    found = _refusal_to_attack(file)
    kinds = [kind for kind in ("gracious", "hierarchical") if file.day(f"{kind}_appeal")]
    if file.day("oqtf_notified"):
        if kinds:
            yield Line("A12", "warning")
        return
    if found is None:
        return
    last = _two_months(file, *found[1:])[0]
    in_time = [kind for kind in kinds if (file.day(f"{kind}_appeal") or date.max) <= last]
    if in_time:
        rejections = [_rejected(file, kind) for kind in in_time]
        early, late = max(day for day, _ in rejections), max(day for _, day in rejections)
        yield Line("A6", "last_day", *_two_months(file, early, late))


# ---- Removal


def _removal(file: _File) -> Iterator[Line]:
    notified = file.all("oqtf_notified")
    if not notified:
        return
    day, kind = _day(notified[0]), file.fact("oqtf")
    if file.fact("departure_period") != "no":
        yield Line("A14", "last_day", days_later(day, 30))
    if kind == "free":
        yield Line("A7", "last_day", month_later(day, 1))
        yield Line("A13", "last_day", month_later(day, 1))
    elif kind in ("assigned", "prison"):
        yield Line("A8", "last_day", days_later(day, 7))
        yield Line("A13", "last_day", days_later(day, 7))
    elif kind == "detained":
        yield from _detained(file, datetime.fromisoformat(notified[0].get("at", f"{day}T00:00")))


def _detained(file: _File, notified: datetime) -> Iterator[Line]:
    last = _both_readings(file, notified, 48)
    yield Line("A9", "last_hour", *last)
    yield Line("A9", "judgment_by", *_both_readings(file, notified, 48 + 96))
    yield Line("A13", "last_hour", *last)


def _both_readings(file: _File, notified: datetime, hours: int) -> tuple[datetime, datetime]:
    """Hours read on the wall and hours gone by, the earlier first."""
    on_the_wall, gone_by = notified + timedelta(hours=hours), hours_later(notified, hours, file.place)
    if file.place not in OVERSEAS and is_skipped(on_the_wall):
        on_the_wall = on_the_wall.replace(hour=3, minute=0)
    return min(on_the_wall, gone_by), max(on_the_wall, gone_by)
