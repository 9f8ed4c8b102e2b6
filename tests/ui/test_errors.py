"""Every error raised in the package is said in three sentences, with its parameters and nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from anefdesk.errors import AccessRefusedError, AnefdeskError, CatalogueError, InputRefusedError, StorageError
from anefdesk.i18n import extract, placeholders
from anefdesk.i18n.texts import for_language
from anefdesk.ui import errors
from anefdesk.ui.error_sentences import SENTENCES, Sentence
from anefdesk.ui.tokens import State
from anefdesk.vault import passphrase, pin
from tests.architecture.refusals import CODE

PACKAGE = Path(__file__).resolve().parents[2] / "anefdesk"
FRENCH = for_language("fr")
WARNINGS = ("vault.rolled_back", "vault.tile_damaged", "vault.repaired", "clock.absurd")
SAMPLES: dict[str, str | int] = {
    "on": "2026-12-31", "seconds": 75, "char": "U+1E9E", "font": "NotoSans-Regular.ttf", "version": "3.45.1",
    "file": "refugie.toml", "key": "fees[0]", "reason": "clé absente", "reference": "A1B2",
}  # fmt: skip


def _codes(first: ast.expr) -> Iterator[str]:
    """The codes an error may be given: written as such, or chosen between two."""
    for node in ast.walk(first):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def raised(source: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Code and names of the parameters of every error raised, and the codes of warnings."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name.endswith("Error") or name == "warn":
            for code in _codes(node.args[0]):
                yield code, frozenset(keyword.arg or "" for keyword in node.keywords)


def _everything_raised() -> dict[str, frozenset[str]]:
    """By code, the parameters that it always has."""
    found: dict[str, frozenset[str]] = dict.fromkeys(WARNINGS, frozenset())
    for path in sorted(PACKAGE.rglob("*.py")):
        for code, names in raised(path.read_text(encoding="utf-8")):
            found[code] = found.get(code, names) & names
    return found


RAISED = _everything_raised() | {"unexpected": frozenset({"reference"})}
REASONS = {
    "event.no_day": ("until",),
    "event.order": ("birth", "until"),
    "access.wrong_passphrase": ("none_left",),
    "passphrase.weak": ("short", "plain", "long", "letters", "label", "pattern", "common"),
    "template.personal": ("phone", "email", "number", "birth", "name"),
    "pin.weak": ("digits", "length", "repeat", "sequence", "date"),
}


def _parts(sentence: Sentence) -> tuple[str, str, str]:
    return sentence.what, sentence.safe, sentence.todo


def _error(code: str) -> AnefdeskError:
    return AnefdeskError(code, **{name: SAMPLES.get(name, 7) for name in RAISED[code]})


def test_codes_are_found_however_they_are_written() -> None:
    source = 'raise AError("a.b", n=1)\nraise BError("c.d" if x else "e.f")\nself._kept.warn("g.h")\nLOG.info("i.j")'
    assert dict(raised(source)) == {"a.b": {"n"}, "c.d": set(), "e.f": set(), "g.h": set()}


def test_the_package_raises_what_this_looks_for() -> None:
    assert {"keyring.lost", "piece.encrypted_pdf", "vault.read_only", "vault.rolled_back"} <= RAISED.keys()
    written = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "services").glob("*.py"))
    written += "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "vault").glob("*.py"))
    assert not [code for code in WARNINGS if f'("{code}")' not in written]


@pytest.mark.parametrize("code", sorted(RAISED))
def test_each_error_is_said_in_three_sentences(code: str) -> None:
    told = errors.explain(_error(code), FRENCH)
    assert code in SENTENCES
    for part in (told.what, told.safe, told.todo):
        assert re.fullmatch(r"[A-ZÀÉÊ].*\.", part), part
        assert "%" not in part
        assert "…" not in part
        assert "'" not in part
        assert "  " not in part
        assert len(part) < 200


@pytest.mark.parametrize("code", sorted(RAISED))
def test_a_sentence_asks_for_no_parameter_that_the_error_may_lack(code: str) -> None:
    asked = frozenset[str]().union(*(placeholders.names(part) for part in _parts(SENTENCES[code])))
    assert asked <= RAISED[code]


def test_no_sentence_is_left_for_what_nobody_raises() -> None:
    of_reasons = {f"{code}.{reason}" for code, reasons in REASONS.items() for reason in reasons}
    assert SENTENCES.keys() - of_reasons == RAISED.keys()


@pytest.mark.parametrize("code", [code for code in sorted(RAISED) if "ci-dessous" in SENTENCES[code].todo])
def test_whoever_must_give_the_code_below_sees_one(code: str) -> None:
    assert errors.explain(_error(code), FRENCH).support


@pytest.mark.parametrize("language", ["xx", "xx_RTL", "ar", "en"])
def test_each_error_is_told_in_other_languages(language: str) -> None:
    texts = for_language(language)
    for code in RAISED:
        told = errors.explain(_error(code), texts)
        assert all((told.what, told.safe, told.todo))
        assert "%(" not in told.what + told.safe + told.todo + told.support


def test_every_part_is_marked_for_translation() -> None:
    found, refused = extract.interface(PACKAGE)
    marked = {entry.french for entry in found}
    assert not [part for sentence in SENTENCES.values() for part in _parts(sentence) if part not in marked]
    assert not [one for one in refused if "error" in one.place]


WEAK_PASSPHRASES = {
    "short": "abricot",
    "plain": "vertigeaurore"[:13],
    "long": "abricot tempête " * 20,
    "letters": "abricot\x07 tempête lanterne",
    "label": "canari-haidari au bord du lac",
    "pattern": "azertyuiop qsdfghjklm",
    "common": "MotDePasse2026!",
}
WEAK_PINS = {"digits": "12345a", "length": "12345", "repeat": "121212", "sequence": "345678", "date": "140790"}


@pytest.mark.parametrize("reason", REASONS["passphrase.weak"])
def test_each_reason_to_refuse_a_passphrase_has_its_words(reason: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        passphrase.check(WEAK_PASSPHRASES[reason], "Canari-Haidari")
    assert refused.value.params["reason"] == reason
    told = errors.explain(refused.value, FRENCH)
    assert told.what == SENTENCES[f"passphrase.weak.{reason}"].what
    assert told.what != SENTENCES["passphrase.weak"].what
    assert told.todo


@pytest.mark.parametrize("reason", REASONS["pin.weak"])
def test_each_reason_to_refuse_a_pin_has_its_words(reason: str) -> None:
    assert pin.weakness(WEAK_PINS[reason]) == reason
    told = errors.explain(InputRefusedError("pin.weak", reason=reason), FRENCH)
    assert told.what == SENTENCES[f"pin.weak.{reason}"].what
    assert told.what != SENTENCES["pin.weak"].what
    assert told.todo


def test_a_reason_without_words_gets_the_general_ones() -> None:
    told = errors.explain(InputRefusedError("pin.weak", reason="unheard"), FRENCH)
    assert told.what == SENTENCES["pin.weak"].what


@pytest.mark.parametrize("trouble", ["absent", "locked", "lost", "changed", "failed"])
def test_trouble_with_the_keyring_names_a_way_on(trouble: str) -> None:
    told = errors.explain(StorageError(f"keyring.{trouble}"), FRENCH)
    assert "trousseau" in told.what
    assert "personne responsable" in told.todo
    assert ("feuille de secours" in told.todo) == (trouble in {"lost", "changed"})  # what it opens by itself


def test_days_waits_and_empty_keys_read_as_people_say_them() -> None:
    ended = errors.explain(AnefdeskError("access.ended", on="2026-12-31"), FRENCH)
    assert "31/12/2026" in ended.what
    for seconds, said in ((1, "1 seconde,"), (15, "15 secondes,"), (60, "1 minute,"), (61, "2 minutes,")):
        assert said in errors.explain(AnefdeskError("access.wait", seconds=seconds), FRENCH).todo
    whole = CatalogueError("catalogue.invalid", file="refugie.toml", key="", reason="fichier absent")
    assert "refugie.toml, tout le fichier : fichier absent" in errors.explain(whole, FRENCH).what


def test_an_unknown_code_is_told_calmly_with_a_reference() -> None:
    told = errors.explain(AnefdeskError("never.heard", where="x"), FRENCH)
    assert told.what == SENTENCES["unexpected"].what
    assert told.support == "Référence : never.heard"
    assert told.state is State.URGENT


def test_an_error_without_its_parameters_is_still_told() -> None:
    assert "…" in errors.explain(AnefdeskError("vault.label_long"), FRENCH).todo


def test_no_try_left_is_said_in_words() -> None:
    told = errors.explain(AccessRefusedError("access.wrong_passphrase", left=0), FRENCH)
    assert "attendre" in told.todo
    assert "0" not in told.todo
