"""The two copies: damage, cuts, full disks, newer formats."""

import errno
import json
import os
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.vault import slot_file
from tests.vault.conftest import LABEL, NOW, PASSPHRASE, TODAY, Desk

A, B = slot_file.COPIES


@pytest.mark.parametrize("name", [A, B])
@pytest.mark.parametrize("harm", ["flip", "empty", "cut", "gone", "binary"])
def test_a_damaged_copy_is_repaired_from_the_other(desk: Desk, name: str, harm: str) -> None:
    path = desk.home / name
    sound = path.read_bytes()
    if harm == "flip":
        path.write_bytes(sound[:300] + bytes([sound[300] ^ 1]) + sound[301:])
    elif harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": sound[:500], "binary": b"\xff\x00" * 50}[harm])
    vault = desk.open()
    assert vault.repaired
    assert path.read_bytes() == sound
    assert not desk.open().repaired


def test_both_damaged_is_said_and_nothing_is_overwritten(desk: Desk) -> None:
    for name in slot_file.COPIES:
        (desk.home / name).write_bytes(b"{}")
    with pytest.raises(StorageError, match=r"vault\.damaged"):
        desk.open()
    assert (desk.home / A).read_bytes() == b"{}"


def test_no_file_is_not_a_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"vault\.missing"):
        slot_file.load(tmp_path)


def test_the_newest_copy_counts_whichever_it_is(desk: Desk) -> None:
    old = (desk.home / B).read_bytes()
    desk.open().rehearse_recovery(desk.sheet, TODAY)
    (desk.home / A).write_bytes(old)
    vault = desk.open()
    assert vault.rehearsed_on == TODAY
    assert not vault.repaired
    assert (desk.home / A).read_bytes() == (desk.home / B).read_bytes()


def _rewritten(desk: Desk, **changed: object) -> None:
    body = json.loads((desk.home / A).read_bytes())["body"] | changed
    text = json.dumps(body)
    check = slot_file.hashlib.sha256(text.encode()).hexdigest()
    for name in slot_file.COPIES:
        (desk.home / name).write_text(f'{{"check":"{check}","body":{text}}}', encoding="utf-8")


def test_a_newer_format_is_left_alone(desk: Desk) -> None:
    _rewritten(desk, format=2, something="new")
    before = (desk.home / A).read_bytes()
    with pytest.raises(StorageError, match=r"vault\.newer"):
        desk.open()
    assert (desk.home / A).read_bytes() == before


@pytest.mark.parametrize("changed", [{"must_encrypt": False}, {"mode": "clear"}])
def test_a_file_that_allows_clear_data_is_refused(desk: Desk, changed: dict[str, object]) -> None:
    _rewritten(desk, **changed)
    with pytest.raises(StorageError, match=r"vault\.damaged"):
        desk.open()


def test_turning_a_device_vault_into_passphrase_only_by_hand_opens_nothing(desk: Desk) -> None:
    _rewritten(desk, mode="passphrase_only")
    with pytest.raises(Exception, match=r"access\.wrong_passphrase"):
        desk.open().unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only"), (errno.EIO, "write_failed")],
)
@pytest.mark.parametrize("call", ["replace", "fsync", "open"])
def test_a_write_that_fails_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    vault = desk.open()
    before = (desk.home / A).read_bytes()

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fails)
        with pytest.raises(StorageError, match=rf"vault\.{code}"):
            vault.rehearse_recovery(desk.sheet, TODAY)
    assert vault.rehearsed_on is None
    assert (desk.home / A).read_bytes() == before
    assert sorted(path.name for path in desk.home.iterdir()) == [A, B]
    vault.rehearse_recovery(desk.sheet, TODAY)
    assert desk.open().rehearsed_on == TODAY


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(6))
def test_an_end_at_any_step_leaves_a_valid_vault(desk: Desk, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    vault = desk.open()
    left = step
    real = {name: getattr(os, name) for name in ("replace", "fsync")}

    def until_killed(name: str) -> object:
        def call(*args: object) -> object:
            nonlocal left
            if left == 0:
                raise _Killed
            left -= 1
            return real[name](*args)

        return call

    with monkeypatch.context() as patched:
        for name in real:
            patched.setattr(os, name, until_killed(name))
        with pytest.raises(_Killed):
            vault.rehearse_recovery(desk.sheet, TODAY)
    again = desk.open()
    assert again.rehearsed_on == (TODAY if step >= 2 else None)
    assert again.unlock(desk.lead, PASSPHRASE, today=TODAY, now=NOW).user == desk.lead


def test_files_belong_to_their_owner_alone(desk: Desk) -> None:
    desk.open().rehearse_recovery(desk.sheet, TODAY)
    if os.name == "posix":
        assert {(desk.home / name).stat().st_mode & 0o777 for name in slot_file.COPIES} == {0o600}


def test_labels_are_not_in_clear(desk: Desk, bare_desk: Desk) -> None:
    for home in (desk.home, bare_desk.home):
        assert LABEL.encode() not in (home / A).read_bytes()
