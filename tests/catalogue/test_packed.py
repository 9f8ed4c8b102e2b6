"""The catalogue as bytes and back, and the compiled copy that is never trusted blindly."""

import contextlib
import dataclasses
import hashlib
import os
import random
from datetime import date
from pathlib import Path

import pytest

from anefdesk.catalogue import compiled, loader, packed
from anefdesk.domain import facts as grammar
from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.facts import Always, Below, Condition
from anefdesk.domain.procedure import OnAnef
from anefdesk.errors import CatalogueError
from tests.catalogue.conftest import Damage

ROOT = Path(__file__).resolve().parents[2]


def test_the_whole_catalogue_comes_back_as_it_was(catalogue: Catalogue) -> None:
    data = packed.pack(catalogue)
    found = packed.unpack(data)
    assert found == catalogue
    assert [list(one) for one in (found.procedures, found.facts)] == [list(catalogue.procedures), list(catalogue.facts)]
    assert found.look_at == catalogue.look_at != {}
    assert packed.pack(found) == data


def test_every_procedure_comes_back_with_its_questions_and_sources(catalogue: Catalogue) -> None:
    for procedure in catalogue.procedures.values():
        one = packed.kept(catalogue, procedure)
        assert packed.unpack_kept(packed.pack_kept(one)) == one
        for document in procedure.documents:
            assert set(document.when.mentioned()) <= set(one.facts)
            assert set(document.evidence.sources) <= set(one.sources)
        for fee in procedure.fees:
            assert set(fee.statement.when.mentioned()) <= set(one.facts)
            assert set(fee.statement.evidence.sources) <= set(one.sources)


def test_every_kind_of_condition_has_its_name() -> None:
    known = {kind.__name__ for kind in packed._NAMES}
    assert known == {kind.__name__ for kind in Condition.__subclasses__()}  # slots make each class twice


def test_a_condition_of_every_kind_comes_back(catalogue: Catalogue) -> None:
    refugee = catalogue.procedures["refugie"]
    married = grammar.Is("married")
    whole = grammar.All(
        (grammar.Not(married), grammar.AnyOf((Below("age", 18), Always())), grammar.Is("a", ("b", "c")))
    )
    document = dataclasses.replace(refugee.documents[0], when=whole)
    procedure = dataclasses.replace(refugee, documents=(document,))
    one = packed.Kept("2026-11-23", procedure, {}, {})
    assert packed.unpack_kept(packed.pack_kept(one)) == one


def _kept(catalogue: Catalogue) -> bytes:
    return packed.pack_kept(packed.kept(catalogue, catalogue.procedures["refugie"]))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"procedure 1\n", b"procedure 2\n", "catalogue.packed_format"),
        (b"procedure 1\n", b"catalogue 1\n", "catalogue.packed_damaged"),
        (b"procedure 1\n", b"", "catalogue.packed_damaged"),
        (b'"yes_no"', b'"maybe"', "catalogue.packed_damaged"),
        (b'["is",', b'["was",', "catalogue.packed_damaged"),
        (b'["is",', b'[["is"],', "catalogue.packed_damaged"),
        (b'["is","request",["first"]]', b'["is","request"]', "catalogue.packed_damaged"),
        (b'["is","request",["first"]]', b'["is","request",[1]]', "catalogue.packed_damaged"),
        (b'["is","request",["first"]]', b"[]", "catalogue.packed_damaged"),
        (b'["is","request",["first"]]', b'["not",' * 20_000, "catalogue.packed_damaged"),
        (b'"name":"', b'"nom":"', "catalogue.packed_damaged"),
        (b"2026-11-23", b"2026-11-31", "catalogue.packed_damaged"),
    ],
)
def test_what_was_not_packed_so_is_refused(catalogue: Catalogue, before: bytes, after: bytes, code: str) -> None:
    data = _kept(catalogue)
    assert before in data
    with pytest.raises(CatalogueError) as error:
        packed.unpack_kept(data.replace(before, after))
    assert error.value.code == code


def test_random_damage_is_refused_or_gives_a_procedure(catalogue: Catalogue) -> None:
    data = _kept(catalogue)
    dice = random.Random(20261123)  # noqa: S311 - damage, not secrets
    for _ in range(300):
        hurt = bytearray(data)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(hurt))
            hurt[at : at + dice.randint(0, 3)] = bytes(dice.randrange(256) for _ in range(dice.randint(0, 3)))
        with contextlib.suppress(CatalogueError):
            assert isinstance(packed.unpack_kept(bytes(hurt)), packed.Kept)


