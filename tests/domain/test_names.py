import pytest

from anefdesk.domain.names import (
    Identity,
    Reason,
    closeness,
    digits,
    fold,
    likely_same,
    query_keys,
    ranked,
    search_keys,
    sorted_out,
)
from anefdesk.domain.partial_date import PartialDate


def finds(typed: str, name: str) -> bool:
    """Whether every typed word meets a key kept for ``name``, as the search asks it."""
    kept = search_keys(name)
    return all(
        word.keys & kept or any(key.startswith(begun) for begun in word.prefixes for key in kept)
        for word in query_keys(typed)
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Éloïse-Marie D’ARC ", "eloise marie darc"),
        ("Łukasz Ğüneş", "lukasz gunesh"),
        ("مُحَمَّــد", "محمد"),
        ("أحمد إبراهيم آدم", "احمد ابراهیم ادم"),
        ("كريم يحيى", "کریم یحیی"),
        ("\u202eCanari\u2069\x00", "canari"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ["محمد", "Mohamed", "Muhammad", "Mouhamed", "Mohammed", "Мохаммед"],
        ["Щербакова", "Shcherbakova", "Chtcherbakova", "Scherbakova", "Shherbakova"],
        ["يوسف", "Youssef", "Yousef", "Yusuf", "Jusuf", "Юсуф"],
        ["خوجة", "Khodja", "Hodja", "Khoja"],
        ["عبد القادر", "عبدالقادر", "Abdelkader", "Abd el-Kader", "Abd-al-Qadir", "Abdul Qadir"],
        ["عبد الرحمن", "Abderrahmane", "Abdul Rahman", "Abdurrahman", "Abd er-Rahman"],
        ["نور الدين", "Noureddine", "Nour Eddine", "Nuruddin", "Nureddin"],
        ["حبیب الله", "Habibullah", "Habib Ullah"],
        ["رضا", "Reza", "Ridha"],
        ["رضا", "Rida", "Ridha"],
        ["داود", "Daoud", "Dawud", "Davoud"],
        ["ገብረ ሥላሴ", "Gebrselassie", "Gebre Selassie"],
        ["ჯაფარიძე", "Japaridze", "Djaparidze", "Dzhaparidze", "Джапаридзе"],
        ["চৌধুরী", "Chowdhury", "Chaudhury", "Choudhuri"],
        ["Юлія", "Iouliia", "Yuliya", "Yulia"],
        ["Жанна", "Janna", "Zhanna"],
        ["Хабибов", "Khabibov", "Habibov"],
    ],
)
def test_every_spelling_finds_every_other(spellings: list[str]) -> None:
    missed = [(a, b) for a in spellings for b in spellings if not finds(a, b)]
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("canari haid", "Canari-Haidari Zohra"),
        ("zohra canari", "Canari-Haidari Zohra"),
        ("benali", "Ben Ali"),
        ("ben ali", "Ali"),
        ("ould mohamed", "Mohamed Salem"),
        ("kvarats", "ხვიჩა კვარაცხელია"),
        ("щерб", "Shcherbakova"),
        ("moham", "Mohamed"),
    ],
)
def test_half_typed_hyphens_particles(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("Karim", "Mohamed"), ("Mohamed Karim", "Mohamed Salim"), ("Олена", "Viktor")]
)
def test_other_people_are_not_found(typed: str, name: str) -> None:
    assert not finds(typed, name)


@pytest.mark.parametrize("text", ["", " ", "😀", "\x00", "\u202e", "'", "al", "1990", "-" * 50, "ẞ" * 10_000])
def test_odd_input_makes_no_harm(text: str) -> None:
    search_keys(text)
    query_keys(text)
    assert closeness(text, [text, ""]) <= 1


