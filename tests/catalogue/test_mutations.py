"""Random damage to any file of the catalogue is refused with file, key and reason, or takes nothing away.

The damage is the same every time: it is drawn from the file's own name.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from anefdesk import paths
from anefdesk.catalogue import letters_file, loader, trace
from anefdesk.catalogue.letters_file import read_letter
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.procedure_file import read_procedure
from anefdesk.catalogue.tables import Table
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.conditions import parse
from anefdesk.domain.facts import Condition, Fact, FactKind, FactScope
from anefdesk.domain.letter_template import LetterTemplate
from anefdesk.domain.procedure import Procedure
from anefdesk.errors import CatalogueError

SHIPPED = paths.resources("catalogue")
FILES = sorted(str(path.relative_to(SHIPPED)) for path in SHIPPED.rglob("*.toml") if path.parent.name != "trace")
TRACED = ("trace/left.toml", "trace/dossier.json", "trace/annexe10.json")
ROUNDS_SHARED = 4  # everything else refers to these files
ROUNDS = 1

T = TypeVar("T")
Damage = Callable[[str, random.Random], str]
_IDENTITY = re.compile(r'(?m)^(?:id|code|use) = "([^"]+)"')
_VALUE = re.compile(r"(?m)^\w+ = (.+)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLOCK = re.compile(r"(?m)^(?=\[\[)")


def _line(text: str, chance: random.Random) -> tuple[list[str], int]:
    lines = text.splitlines(keepends=True)
    return lines, chance.randrange(len(lines))


def _line_gone(text: str, chance: random.Random) -> str:
    lines, at = _line(text, chance)
    return "".join(lines[:at] + lines[at + 1 :])


def _line_twice(text: str, chance: random.Random) -> str:
    lines, at = _line(text, chance)
    return "".join(lines[: at + 1] + lines[at:])


def _cut_short(text: str, chance: random.Random) -> str:
    lines, at = _line(text, chance)
    return "".join(lines[:at])


def _block_gone(text: str, chance: random.Random) -> str:
    blocks = _BLOCK.split(text)
    blocks.pop(chance.randrange(len(blocks)))
    return "".join(blocks)


def _block_twice(text: str, chance: random.Random) -> str:
    blocks = _BLOCK.split(text)
    at = chance.randrange(len(blocks))
    return "".join(blocks[: at + 1] + blocks[at:])


def _put(text: str, found: re.Match[str], said: str, group: int = 0) -> str:
    return text[: found.start(group)] + said + text[found.end(group) :]


def _pick(pattern: re.Pattern[str], text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _other_type(text: str, chance: random.Random) -> str:
    found = _pick(_VALUE, text, chance)
    said = chance.choice(["3", "true", "[]", "{}", '""', '"mot"', "2026-11-23", "[3]", "[[]]", "1.5"])
    return _put(text, found, said, 1) if found else text + said


def _same_id(text: str, chance: random.Random) -> str:
    one, other = _pick(_IDENTITY, text, chance), _pick(_IDENTITY, text, chance)
    return _put(text, one, other[1], 1) if one and other else text


def _broken_reference(text: str, chance: random.Random) -> str:
    found = _pick(re.compile(r'(?<=[ ["(])([a-z][a-z0-9_-]{3,}|[A-Z][A-Z0-9-]{3,})(?=[] ",)])'), text, chance)
    return _put(text, found, found[0] + "x") if found else text


def _impossible_day(text: str, chance: random.Random) -> str:
    found = _pick(_DAY, text, chance)
    said = chance.choice(["2026-02-30", "2026-13-01", "1026-11-23", "9026-11-23", "2026-11-23T25:00:00"])
    return _put(text, found, said) if found else text


def _letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice('\0"[]{}=#\\\u202e\ud7ffé0') + text[at + chance.randrange(2) :]


DAMAGES: tuple[Damage, ...] = (
    *(_line_gone, _line_twice, _cut_short, _block_gone, _block_twice, _other_type, _same_id),
    *(_broken_reference, _impossible_day, _letter),
)


def _conditions(procedure: Procedure) -> Iterator[Condition]:
    yield from (document.when for document in procedure.documents)


def _inventory(catalogue: Catalogue) -> dict[str, object]:
    """What may not change without a word: every id that something refers to, and the count of everything else.

    A name nobody refers to may be spelt otherwise: nothing is lost.
    """
    interview = catalogue.interview
    courts = [frozenset(court.departments) for court in catalogue.courts.values()]
    return {
        "procedures": {known: _procedure(procedure) for known, procedure in catalogue.procedures.items()},
        "facts": {known: tuple(choice.id for choice in fact.choices) for known, fact in catalogue.facts.items()},
        "doors": Counter((door.channel, door.procedures, door.departments) for door in catalogue.doors.values()),
        "courts": (Counter(courts), set(catalogue.departments)),
        "elsewhere": Counter(entry.procedures for entry in catalogue.elsewhere.values()),
        "outcomes": Counter((outcome.procedure, outcome.request) for outcome in interview.outcomes),
        "interview": (set(interview.order), len(interview.flags), len(interview.regimes)),
        "look_at": {(one.notice, kin): one.procedures for one in catalogue.look_at.values() for kin in one.relations},
        "blockages": {code: [rung.step for rung in kind.rungs] for code, kind in catalogue.blockages.kinds.items()},
        "ordered": (Counter(one.kinds for one in catalogue.blockages.measures.values()), len(catalogue.harms)),
        "letters": {known: _template(letter) for known, letter in catalogue.letters.templates.items()},
        "citations": {(one.id, one.grade) for one in catalogue.letters.citations.values()},
        "rest": (set(catalogue.permits), len(catalogue.sources), len(catalogue.rules)),
    }


def _procedure(procedure: Procedure) -> tuple[object, ...]:
    return (
        [document.id for document in procedure.documents],
        Counter({key: len(getattr(procedure, key)) for key in ("windows", "fees", "outputs", "silence", "steps")}),
        Counter({key: len(getattr(procedure, key)) for key in ("processing_time", "card_duration", "work_right")}),
        Counter({key: len(getattr(procedure, key)) for key in ("exemptions", "pitfalls", "to_check")}),
        (len(procedure.annexe_elsewhere), sum(fee.cents is None for fee in procedure.fees)),
    )


def _template(letter: LetterTemplate) -> tuple[object, ...]:
    cited = Counter((paragraph.cites, paragraph.essential) for paragraph in letter.paragraphs)
    return (letter.addressee, letter.signer, letter.anonymous, cited, {one.id for one in letter.needed})


def _once_each(read: Callable[[Table, Any], T]) -> Callable[[Table, object], T]:
    """``read``, which reads a text again only when the text or what it refers to differs."""
    known: dict[int, T] = {}
    referred: object = None

    def found(table: Table, others: object) -> T:
        nonlocal referred
        if others is not referred:
            if others != referred:
                known.clear()
            referred = others
        text = id(table._data)  # as long as the texts are kept, one for each
        if text not in known:
            known[text] = read(table, others)
        return known[text]

    return found


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> Iterator[None]:
    """Read a text once: a hundred files are sound each time one is damaged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", cache(tomllib.loads))
        patch.setattr(loader, "read_procedure", _once_each(read_procedure))
        patch.setattr(letters_file, "read_letter", _once_each(read_letter))
        yield


