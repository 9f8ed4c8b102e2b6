"""Nothing that was read is lost on the way into the catalogue, and no reason outlives what it was about."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from anefdesk import __main__, paths
from anefdesk.catalogue.loader import load
from anefdesk.catalogue.trace import Trace, main, read, trace
from anefdesk.domain.catalogue import Catalogue

DATA = Path(__file__).parents[1] / "data"
DOSSIER = json.loads((DATA / "dossier_ids.json").read_text(encoding="utf-8"))
ANNEXE = json.loads((DATA / "annexe10_ids.json").read_text(encoding="utf-8"))
SHIPPED = paths.resources("catalogue")


def _sha(ids: object) -> str:
    return hashlib.sha256(json.dumps(ids, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_the_lists_are_those_that_were_read() -> None:
    assert _sha(DOSSIER["procedures"]) == DOSSIER["sha256"]
    assert _sha(DOSSIER["rest"]) == DOSSIER["rest_sha256"]
    assert _sha(ANNEXE["places"]) == ANNEXE["sha256"]
    sizes = {key: len(ids) for key, ids in DOSSIER["rest"].items()}
    assert sizes == {"common": 20, "not_on_anef": 17, "sources": 105, "rules": 90}
    assert (len(ANNEXE["places"]), sum(map(len, ANNEXE["places"].values()))) == (180, 897)


def test_what_is_shipped_says_the_same_as_what_was_read() -> None:
    dossier, rows, _ = read(SHIPPED)
    assert {row.id: row.places() for row in rows} == ANNEXE["places"]
    for key, ids in DOSSIER["rest"].items():
        assert getattr(dossier, key) == ids
    for known, ids in DOSSIER["procedures"].items():
        assert dossier.procedures[known]["documents"] == ids["documents"]
        assert set(dossier.procedures[known]["common"]) == set(ids["common"])
        assert {place for row in rows if known in row.procedures for place in row.places()} == set(ids["annexe"])


def test_everything_stands_somewhere(catalogue: Catalogue) -> None:
    found = trace(catalogue, *read(SHIPPED))
    assert [line for line in found if line.orphan] == []
    counted = Counter(line.what for line in found)
    assert (counted["démarche"], counted["pièce"], counted["document commun"]) == (63, 280, 20)
    assert (counted["hors ANEF"], counted["source"], counted["règle"]) == (17, 105, 90)
    assert (counted["annexe 10"], counted["place"]) == (180, 794)
    assert counted.total() == len(found) == 1549


def test_rows_of_no_procedure_have_a_reason(catalogue: Catalogue) -> None:
    _, rows, left = read(SHIPPED)
    bare = [row for row in rows if not row.procedures]
    assert (len(bare), sum(row.documents for row in bare)) == (25, 146)
    assert set(left.reasons) == {row.id for row in bare}
    assert len(catalogue.procedures) == 63


def _orphans(folder: Path) -> list[Trace]:
    return [line for line in trace(load(folder), *read(folder)) if line.orphan]


RATP = '[[annexe_elsewhere]]\nrow = "1.5/1"\n'
LOST = {
    "a place without a line": ("procedures/refugie.toml", 'annexe = ["38.1/6"]', 'annexe = ["38.1/60"]', "38.1/6 ref"),
    "a line of no place": ("procedures/refugie.toml", 'annexe = ["38.1/6"]', 'annexe = ["38.1/60"]', "38.1/60 ref"),
    "a reason for a place of nobody": ("procedures/salarie.toml", RATP, RATP.replace("1.5", "1.6"), "1.6/1 salarie"),
    "a place whose reason is gone": ("procedures/salarie.toml", RATP, RATP.replace("1.5", "1.6"), "1.5/1 salarie"),
    "a row without a reason": ("trace/left.toml", 'rows = ["60.1"]', 'rows = ["160.1"]', "60.1 Volontaire"),
    "a reason for a row of nobody": ("trace/left.toml", 'rows = ["60.1"]', 'rows = ["160.1"]', "160.1"),
    "a reason for a row that procedures cover": ("trace/left.toml", 'rows = ["60.1"]', 'rows = ["60.1", "1.1"]', "1.1"),
    "something moved to nowhere": ("trace/left.toml", '"elsewhere.rece"', '"elsewhere.rec"', "RECE et APS"),
    "something moved that was not read": ("trace/left.toml", 'id = "path-anef-1"', 'id = "path-anef-9"', "path-anef-9"),
}


@pytest.mark.parametrize(("file", "before", "after", "said"), LOST.values(), ids=LOST)
def test_what_is_lost_is_named(
    damage: Callable[[str, str, str], Path], file: str, before: str, after: str, said: str
) -> None:
    assert said in " ".join(line.id for line in _orphans(damage(file, before, after)))


def test_a_lost_line_a_lost_source_and_a_lost_rule_are_named(catalogue: Catalogue) -> None:
    dossier, rows, left = read(SHIPPED)
    poorer = type(catalogue)(
        **{
            **{name: getattr(catalogue, name) for name in catalogue.__slots__},
            "sources": {known: source for known, source in catalogue.sources.items() if known != "TCHEN"},
            "rules": {known: rule for known, rule in catalogue.rules.items() if known != "help-2"},
            "procedures": {known: p for known, p in catalogue.procedures.items() if known != "tir"},
        }
    )
    lost = {line.id for line in trace(poorer, dossier, rows, left) if line.orphan}
    assert lost == {"TCHEN", "help-2", "tir"}


def test_an_orphan_fails_the_command(
    damage: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = damage("trace/left.toml", 'rows = ["60.1"]', 'rows = ["160.1"]')
    assert main(folder, brief=True) == 1
    said = capsys.readouterr().out
    assert said.startswith("orphelin : annexe 10 : 60.1 Volontaire")
    assert "2 orphelins" in said


@pytest.mark.parametrize(
    ("file", "before", "after", "reason"),
    [
        ("trace/dossier.json", '"tir"', '"tri"', "empreinte différente"),
        ("trace/annexe10.json", '"rows"', '"row"', "illisible"),
        ("trace/annexe10.json", "{", "", "illisible"),
        ("trace/left.toml", 'rows = ["60.1"]', 'rows = ["60.1", "49.1"]', "ligne répétée : 49.1"),
        ("trace/left.toml", 'id = "path-anef-2"', 'id = "path-anef-1"', "identifiant répété"),
        ("trace/left.toml", "[[moved]]", '[[moved]]\ncolour = "blue"', "clé inconnue"),
    ],
)
def test_damaged_lists_are_refused_in_one_line(
    damage: Callable[[str, str, str], Path],
    file: str,
    before: str,
    after: str,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(damage(file, before, after)) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"erreur : {file}")
    assert reason in said
    assert said.count("\n") == 1


def test_the_command_line_tells_where_each_thing_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["catalogue", "trace"]) == 0
    said = capsys.readouterr().out
    assert "pièce : refugie/ref-decision → procedures/refugie.toml" in said
    assert "hors ANEF : Visa de retour → elsewhere.toml, visa-retour" in said
    assert "0 orphelins" in said
    assert __main__.main(["catalogue", "trace", "--brief"]) == 0
    assert "refugie" not in capsys.readouterr().out
