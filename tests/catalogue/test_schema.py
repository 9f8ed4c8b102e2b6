"""The schemas that authors' editors use say the same as the loader on the shipped files."""

import json
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from anefdesk import paths

ROOT = paths.resources("catalogue")
FILES = sorted(ROOT.rglob("*.toml"))


def _plain(value: object) -> object:
    match value:
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list():
            return [_plain(part) for part in value]
        case date():
            return value.isoformat()
    return value


def _validator(path: Path) -> jsonschema.Draft202012Validator:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#:schema ")
    schema = json.loads((path.parent / first.removeprefix("#:schema ")).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _content(path: Path) -> dict[str, object]:
    plain = _plain(tomllib.loads(path.read_text(encoding="utf-8")))
    assert isinstance(plain, dict)
    return plain


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_fits_its_schema(path: Path) -> None:
    assert [error.message for error in _validator(path).iter_errors(_content(path))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_refuses_an_unknown_key(path: Path) -> None:
    assert not _validator(path).is_valid(_content(path) | {"colour": "blue"})


def test_the_schema_refuses_a_grade_the_basis_does_not_allow() -> None:
    path = ROOT / "procedures" / "refugie.toml"
    text = path.read_text(encoding="utf-8").replace('grade = "B"', 'grade = "A"', 1)
    assert not _validator(path).is_valid(_plain(tomllib.loads(text)))
