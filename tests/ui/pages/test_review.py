"""After an update: what the first page says, the list, the differences of one démarche, moving and coming back."""

import dataclasses

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from anefdesk.domain.case import ItemState, RequestKind
from anefdesk.domain.catalogue_changes import _ASIDE
from anefdesk.domain.procedure import (
    Basis,
    Document,
    Fee,
    FilingWindow,
    OnAnef,
    Procedure,
    Requirement,
    Stage,
    Statement,
    Translation,
)
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.services.desk import lay_out
from anefdesk.ui.pages import change_words
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import ToDesk, ToVersions
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.review import ReviewPage
from anefdesk.ui.pages.review_lines import ReviewCard
from anefdesk.ui.widgets.states import InlineMessage
from tests.later_catalogue import VERSION, later
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture
def behind(counter: Counter) -> tuple[CaseId, ObjectId]:
    """A démarche of protection-subsidiaire, and one of vls-ts-validation, when the update has come."""
    case = counter.case("Haidari")
    demarches = counter.session.desk.demarches
    counter.ask(demarches.begin, case, "vls-ts-validation", RequestKind.FIRST, counter.today)
    demarche = counter.ask(demarches.begin, case, "protection-subsidiaire", RequestKind.RENEWAL, counter.today)
    counter.ask(lambda: demarches.set_item(case, demarche, "ps-etat-civil", ItemState.RECEIVED))
    opened = counter.session._open
    assert opened is not None
    place = dataclasses.replace(opened.workplace, catalogue=later())
    counter.session._open = dataclasses.replace(opened, workplace=place, desk=lay_out(place))
    return case, demarche


def _said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def _press(page: QWidget, words: str) -> None:
    (button,) = [one for one in page.findChildren(QAbstractButton) if one.isVisible() and words in one.text()]
    button.click()


def _card(page: ReviewPage, demarche: ObjectId) -> ReviewCard:
    return page._cards[demarche]


def _review(counter: Counter, demarche: ObjectId | None = None) -> ReviewPage:
    return counter.show(ReviewPage(*counter.given, ToVersions(demarche)), height=4000)


def test_without_an_update_nothing_is_said(counter: Counter) -> None:
    page = counter.show(HomePage(*counter.given))
    assert "Le catalogue a changé" not in _said(page)
    assert "Aucune démarche à revoir" in _said(_review(counter))


def test_the_first_page_counts_them_and_leads_there(counter: Counter, behind: tuple[CaseId, ObjectId]) -> None:
    page = counter.show(HomePage(*counter.given))
    (notice,) = [one for one in page.findChildren(InlineMessage) if "Le catalogue a changé" in one.accessibleName()]
    expected = len(counter.ask(counter.session.desk.versions.review))
    assert f"{expected} démarches à revoir" in notice.accessibleName()
    notice.acted.emit()
    assert counter.went == [ToVersions()]
    del behind


def test_the_desk_says_its_version_and_leads_to_the_differences(
    counter: Counter, behind: tuple[CaseId, ObjectId]
) -> None:
    page = counter.show(DeskPage(*counter.given, *behind, "ar"))
    assert "version du 23/11/2026" in _said(page.version)
    page.version.button.click()
    assert counter.went == [ToVersions(behind[1])]


def test_a_desk_that_follows_today_says_nothing(counter: Counter) -> None:
    case = counter.case("Haidari")
    page = counter.show(DeskPage(*counter.given, case, counter.demarche(case), "ar"))
    assert not page.version.isVisible()


def test_the_differences_are_told_line_by_line(counter: Counter, behind: tuple[CaseId, ObjectId]) -> None:
    page = _review(counter, behind[1])
    card = _card(page, behind[1])
    assert card.unfolded
    assert _unnamed(page) == []
    said = _said(card)
    for expected in (
        "De la version du 23/11/2026 à la version du 01/03/2027",
        "Lettre d’explication",
        "avant : Moins de 6 mois",
        "maintenant : Moins de 3 mois",
        "avant : selon le cas",
        "maintenant : utile, pas obligatoire",
        "avant : 250\u00a0€",
        "maintenant : 270\u00a0€",
        "Noté « reçue » : gardé dans le dossier, sous « n’est plus demandé ».",
        "Concerne cette personne.",
    ):
        assert expected in said
    _press(card, "Garder l’ancienne")
    assert not card.unfolded
    _press(card, "Voir ce qui change")
    counter.settle()
    assert card.unfolded
    _press(card, "Ouvrir la démarche")
    assert counter.went == [ToDesk(*behind)]


def test_moving_keeps_the_state_and_annuler_brings_it_back(counter: Counter, behind: tuple[CaseId, ObjectId]) -> None:
    page = _review(counter, behind[1])
    _press(_card(page, behind[1]), "Passer à la nouvelle version")
    counter.settle()
    assert behind[1] not in page._cards
    assert "suit maintenant la version du 01/03/2027" in page.message.accessibleName()
    view = counter.ask(counter.session.desk.demarches.view, *behind)
    assert view.demarche.catalogue == VERSION
    desk = counter.show(DeskPage(*counter.given, *behind, "ar"), height=4000)
    assert not desk.version.isVisible()
    assert desk.more._left.isVisible()
    desk.more._left.set_open(True)
    assert "Document d’état civil de l’Ofpra – reçue" in _said(desk.more)
    page.message.acted.emit()
    counter.settle()
    assert behind[1] in page._cards
    assert not page.message.isVisible()
    assert counter.ask(counter.session.desk.demarches.view, *behind).left == ()


def test_those_of_which_only_words_change_move_at_once(counter: Counter, behind: tuple[CaseId, ObjectId]) -> None:
    page = _review(counter)
    count = len(page._cards)
    _press(page, "où seuls les mots changent")
    counter.settle()
    assert len(page._cards) == count - 1
    assert "1 démarche suit la nouvelle version" in page.message.accessibleName()
    assert not page._words.isVisible()
    page.message.acted.emit()
    counter.settle()
    assert len(page._cards) == count
    del behind


def test_a_procedure_that_left_the_catalogue_stays_with_its_demarche(
    counter: Counter, behind: tuple[CaseId, ObjectId]
) -> None:
    opened = counter.session._open
    assert opened is not None
    kept = {name: one for name, one in later().procedures.items() if name != "protection-subsidiaire"}
    place = dataclasses.replace(opened.workplace, catalogue=dataclasses.replace(later(), procedures=kept))
    counter.session._open = dataclasses.replace(opened, workplace=place, desk=lay_out(place))
    page = _review(counter, behind[1])
    card = _card(page, behind[1])
    assert not card.unfolded
    assert "n’est plus au catalogue" in _said(card)
    assert "Voir ce qui change" not in [one.text() for one in card.findChildren(QAbstractButton)]


def test_every_value_of_a_line_has_its_words() -> None:
    fields = {
        field.name
        for kind in (Procedure, Document, Statement, FilingWindow, Fee)
        for field in dataclasses.fields(kind)
        if field.name not in {"documents", "evidence", "statement", "when", *_ASIDE, *change_words.PART}
    }
    assert fields - set(change_words._FIELD) == set()
    enums = (Requirement, Stage, Translation, Basis, OnAnef, RequestKind)
    values = {value for kind in enums for value in kind}
    assert {value for value in values if not any(value in known for known in change_words._VALUES)} == set()
    parts = {field.name for field in dataclasses.fields(Procedure) if str(field.type).startswith("tuple[")}
    assert parts - {"requests", "to_check"} <= set(change_words.PART)
