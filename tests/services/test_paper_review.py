"""What a sheet says of its translations: unread, read, or French because the French has changed since."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from anefdesk import paths
from anefdesk.domain.case import RequestKind
from anefdesk.i18n import reviews, templates
from anefdesk.i18n.texts import for_language
from anefdesk.letters.documents import BlankForm, Both, Line
from tests.services.conftest import Room

PROCEDURE = "protection-subsidiaire"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of two languages that a test may spoil."""
    for code in ("ar", "en"):
        shutil.copytree(paths.translations(code), tmp_path / code)
    monkeypatch.setattr(paths, "translations", tmp_path.joinpath)
    for_language.cache_clear()
    yield tmp_path
    for_language.cache_clear()


def _blank(room: Room, code: str) -> BlankForm:
    sheet = room.desk().paper.blank_form(PROCEDURE, RequestKind.FIRST, code)
    assert isinstance(sheet, BlankForm)
    return sheet


def _everything_read(folder: Path) -> None:
    entries = []
    for domain in ("content", "ui"):
        for message in templates.read(folder / "LC_MESSAGES" / f"{domain}.po", folder.name):
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if message.id and all(forms):
                key = reviews.key_of(message.context, message.id, forms)
                entries.append(f'[[read]]\nkey = "{key}"\nby = "relectrice 1"\non = 2027-01-02\n')
    (folder / "reviews.toml").write_text("".join(entries), "utf-8")


def _line(sheet: BlankForm, french: str) -> Line:
    return next(line for line in sheet.sections[0].lines if line.name.fr == french)


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_sheet_is_unread_until_each_of_its_texts_was_read(room: Room, shelf: Path, code: str) -> None:
    (shelf / code / "reviews.toml").unlink(missing_ok=True)
    unread = _blank(room, code).unread
    assert unread is not None
    assert unread.fr == "Traduction non relue, le français fait foi."
    assert unread.other not in {"", unread.fr}
    _everything_read(shelf / code)
    for_language.cache_clear()
    assert _blank(room, code).unread is None
    body = (shelf / code / "reviews.toml").read_text("utf-8")
    (shelf / code / "reviews.toml").write_text(body.replace("[[read]]", "[[checked]]"), "utf-8")
    for_language.cache_clear()
    assert _blank(room, code).unread == unread  # a second translation is no reader


@pytest.mark.parametrize("code", ["ar", "en"])
def test_a_sheet_prints_the_new_french_where_the_gloss_is_of_an_older_one(room: Room, shelf: Path, code: str) -> None:
    _everything_read(shelf / code)
    french = next(one.name for one in room.catalogue.procedures[PROCEDURE].documents if one.id == "c-titre")
    before = _line(_blank(room, code), french).name.other
    file = shelf / code / "LC_MESSAGES" / "content.po"
    catalogue = templates.read(file, code)
    catalogue.get(french, "c-titre.name").id = "Ce que le français disait avant"  # type: ignore[union-attr]
    header = file.read_text("utf-8").split("\n\n")[0].partition('msgstr ""\n')[2] + "\n"
    file.write_text(templates._written(catalogue, header), "utf-8")
    for_language.cache_clear()
    sheet = _blank(room, code)
    name = _line(sheet, french).name
    assert name.other.strip("\u2066\u2069") == f"{french}\u00a0[fr]"
    assert before not in {line.name.other for line in sheet.sections[0].lines}
    assert isinstance(sheet.unread, Both)
    assert sheet.unread.fr.startswith("Traduction non relue, le français fait foi. [fr] Pas encore traduit")
    assert "[fr]" in sheet.unread.other
    assert room.desk().paper.compose(sheet).startswith(b"%PDF")


def test_the_other_language_ends_its_sentences_in_its_own_way(room: Room) -> None:
    case = room.person()
    demarches = room.desk().demarches
    demarche = demarches.begin(case, PROCEDURE, RequestKind.RENEWAL, date(2026, 12, 15))
    for code, stop in (("bn", "।"), ("zh_Hans", "。"), ("ti", "።"), ("pt", "."), ("ar", ".")):
        summary = room.desk().paper.checklist(case, demarche, code).summary.other  # type: ignore[union-attr]
        assert summary.count(stop) >= 1, code
        assert "[fr]" not in summary or code in {"bn", "ti"}
