import hashlib
import os
from pathlib import Path

import pytest

from anefdesk.errors import StorageError
from anefdesk.mailbox.chunks import ChunkFolder


def test_a_chunk_is_named_by_what_it_holds(tmp_path: Path) -> None:
    folder = ChunkFolder(tmp_path / "chunks")
    name = folder.put(b"sealed")
    assert name == hashlib.sha256(b"sealed").digest()
    assert folder.get(name) == b"sealed"
    assert folder.put(b"sealed") == name


def test_missing_and_damaged_chunks_are_told_apart(tmp_path: Path) -> None:
    folder = ChunkFolder(tmp_path / "chunks")
    name = folder.put(b"sealed")
    with pytest.raises(StorageError) as missing:
        folder.get(bytes(32))
    assert missing.value.code == "chunk.missing"
    place = next(path for path in (tmp_path / "chunks").rglob("*") if path.is_file())
    place.write_bytes(b"sealeD")
    with pytest.raises(StorageError) as damaged:
        folder.get(name)
    assert damaged.value.code == "chunk.damaged"


def test_nothing_half_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ChunkFolder(tmp_path / "chunks")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as error:
        folder.put(b"sealed")
    assert (error.value.code, error.value.params) == ("disk.full", {})
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
