"""The month of ``make soak`` in small: two centres, five PCs, twelve days."""

from pathlib import Path

import pytest

from tests.soak.month import run


@pytest.mark.parametrize("seed", [1, 2])
def test_a_fleet_ends_alike_whatever_happened(tmp_path: Path, seed: int) -> None:
    fleet = run(tmp_path, seed, centres=2, pcs=3, days=12, edits=4, say=False)
    assert fleet.refused_thief == 1
    assert [len(cases) for cases in fleet.state.erased.values()] == [1]
    fleet.close()
