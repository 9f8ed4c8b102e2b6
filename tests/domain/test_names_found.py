"""The proof asked of the search: public pairs of native and passport spellings among 100,000 people."""

import csv
import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.domain.names import TypedWord, query_keys, ranked, search_keys

PAIRS = Path(__file__).parent.parent / "data" / "names" / "pairs.csv"
PEOPLE = 100_000
SHOWN = 5
CANDIDATES = 100

# Common names of applicants, so that the crowd sounds like the persons looked for.
GIVEN = """
Mohamed Ahmed Ali Fatima Youssef Ibrahim Omar Khaled Hassan Hussein Mustapha Aicha Mariam Zineb Karim Samir
Rachid Nadia Leila Amina Walid Tarek Nabil Farid Abdallah Abdelkader Abdelaziz Abderrahmane Noureddine Zohra
Habibullah Ghulam Sayed Mohammad Zahra Reza Farhad Gul Rahmat Shah Nasrullah Hamid Fawad Najib Parwana Jamila
Vladimir Sergey Oleksandr Olena Andriy Natalia Igor Ivan Dmitri Tetiana Yuriy Viktor Oleg Anna Irina Svetlana
Giorgi Nino Zurab Davit Levan Mariam Tamar Vakhtang Irakli Nana Ketevan Lasha Shota Guram Nika Tea Elene Gela
Rahman Abdul Mizanur Nasrin Shahana Rahim Jahan Kamal Sheikh Salma Nazrul Rafiqul Begum Hasina Jasim Farida
Haile Tesfaye Abeba Selam Yonas Berhane Tsegay Meron Samuel Dawit Kidane Almaz Hagos Ruth Bereket Letay Robel
Mamadou Aminata Ousmane Fatou Ibrahima Mariama Boubacar Awa Seydou Kadiatou Moussa Adama Cheikh Ndeye Abdoulaye
"""
BEGINNINGS = """
Ben Bou Bel Had Kar Sal Mans Rah Ham Zia Nour Sham Aza Taj Wal Gha Kha Dja Ziri Mez Petr Ivan Kovalen Shev
Bondar Tkach Lysen Kravch Melny Marchen Beri Gela Kvari Lomi Tser Japari Nadi Mach Gogo Chowd Hoss Mia Sark
Talukd Bisw Islam Uddin Chak Gebre Tekle Wolde Habte Desta Mehari Kiflu Abraha Dial Trao Couli Keit Barr Sis
"""
ENDINGS = """
ani aoui i ine ar our iri ouli zai ullah zada i yar ov enko chuk uk shvili dze ia ava hury ain dar ul ah
yohannes mariam selassie mikael ab it lo re ba la ne ko da ra
"""


def crowd() -> Iterator[str]:
    """The same hundred thousand invented names every time; family names follow a long-tailed use."""
    families = [beginning + ending for beginning, ending in itertools.product(BEGINNINGS.split(), ENDINGS.split())]
    firsts = GIVEN.split()
    for number in range(PEOPLE):
        given = firsts[(number * 7919 + number // 13) % len(firsts)]
        second = firsts[(number * 104729) % len(firsts)] + " " if number % 4 == 0 else ""
        family = families[(number * number + 31 * number) % len(families)]
        yield f"{given} {second}{family}"


def pairs() -> list[tuple[str, str, str]]:
    """Script, native, Latin; single Ethiopian given names are put two by two, as full names there are."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    single = [row for row in rows if " " not in row["latin"]]
    whole = [(row["script"], row["native"], row["latin"]) for row in rows if " " in row["latin"]]
    for place, row in enumerate(single):
        father = single[(place + 5) % len(single)]
        whole.append((row["script"], f"{row['native']} {father['native']}", f"{row['latin']} {father['latin']}"))
    return whole


def one_of(word: TypedWord) -> str:
    exact = [f'"{key}"' for key in sorted(word.keys)]
    begun = [f'"{key}"*' for key in sorted(word.prefixes)]
    return f"({' OR '.join(exact + begun)})"


class Register:
    """People under numbers, with the index a desk keeps."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE person USING fts5(keys, tokenize='unicode61 remove_diacritics 0')")
        self.names: list[str] = []

    def add(self, names: list[str]) -> None:
        rows = [(len(self.names) + place, " ".join(search_keys(name))) for place, name in enumerate(names)]
        self.db.executemany("INSERT INTO person(rowid, keys) VALUES (?, ?)", rows)
        self.names += names

    def find(self, typed: str) -> list[int]:
        words = query_keys(typed)
        found: dict[int, list[str]] = {}
        for link in (" AND ", " OR "):
            if len(found) < SHOWN:
                question = link.join(one_of(word) for word in words)
                for (row,) in self.db.execute(
                    "SELECT rowid FROM person WHERE person MATCH ? ORDER BY rank LIMIT ?", (question, CANDIDATES)
                ):
                    found[row] = [self.names[row]]
        return ranked(typed, found)[:SHOWN]


@pytest.fixture(scope="module")
def people() -> Iterator[Register]:
    register = Register()
    register.add(list(crowd()))
    yield register
    register.db.close()


def share_found(register: Register, asked: list[tuple[str, str, str]]) -> tuple[float, str]:
    """Add each person under one spelling, look for the other; the share found, and a line per script."""
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    missed = []
    first = len(register.names)
    register.add([known for _, known, _ in asked])
    for place, (script, known, typed) in enumerate(asked):
        total[script] += 1
        shown = register.find(typed)
        # Two public persons may have the same name: either is the right answer.
        if any(number >= first and register.names[number] == known for number in shown):
            found[script] += 1
        else:
            missed.append(f"{typed} → {known} (got {[register.names[n] for n in shown]}) {place}")
    lines = ", ".join(f"{script} {found[script]}/{total[script]}" for script in sorted(total))
    register.db.execute("DELETE FROM person WHERE rowid >= ?", (first,))
    del register.names[first:]
    assert all(found[script] >= 0.9 * total[script] for script in total), lines
    return found.total() / total.total(), lines + "\n" + "\n".join(missed)


def test_enough_public_pairs_of_every_script() -> None:
    count = Counter(script for script, _, _ in pairs())
    assert sum(count.values()) >= 260
    assert min(count.values()) >= 40, count


def test_latin_spelling_finds_the_native_name(people: Register) -> None:
    share, detail = share_found(people, pairs())
    assert share >= 0.95, f"{share:.1%} {detail}"


def test_native_name_finds_the_latin_spelling(people: Register) -> None:
    share, detail = share_found(people, [(script, latin, native) for script, native, latin in pairs()])
    assert share >= 0.95, f"{share:.1%} {detail}"
