"""Two desks, a stick and a hub, as ``anefdesk demo --sync`` shows them: what its telling says is what happened."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from anefdesk.services.training_sync import PCS

pytestmark = pytest.mark.canary_ok("the demonstration exports its invented people on purpose")

STATE = re.compile(r"   Poste « (\w+) » : « (.*) » ; (\d+) dossiers ; à trancher : (\d) ; empreinte ([0-9a-f]{16})")


def shown(out: Path, *arguments: str, **environment: str) -> str:
    """What a run without a screen tells."""
    done = subprocess.run(
        [sys.executable, "-m", "anefdesk", "demo", "--sync", "--headless", "--out", str(out), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", **environment},
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = (out / "sync.txt").read_text(encoding="utf-8")
    assert told in done.stdout
    return told


def steps(told: str) -> list[str]:
    """What was told of each step."""
    return re.split(r"^\d\. ", told, flags=re.MULTILINE)[1:]


def states(step: str) -> list[tuple[str, str, int, int, str]]:
    """Of each desk: its name, its quiet line, its files, what it has to settle, what it holds."""
    return [(pc, line, int(files), int(open_), held) for pc, line, files, open_, held in STATE.findall(step)]


def judge(told: str, *, served: bool) -> None:
    """Strictly, step by step."""
    found = steps(told)
    assert len(found) == 9
    assert all([pc for pc, *_ in states(step)] == list(PCS[:2]) for step in found[:8])
    joined, apart, stick, back, settled, revoked, erased, reported = map(states, found[:8])
    assert [(files, open_) for _, _, files, open_, _ in joined] == [(12, 0), (12, 0)]
    assert [(files, open_) for _, _, files, open_, _ in apart] == [(12, 0), (13, 0)]
    assert [(files, open_) for _, _, files, open_, _ in stick] == [(13, 1), (13, 0)]
    assert [(files, open_) for _, _, files, open_, _ in back] == [(13, 1), (13, 1)]
    assert [(files, open_) for _, _, files, open_, _ in settled] == [(13, 0), (13, 0)]
    assert [(files, open_) for _, _, files, open_, _ in erased] == [(12, 0), (12, 0)]
    for (_, _, _, _, one), (_, _, _, _, other) in (apart, stick):
        assert one != other
    alike = [joined, back, settled, revoked, erased, reported]
    for (_, _, _, _, one), (_, _, _, _, other) in alike:
        assert one == other
    assert len({pair[0][4] for pair in alike}) == len(alike)
    assert reported[0][4] in found[8]
    for _, line, *_ in (*apart, *stick):
        assert re.search(r"\d changements à envoyer", line)
        assert ("pas de réseau" in line) is served
    if served:
        for pair in alike:
            for _, line, _, open_, _ in pair:
                settling = f" · {open_} désaccord à trancher" if open_ else ""
                assert re.fullmatch(r"Reçu par le siège à \d\d:\d\d" + settling, line)
        assert "Ce poste a été retiré de l’organisation" in found[5]
    assert "Nouveau : 2 segments" in found[2]
    assert "06 39 98 01 11 sur les deux postes" in found[4]


def left(out: Path) -> None:
    """Papers and pictures of what only a screen shows."""
    for name in ("effacement", "rapport-du-centre", "rapport-de-l-organisation"):
        assert (out / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    names = " ".join(path.name for path in out.glob("*.png"))
    for step in (
        "accueil-echanges", "bureau-sans-reseau", "accueil-un-desaccord", "accueil-tranche", "bureau-a-trancher",
        "accueil-organisation-apres-retrait", "bureau-effacement-a-decider", "bureau-effacements", "accueil-chiffres",
        "accueil-rapport-du-centre", "accueil-verrouille", "bureau-verrouille",
    ):  # fmt: skip
        assert f"-{step}.png" in names


def test_with_a_hub_on_a_real_postgresql(postgres: str, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    told = shown(tmp_path / "out", "--hub-database", postgres, TMPDIR=str(temporary))
    assert "le service « anefdesk hub », sur postgresql." in told
    judge(told, served=True)
    left(tmp_path / "out")
    assert list(temporary.iterdir()) == []  # nothing of the desks stays


def test_where_the_service_is_not_installed_a_file_does(tmp_path: Path) -> None:
    away = tmp_path / "away"
    (away / "starlette").mkdir(parents=True)
    (away / "starlette" / "__init__.py").write_text('raise ModuleNotFoundError(name="starlette")', encoding="utf-8")
    told = shown(tmp_path / "out", PYTHONPATH=str(away))
    assert "un fichier de ce PC : le service n’est pas installé ici" in told
    judge(told, served=False)
    left(tmp_path / "out")