def test_what_is_read_once_is_read_again_when_it_differs(tmp_path: Path) -> None:
    read: list[object] = []

    def count(table: Table, others: object) -> int:
        read.append((table.text("a"), others))
        return len(read)

    once = _once_each(count)
    texts = [Table.read(path, "x") for path in _written(tmp_path, 'a = "1"', 'a = "1"', 'a = "2"')]
    assert [once(texts[0], ["x"]), once(texts[1], ["x"]), once(texts[2], ["x"])] == [1, 1, 2]
    assert [once(texts[0], ["y"]), once(texts[2], ["x"]), once(texts[2], ["x"])] == [3, 4, 4]


def _written(folder: Path, *texts: str) -> Iterator[Path]:
    for at, text in enumerate(texts):
        path = folder / f"{at}.toml"
        path.write_text(text, encoding="utf-8")
        yield path


def _damaged(file: str, text: str) -> Iterator[tuple[str, str]]:
    chance = random.Random(f"anefdesk {file}")  # noqa: S311 - the same damage every time
    for _ in range(ROUNDS if file.startswith(("procedures/", "letters/")) else ROUNDS_SHARED):
        for damage in DAMAGES:
            yield damage.__name__, damage(text, chance)


@pytest.fixture(scope="module")
def sound(catalogue: Catalogue) -> Mapping[str, object]:
    return _inventory(catalogue)


def _read(folder: Path) -> Catalogue | CatalogueError:
    try:
        return load(folder)
    except CatalogueError as error:
        return error


@pytest.mark.parametrize("file", FILES)
def test_random_damage_is_refused_or_takes_nothing_away(file: str, folder: Path, sound: Mapping[str, object]) -> None:
    path = folder / file
    refused = 0
    for name, broken in _damaged(file, path.read_text(encoding="utf-8")):
        path.write_text(broken, encoding="utf-8")
        found = _read(folder)
        if isinstance(found, CatalogueError):
            refused += 1
            assert found.code == "catalogue.invalid"
            assert found.params["file"]
            assert found.params["reason"]
            assert (
                found.params["key"] or "TOML" in str(found.params["reason"]) or ".toml, " in str(found.params["reason"])
            )
        else:
            assert _inventory(found) == sound, name
    assert refused


@pytest.mark.parametrize("file", TRACED)
def test_damaged_lists_are_refused_or_lose_nothing(file: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace.main(folder) == 0
    whole = capsys.readouterr().out
    path = folder / file
    for name, broken in _damaged(file, path.read_text(encoding="utf-8")):
        path.write_text(broken, encoding="utf-8")
        lost = trace.main(folder)
        said = capsys.readouterr().out
        if lost:
            assert "erreur : trace/" in said or "orphelin : " in said, name
        else:  # a reason worded otherwise
            assert len(said.splitlines()) == len(whole.splitlines()), name


def test_facts_never_depend_on_facts(catalogue: Catalogue) -> None:
    """Conditions stand on documents, sentences and rules, never on a fact: no cycle can be written."""
    assert not any(
        isinstance(getattr(fact, name), Condition) for fact in catalogue.facts.values() for name in fact.__slots__
    )
    asked = Fact("x", FactKind.YES_NO, FactScope.PERSON, "Est-ce vrai ?")
    for condition in (when for p in catalogue.procedures.values() for when in _conditions(p)):
        assert set(condition.mentioned()) <= set(catalogue.facts)
    assert set(parse("x and not x", {"x": asked}).mentioned()) == {"x"}


def test_a_fact_with_a_condition_is_refused(damage: Callable[[str, str, str], Path]) -> None:
    with pytest.raises(CatalogueError) as refusal:
        load(damage("facts.toml", 'pictogram = "marriage"', 'pictogram = "marriage"\nwhen = "has_card"'))
    assert refusal.value.params["key"] == "facts[married].when"
    assert refusal.value.params["reason"] == "clé inconnue"
