import platform
import sys
from functools import cache
from pathlib import Path

import pytest

from anefdesk import __main__ as command
from anefdesk.services import doctor, qt_libraries
from tests.secret_service import SecretService


def _found() -> dict[str, doctor.Finding]:
    return {finding.subject: finding for finding in doctor.examine()}


def test_this_machine_can_run_the_desk(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "✓ base chiffrée" in said
    for personal in (str(Path.home()), str(tmp_path), platform.node()):
        assert personal not in said


def test_it_names_the_keyring(secret_service: SecretService) -> None:
    assert secret_service.address
    assert _found()["trousseau du système"].found == "SecretService.Keyring"


def test_no_keyring_is_said_and_not_refused() -> None:
    finding = _found()["trousseau du système"]
    assert not finding.sound
    assert not finding.required


def test_a_missing_font_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    from anefdesk import paths
    from anefdesk.letters import fonts

    request.addfinalizer(paths._shipped.cache_clear)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(fonts, "_read", cache(fonts.Face))  # faces read before stay the ones that pages know
    paths._shipped.cache_clear()
    finding = _found()["NotoSans"]
    assert finding.required
    assert not finding.sound
    assert "NotoSans-Regular.ttf" in finding.found


def test_a_missing_distribution_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_DISTRIBUTIONS", ("no-such-distribution",))
    finding = _found()["no-such-distribution"]
    assert (finding.found, finding.sound, finding.required) == ("absent", False, True)


def test_an_unusable_machine_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "_DISTRIBUTIONS", ("no-such-distribution",))
    assert command.main(["doctor"]) == 1
    assert "✗ no-such-distribution" in capsys.readouterr().out


def test_a_missing_library_is_named_by_its_package() -> None:
    wanted = {"libc.so.6": "libc6", "libnobody.so.9": "libnobody9", "libnothing.so.1": "libnobody9"}
    assert qt_libraries.packages_missing(wanted) == ("libnobody9",)
