from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.i18n.languages import language
from anefdesk.i18n.texts import for_language

Write = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty translations folder, in the place of the shipped one."""
    monkeypatch.setattr(paths, "translations", tmp_path.joinpath)
    for_language.cache_clear()
    yield tmp_path
    for_language.cache_clear()


@pytest.fixture
def write(shelf: Path) -> Write:
    """Write a .po of one language."""

    def _write(code: str, domain: str, body: str) -> Path:
        file = shelf / code / "LC_MESSAGES" / f"{domain}.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        header = (
            f'"Language: {code}\\n"\n"Plural-Forms: {language(code).plural_forms}\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        )
        file.write_text(f'msgid ""\nmsgstr ""\n{header}\n{body}', "utf-8")
        return file

    return _write