def test_keys_are_letters_and_digits_only() -> None:
    for name in ("Canari-O’Haidari (née Łuc)", "عبد القادر", "সৈয়দ মহসিন", "ዐቢይ አህመድ", "a\"b*c'd", "x" * 10_000):
        assert all(key.isalnum() for key in search_keys(name)), name
        assert all(key.isalnum() for word in query_keys(name) for key in word.keys | word.prefixes), name


def test_nearest_first() -> None:
    found = {1: ["Hassan Canari"], 2: ["Hussein Canari"], 3: ["حسين كناري"], 4: ["Hosni Canaris", "Houssine Canari"]}
    assert ranked("Hussein Canari", found)[0] == 2
    assert ranked("حسين كناري", found)[0] == 3
    assert ranked("Houssine Canari", found)[0] == 4
    assert closeness("Hassan", ["حسن"]) > closeness("Hassan", ["حسين"]) - 0.2 > 0


def test_digits() -> None:
    assert digits("٠٦ ١٢ ٣٤") == "061234"
    assert digits("۰۶-۱۲") == "0612"
    assert digits("+33 6 12") == "+33612"
    assert digits("৯৯") == "99"
    assert digits("abc") == ""


@pytest.mark.parametrize(
    ("typed", "words", "born", "numbers"),
    [
        ("Canari 04/05/1990", "Canari", [PartialDate(1990, 5, 4)], []),
        ("1990 Canari", "Canari", [PartialDate(1990)], []),
        ("04.05.1990", "", [PartialDate(1990, 5, 4)], []),
        ("1990-05-04", "", [PartialDate(1990, 5, 4)], []),
        ("05/1990", "", [PartialDate(1990, 5)], []),
        ("0612345678", "", [], ["612345678"]),
        ("06 12 34 56 78", "", [], ["612345678"]),
        ("+33 6 12 34 56 78", "", [], ["612345678"]),
        ("+33 (0)6 12 34 56 78", "", [], ["612345678"]),
        ("0033612345678", "", [], ["612345678"]),
        ("٠٦١٢٣٤٥٦٧٨", "", [], ["612345678"]),
        ("9912345678 كناري", "كناري", [], ["9912345678"]),
        ("31/02/1990", "", [], ["31021990"]),
        ("12", "", [], []),
    ],
)
def test_sorted_out(typed: str, words: str, born: list[PartialDate], numbers: list[str]) -> None:
    found = sorted_out(typed)
    assert (found.words, list(found.born), list(found.numbers)) == (words, born, numbers)


HAIDARI = Identity(
    ("Canari-Haidari Zohra", "زهرا کناری حیدری"), PartialDate(1990, 5, 4), ("+33612345678",), "9912345678"
)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Identity(("X Y",), None, (), "99 1234 5678"), (Reason.FOREIGNER_NUMBER,)),
        (Identity(("Zohra Canari Haidari",), PartialDate(1990, 5, 4)), (Reason.NAME_AND_BIRTH_DATE,)),
        (Identity(("Zahra Kanari Heydari",), PartialDate(1990)), (Reason.NAME_AND_BIRTH_YEAR,)),
        (Identity(("Canari-Haidari Zohra",), PartialDate(1990, 4, 5)), (Reason.NAME_AND_BIRTH_YEAR,)),
        (Identity(("CANARI HAIDARI Zohra",)), (Reason.SAME_NAME,)),
        (Identity(("زهرا کناری حیدری",), None, ("06 12 34 56 78",)), (Reason.PHONE_AND_NAME, Reason.SAME_NAME)),
        (Identity(("Canari-Haidari Zohra",), PartialDate(1971, 5, 4)), ()),
        (Identity(("Canari-Haidari Karim",), PartialDate(1990, 5, 4)), ()),
        (Identity(("Omar Diallo",), PartialDate(1990, 5, 4), ("0612345678",)), ()),
        (Identity(()), ()),
    ],
)
def test_likely_same(other: Identity, reasons: tuple[Reason, ...]) -> None:
    assert likely_same(HAIDARI, other) == reasons
    assert likely_same(other, HAIDARI) == reasons
