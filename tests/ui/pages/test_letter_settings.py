"""« Courriers du centre » : addresses dated and corrected, own models checked on entry, citations read by somebody."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from anefdesk.domain.letter_template import Addressee
from anefdesk.settings import Settings
from anefdesk.ui.pages.destinations import ToLetterSettings
from anefdesk.ui.pages.settings import SettingsPage
from anefdesk.ui.pages.settings_letters import LetterSettingsPage
from tests.catalogue.test_own_templates import OURS
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)

ADDRESS = "Préfecture du Rhône\n69003 Lyon"


@pytest.fixture
def page(counter: Counter) -> LetterSettingsPage:
    return counter.show(LetterSettingsPage(*counter.given))


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(counter: Counter, page: QWidget, words: str) -> None:
    next(one for one in page.findChildren(QAbstractButton) if one.text() == words and one.isVisible()).click()
    counter.settle()


def test_the_settings_lead_there(counter: Counter) -> None:
    settings = counter.show(SettingsPage(*counter.given, Settings()))
    settings.letters_button.click()
    assert counter.went == [ToLetterSettings()]


def test_an_address_is_dated_corrected_and_taken_back(counter: Counter, page: LetterSettingsPage) -> None:
    part = page.addresses
    assert "pas encore écrite" in said(part)
    assert _unnamed(page) == []
    part.add.click()
    part.office.set_value(Addressee.PREFECT)
    part.office.decided.emit(Addressee.PREFECT)
    part.lines.setPlainText(ADDRESS)
    part.done.click()
    counter.settle()
    assert "département" in part._wrong.text().casefold()
    part.place.set_value("69")
    part.said_by.setText("rhone.gouv.fr")
    assert page.draft() is not None
    part.done.click()
    counter.settle()
    kept = counter.ask(counter.session.desk.correspondence.addresses)
    assert [(one.addressee, one.department, one.lines) for one in kept] == [("prefect", "69", ADDRESS)]
    assert "Préfecture – 69" in said(part)
    assert page.draft() is None
    page.undo()
    counter.settle()
    assert counter.ask(counter.session.desk.correspondence.addresses) == ()
    assert "Préfecture – 69" not in said(part)


def test_an_old_address_is_marked(counter: Counter, page: LetterSettingsPage) -> None:
    part = page.addresses
    part.open(None)
    part.office.set_value(None)
    part.lines.setPlainText("1 rue Canari\n69003 Lyon")
    part.day.set_iso("2024-01-10")
    part.said_by.setText("bail du centre")
    part.done.click()
    counter.settle()
    assert "ancienne, à vérifier" in said(part)
    assert "vérifiée le 10/01/2024" in said(part)


def test_an_own_model_is_checked_kept_and_removed(counter: Counter, page: LetterSettingsPage, tmp_path: Path) -> None:
    broken, sound = tmp_path / "faux.toml", tmp_path / "bon.toml"
    broken.write_text(OURS.replace("CANARI-1", "ASSO-1").replace('title = "', "title = ", 1), encoding="utf-8")
    sound.write_text(OURS.replace("CANARI-1", "ASSO-1"), encoding="utf-8")
    page.own.take(str(broken))
    counter.settle()
    assert "ligne 2" in page.own.message.accessibleName()
    page.own.take(str(tmp_path / "absent.toml"))
    counter.settle()
    assert "n’est pas un texte" in page.own.message.accessibleName()
    page.own.take(str(sound))
    counter.settle()
    assert "Demander un rendez-vous à la mairie" in said(page.own)
    assert any(one.own for one in counter.ask(counter.session.desk.correspondence.templates))
    press(counter, page.own, "Retirer")
    assert "Aucun modèle du centre" in said(page.own)


def test_a_citation_prints_once_somebody_named_has_read_it(counter: Counter, page: LetterSettingsPage) -> None:
    part = page.approvals
    name, row = next(iter(part._rows.items()))
    assert not row.view.prints
    row.unfold()
    row.reader.setText("Me Canari, avocate")
    assert page.draft() is not None
    assert not row._done.isEnabled()
    row._sure.setChecked(True)
    row._done.click()
    counter.settle()
    views = {one.citation.id: one for one in counter.ask(counter.session.desk.correspondence.citations)}
    approval = views[name].approval
    assert approval is not None
    assert (approval.reader, views[name].prints) == ("Me Canari, avocate", True)
    assert "Relue par Me Canari, avocate" in said(part)
    press(counter, part, "Retirer cette relecture")
    views = {one.citation.id: one for one in counter.ask(counter.session.desk.correspondence.citations)}
    assert not views[name].prints


def test_what_is_typed_outlives_a_visit_elsewhere(counter: Counter, page: LetterSettingsPage) -> None:
    row = next(iter(page.approvals._rows.values()))
    row.unfold()
    row.reader.setText("Me Canari")
    draft = page.draft()
    assert draft is not None
    again = LetterSettingsPage(*counter.given)
    again.restore(draft)
    counter.show(again)
    assert again.draft() == draft