# The compiled copy


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read from their TOML files."""
    folders: list[Path] = []
    load = loader.load

    def told(folder: Path) -> Catalogue:
        folders.append(folder)
        return load(folder)

    monkeypatch.setattr(loader, "load", told)
    return folders


def test_the_second_start_reads_the_copy(catalogue: Catalogue, folder: Path, cache: Path, read: list[Path]) -> None:
    assert compiled.load(folder, cache) == catalogue
    assert compiled.load(folder, cache) == catalogue
    assert read == [folder]
    assert [path.name for path in cache.iterdir()] == [compiled.NAME]


def test_a_file_that_changed_is_read_again(cache: Path, damage: Damage, folder: Path, read: list[Path]) -> None:
    compiled.load(folder, cache)
    damage("permits.toml", 'name = "', 'name = "Autre ')
    assert any(permit.name.startswith("Autre ") for permit in compiled.load(folder, cache).permits.values())
    assert len(read) == 2


def test_a_file_made_wrong_is_refused_whatever_the_copy_says(cache: Path, damage: Damage, folder: Path) -> None:
    compiled.load(folder, cache)
    damage("procedures/refugie.toml", 'family = "protection"', 'family = ""')
    with pytest.raises(CatalogueError) as error:
        compiled.load(folder, cache)
    assert error.value.params["file"] == "procedures/refugie.toml"


def test_another_version_of_the_program_reads_again(
    cache: Path, folder: Path, read: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.load(folder, cache)
    monkeypatch.setattr(compiled, "__version__", "99.0")
    compiled.load(folder, cache)
    assert len(read) == 2


def test_a_damaged_copy_is_ignored_and_made_again(
    catalogue: Catalogue, cache: Path, folder: Path, read: list[Path]
) -> None:
    compiled.load(folder, cache)
    copy = cache / compiled.NAME
    whole = copy.read_bytes()
    for damaged in (b"", whole[:40], whole[:-1], whole[:200] + b"X" + whole[201:], whole + b" "):
        copy.write_bytes(damaged)
        read.clear()
        assert compiled.load(folder, cache) == catalogue
        assert read == [folder]
        assert copy.read_bytes() == whole


def test_a_copy_that_vouches_for_itself_is_still_unpacked_with_care(
    catalogue: Catalogue, cache: Path, folder: Path, read: list[Path]
) -> None:
    compiled.load(folder, cache)
    copy = cache / compiled.NAME
    made_of = copy.read_bytes()[:32]
    for body in (b"", b"catalogue 1\n{}", b"catalogue 99\n{}", b"\x80\x04."):
        copy.write_bytes(made_of + hashlib.sha256(made_of + body).digest() + body)
        read.clear()
        assert compiled.load(folder, cache) == catalogue
        assert read == [folder]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no write permission on folders")
def test_a_disk_that_cannot_be_written_costs_nothing_else(catalogue: Catalogue, folder: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert compiled.load(folder, in_the_way / "cache") == catalogue
    assert compiled.load(folder, in_the_way) == catalogue


def test_the_copy_is_beside_a_chosen_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANEFDESK_HOME", str(tmp_path / "here"))
    compiled.load()
    assert [path.name for path in tmp_path.iterdir()] == ["here-cache"]


def test_a_procedure_kept_by_the_first_version_is_still_read_as_it_was_meant() -> None:
    """Démarches keep these bytes for years: a new field needs a default, an enum keeps its values."""
    written = (ROOT / "tests/data/procedure-1.packed").read_bytes()
    one = packed.unpack_kept(written.replace(b"\r\n", b"\n"))  # a checkout on Windows may have turned its line ends
    assert (one.version, one.procedure.id, one.procedure.on_anef) == (
        "2026-11-23",
        "protection-subsidiaire",
        OnAnef.YES,
    )
    assert len(one.procedure.documents) == 15
    home = one.procedure.document("c-domicile")
    assert home is not None
    assert (home.when, home.max_age_months) == (grammar.Is("housing", ("own",)), 6)
    assert home.evidence.checked == date(2026, 11, 23)
    assert [fee.cents for fee in one.procedure.fees][-1] == 25000
    assert "housing" in one.facts
    assert set(home.evidence.sources) <= set(one.sources)
