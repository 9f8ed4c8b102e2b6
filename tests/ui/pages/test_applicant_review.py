"""What the applicant's side says of its translations: a mark until read, French with another where none is left."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from anefdesk import paths
from anefdesk.domain import contexts
from anefdesk.domain.checklist import Row
from anefdesk.i18n import reviews, templates
from anefdesk.i18n.languages import APPLICANT_LANGUAGES
from anefdesk.i18n.texts import for_language
from anefdesk.services.demarches import DeskView
from anefdesk.ui import applicant_words, tokens
from anefdesk.ui.applicant import ApplicantHead, line_of, speaking, warnings
from anefdesk.ui.desk_entries import Question, entries
from anefdesk.ui.widgets.texts import BilingualLabel

from .conftest import Counter


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the Arabic translations that a test may spoil."""
    shutil.copytree(paths.translations("ar"), tmp_path / "shelf" / "ar")
    monkeypatch.setattr(paths, "translations", (tmp_path / "shelf").joinpath)
    for_language.cache_clear()
    yield tmp_path / "shelf" / "ar"
    for_language.cache_clear()


def _view(counter: Counter) -> DeskView:
    case = counter.case("Haidari")
    return counter.ask(counter.session.desk.demarches.view, case, counter.demarche(case))


def _review(folder: Path, level: str) -> None:
    lines = []
    for domain in ("content", "ui"):
        for message in templates.read(folder / "LC_MESSAGES" / f"{domain}.po", "ar"):
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            if message.id and all(forms):
                key = reviews.key_of(message.context, message.id, forms)
                lines.append(f'[[{level}]]\nkey = "{key}"\nby = "relectrice 1"\non = 2027-01-02\n')
    (folder / "reviews.toml").write_text("".join(lines), "utf-8")
    for_language.cache_clear()


def _said(counter: Counter, view: DeskView) -> list[str]:
    look = speaking(counter.look, "ar")
    lines = [line_of(look, entry, advice=True) for entry in entries(view)]
    counter.pages += lines
    return [label.accessibleName() for line in lines for label in line.findChildren(QLabel)]


def test_a_mark_stands_until_somebody_has_read(counter: Counter, arabic: Path) -> None:
    view = _view(counter)
    for level, warning in (("checked", applicant_words.CHECKED_MARK), ("read", None)):
        _review(arabic, level)
        assert warnings(speaking(counter.look, "ar"), view) == ((warning,) if warning else ())
        assert any(text.endswith("\u00a0°") for text in _said(counter, view)) is (warning is not None)
    (arabic / "reviews.toml").unlink()
    for_language.cache_clear()
    assert warnings(speaking(counter.look, "ar"), view) == (applicant_words.UNREAD_MARK,)
    assert warnings(speaking(counter.look, "fr"), view) == ()


def test_a_gloss_of_an_older_french_is_never_shown(counter: Counter, arabic: Path) -> None:
    view = _view(counter)
    row = next(entry for entry in entries(view) if isinstance(entry, Row))
    look = speaking(counter.look, "ar")
    context = contexts.of_document(row.document)
    old = look.texts.content(context, row.document.name)
    assert old.state != "missing"
    file = arabic / "LC_MESSAGES" / "content.po"
    catalogue = templates.read(file, "ar")
    catalogue.get(row.document.name, context).id = "Ce que le français disait avant"  # type: ignore[union-attr]
    header = file.read_text("utf-8").split("\n\n")[0].partition('msgstr ""\n')[2] + "\n"
    file.write_text(templates._written(catalogue, header), "utf-8")
    for_language.cache_clear()
    said = _said(counter, view)
    assert f"{row.document.name}\u00a0[fr]" in said
    assert not [text for text in said if old.text in text]
    explained = "Pas encore traduit : demandez à l’équipe de vous l’expliquer."
    assert speaking(counter.look, "ar").ui(explained) in said


@pytest.mark.parametrize("code", ["xx", "xx_RTL", *(one.code for one in APPLICANT_LANGUAGES)])
def test_a_narrow_side_cuts_nothing_in_any_language(counter: Counter, code: str) -> None:
    """The invented languages are longer than any; a text of ours that stays plain in them was never translated."""
    look = speaking(counter.look, code)
    window = QWidget()
    side = QWidget(window)
    column = QVBoxLayout(side)
    head = ApplicantHead(counter.look, code, points=tokens.APPLICANT_TITLE)
    head.show_view(_view(counter))
    column.addWidget(head)
    for entry in entries(_view(counter)):
        column.addWidget(line_of(look, entry, advice=True))
    column.addStretch(1)
    counter.pages.append(window)
    width = max(counter.look.dp(480), side.minimumSizeHint().width())
    assert width == counter.look.dp(480) or code.startswith("xx")  # their tail is one long word
    side.resize(width, column.heightForWidth(width))
    window.resize(side.size())
    window.show()
    counter.settle()
    labels = [label for label in side.findChildren(BilingualLabel) if label.accessibleName()]
    assert len(labels) > 20
    assert [one.accessibleName() for one in labels if one.heightForWidth(one.width()) > one.height()] == []
    rooms = [one.parentWidget() for one in labels]
    assert all(one.geometry().right() <= room.width() for one, room in zip(labels, rooms, strict=True) if room)
    if code.startswith("xx"):
        small = {one.accessibleName() for one in labels if one.accessibleName()[0] != "["}
        french = {entry.document.name for entry in entries(_view(counter)) if isinstance(entry, Row)}
        french |= {entry.fact.question for entry in entries(_view(counter)) if isinstance(entry, Question)}
        assert small <= french | {applicant_words.UNREAD_MARK}
