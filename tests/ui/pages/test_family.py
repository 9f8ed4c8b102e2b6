"""« Famille » on a person's page, and a file reserved to named people: what is shown, what is done, what is left."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton

from anefdesk.domain.case import ItemState
from anefdesk.domain.household import EventKind, Relation
from anefdesk.domain.record import CaseId, UserId
from anefdesk.domain.staff import Role
from anefdesk.services.casework import NewPerson
from anefdesk.ui import family_words
from anefdesk.ui.models.agenda import WHAT, WHEN, AgendaModel
from anefdesk.ui.pages.desk import DeskPage
from anefdesk.ui.pages.destinations import ToHome, ToPerson
from anefdesk.ui.pages.home import HomePage
from anefdesk.ui.pages.person import PersonPage
from anefdesk.ui.pages.person_family import FamilySection
from anefdesk.ui.pages.person_header import PersonHeader
from anefdesk.ui.pages.person_restricted import RestrictedSection
from anefdesk.ui.piece_window import PieceWindow
from anefdesk.ui.widgets.carrying import CarryingButton, CarryingPlainButton, Choice
from anefdesk.ui.widgets.texts import Text
from tests.services.test_pieces import pdf
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _settle(counter: Counter) -> None:
    """A deed, the page read again, then the family read again."""
    counter.settle()
    counter.settle()


def _relative(counter: Counter, mother: CaseId) -> CaseId:
    """A son who will be eighteen in twenty days."""
    born = counter.today.replace(year=counter.today.year - 18) + timedelta(days=20)
    new = NewPerson(family="Canari-Haidari", given="Reza", birth_date=born.strftime("%d/%m/%Y"))
    return CaseId(counter.ask(counter.session.desk.families.create_linked, mother, new, Relation.CHILD))


def _page(counter: Counter, case: CaseId) -> tuple[PersonPage, FamilySection]:
    page = counter.show(PersonPage(*counter.given, case))
    _settle(counter)
    family = page.findChild(FamilySection)
    assert family is not None
    return page, family


def _words(root: FamilySection | RestrictedSection | PersonHeader) -> str:
    return _plain("\n".join(label.text() for label in root.findChildren(Text) if not label.isHidden()))


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def _button(root: FamilySection | RestrictedSection, name: str) -> QAbstractButton:
    return next(
        one for one in root.findChildren(QAbstractButton) if _plain(one.accessibleName() or one.text()).startswith(name)
    )


def test_a_relative_is_shown_tied_otherwise_opened_and_untied(counter: Counter) -> None:
    mother = counter.case("Haidari")
    child = _relative(counter, mother)
    _, family = _page(counter, mother)
    assert "CANARI-HAIDARI Reza" in _words(family)
    names = "Lien avec CANARI-HAIDARI Reza"
    relation = next(one for one in family.findChildren(Choice) if _plain(one.accessibleName()) == names)
    assert relation.value() is Relation.CHILD
    relation.decided.emit(Relation.WARD)
    _settle(counter)
    view = counter.ask(counter.session.desk.families.view, child)
    assert view.members[0].relation is Relation.GUARDIAN
    _button(family, "Ouvrir le dossier de CANARI-HAIDARI Reza").click()
    assert counter.went == [ToPerson(child)]
    _button(family, "Ne plus relier : CANARI-HAIDARI Reza").click()
    _settle(counter)
    assert "CANARI-HAIDARI Reza" not in _words(family)


def test_a_file_is_found_and_tied(counter: Counter) -> None:
    mother, other = counter.case("Haidari"), counter.case("Benali")
    _, family = _page(counter, mother)
    family._ask_to_link()
    assert family.linking.isVisible()
    assert all(row.case != mother for row in counter.ask(family.linking._find, "canari haidari"))
    family.linking.relation.set_value(Relation.SPOUSE)
    (row, *_) = counter.ask(family.linking._find, "canari benali")
    assert "CANARI-BENALI" in family.linking._describe(row)
    family.linking.search.chosen.emit(row)
    _settle(counter)
    assert family.linking.isHidden()
    assert counter.ask(counter.session.desk.families.view, other).members[0].case == mother


def test_a_relatives_file_is_opened_from_here(counter: Counter) -> None:
    mother = counter.case("Haidari")
    _, family = _page(counter, mother)
    family._ask_for_new()
    family.making.make.click()
    _settle(counter)
    assert counter.went == [], "a given name is needed"
    family.making.relation.set_value(Relation.CHILD)
    family.making.given.setText("Laila")
    family.making.born.set_iso("2015-03")
    family.making.make.click()
    _settle(counter)
    (went,) = counter.went
    assert isinstance(went, ToPerson)
    file = counter.ask(counter.session.desk.casework.reload, went.case).file
    assert (file.person.birth_date, file.person.department) == ("2015-03", "69")
    assert "CANARI-HAIDARI Laila" in _words(family)


def test_a_relative_half_typed_survives_a_lock(counter: Counter) -> None:
    mother = counter.case("Haidari")
    page, family = _page(counter, mother)
    assert page.draft() is None
    family._ask_for_new()
    family.making.given.setText("Laila")
    family.making.born.line.setText("3/20")
    family.making.relation.set_value(Relation.CHILD)
    draft = page.draft()
    assert draft is not None
    again, family = _page(counter, mother)
    again.restore(draft)
    assert family.making.isVisible()
    assert (family.making.given.text(), family.making.relation.value()) == ("Laila", Relation.CHILD)
    assert again.draft() == draft


def test_events_reach_the_other_file_and_are_dealt_with(counter: Counter) -> None:
    mother = counter.case("Haidari")
    child = _relative(counter, mother)
    _, theirs = _page(counter, child)
    theirs.events.add.click()
    _settle(counter)
    theirs.events.kind.set_value(EventKind.PROTECTED)
    theirs.events.day.set_iso("2026-10")
    theirs.events.add.click()
    _settle(counter)
    assert "10/2026 : a obtenu une protection internationale" in _words(theirs)
    _, family = _page(counter, mother)
    said = _words(family)
    assert "CANARI-HAIDARI Reza (enfant) : a obtenu une protection internationale" in said
    assert "date à préciser" in said
    assert "À regarder selon le cas" in said
    waiting = family.findChildren(CarryingPlainButton)
    waiting[0].click()
    _settle(counter)
    assert "vu" in _words(family)
    assert len(family.findChildren(CarryingPlainButton)) < len(waiting)
    _button(theirs, "Retirer : 10/2026").click()
    _settle(counter)
    assert "protection internationale" not in _words(family), "the other page heard of it"


def test_today_tells_what_changes_in_the_family(counter: Counter) -> None:
    mother = counter.case("Haidari")
    child = _relative(counter, mother)
    counter.ask(counter.session.desk.families.tell, child, EventKind.NATURALISED, "06/2026")
    home = counter.show(HomePage(*counter.given))
    model = home._model
    assert isinstance(model, AgendaModel)
    told = {
        (model.at(at).case, _plain(model.index(at, WHAT).data()).split("\n")[-1]): model.index(at, WHEN).data()
        for at in range(model.rowCount())
    }
    assert (child, "18 ans, majorité") in told
    assert (mother, "famille (enfant) : 18 ans, majorité") in told
    late = told[mother, "famille (enfant) : est devenu français ou française, date à préciser"]
    assert "à voir" in late
    assert "en retard" not in late


def test_a_shared_proof_serves_the_other_file_and_opens_there(counter: Counter) -> None:
    mother = counter.case("Haidari")
    child = _relative(counter, mother)
    desk = counter.session.desk
    counter.ask(lambda: desk.pieces.attach(mother, "c-domicile", pdf(), dated="2026-11-01"))
    _, family = _page(counter, mother)
    assert family.proofs.piece is not None
    family.proofs.piece.set_value(counter.ask(desk.casework.reload, mother).file.pieces[-1])
    family.proofs.share.click()
    _settle(counter)
    assert counter.ask(desk.families.view, child).borrowed == (), "nobody was chosen"
    dict(family.proofs._to)[child].setChecked(True)
    family.proofs.share.click()
    _settle(counter)
    assert "preuve partagée avec CANARI-HAIDARI Reza" in _words(family)
    page, theirs = _page(counter, child)
    assert "preuve partagée avec CANARI-HAIDARI Zahra · datée du 01/11/2026" in _words(theirs)
    _button(theirs, "Voir : ").click()
    _settle(counter)
    viewer = page._viewer
    assert isinstance(viewer, PieceWindow)
    assert viewer.view.page_count() == 1
    assert viewer.away.isHidden(), "it is taken away at its source only"
    viewer.day.set_iso("2026-11-20")
    viewer.day.changed.emit("2026-11-20")
    _settle(counter)
    assert counter.ask(desk.casework.reload, mother).file.pieces[-1].dated == "2026-11-20"
    viewer.close()
    _button(theirs, "Ne plus utiliser ici").click()
    _settle(counter)
    assert counter.ask(desk.families.view, child).borrowed == ()


def test_the_desk_says_that_a_proof_is_shared(counter: Counter) -> None:
    mother, other = counter.case("Haidari"), counter.case("Benali")
    desk = counter.session.desk
    counter.ask(desk.families.link, mother, other, Relation.SPOUSE)
    demarche = counter.demarche(other)
    counter.ask(lambda: desk.demarches.set_item(other, demarche, "c-domicile", ItemState.MISSING))
    counter.ask(lambda: desk.pieces.attach(mother, "c-domicile", pdf(), dated="2026-11-01"))
    piece = counter.ask(desk.casework.reload, mother).file.pieces[-1]
    counter.ask(desk.families.share, mother, piece.id, (other,))
    page = counter.show(DeskPage(*counter.given, other, demarche, "fr"))
    line = page.rows.row("c-domicile")
    assert line is not None
    assert "preuve partagée avec" in line._said.text()
    assert line.box.isChecked()
    line._ask_to_see()
    _settle(counter)
    viewer = page.findChild(PieceWindow)
    assert viewer is not None
    assert viewer.view.page_count() == 1
    viewer.close()


# Reserved to named people


def _colleague(counter: Counter) -> UserId:
    return UserId(
        counter.ask(
            lambda: counter.session.add_member("Canari-Omar", Role.WORKER, "wagonnet pareil banque copieur", None)
        )
    )


def test_a_file_is_reserved_named_and_opened_again(counter: Counter) -> None:
    colleague, case = _colleague(counter), counter.case("Chtcherbakova")
    page, _ = _page(counter, case)
    section = page.findChild(RestrictedSection)
    header = page.findChild(PersonHeader)
    assert section is not None
    assert header is not None
    section.set_open(True)
    said = _words(section)
    assert "Ce que cela fait" in said
    assert "Ce que cela ne fait pas" in said
    assert "clé commune" in said
    _button(section, "Réserver").click()
    _settle(counter)
    assert "réservé" in _words(header)
    restricting = counter.session.desk.restricting
    assert [one.named for one in counter.ask(restricting.view, case).people] == [True, False]
    _button(section, "Nommer").click()
    _settle(counter)
    named = counter.ask(restricting.view, case).people
    assert all(one.named for one in named)
    assert colleague in {one.user for one in named}
    _button(section, "Ne plus nommer Canari-Omar").click()
    _settle(counter)
    _button(section, "Ne plus nommer").click()  # myself, the last one
    _settle(counter)
    assert "dernière personne nommée" in page.message.accessibleName()
    _button(section, "Rouvrir").click()
    _settle(counter)
    assert not counter.ask(restricting.view, case).restricted


def test_who_closes_a_file_to_themselves_leaves_it(counter: Counter) -> None:
    colleague, case = _colleague(counter), counter.case("Chtcherbakova")
    counter.ask(counter.session.desk.restricting.restrict, case, {colleague})
    page, _ = _page(counter, case)
    section = page.findChild(RestrictedSection)
    assert section is not None
    section.set_open(True)
    mine = next(one for one in section.findChildren(CarryingButton) if "Stagiaire" in one.accessibleName())
    mine.click()
    _settle(counter)
    assert counter.went == [ToHome()]
    found = counter.ask(lambda: counter.session.desk.finding.find("chtcherbakova"))
    assert case not in {row.case for row in found}
    page._reload()
    _settle(counter)
    assert not any(section.isVisible() for section in page._sections), "nothing of it stays on screen"


def test_every_control_of_the_family_has_a_name(counter: Counter) -> None:
    mother = counter.case("Haidari")
    child = _relative(counter, mother)
    counter.ask(lambda: counter.session.desk.pieces.attach(mother, "c-domicile", pdf()))
    piece = counter.ask(counter.session.desk.casework.reload, mother).file.pieces[-1]
    counter.ask(counter.session.desk.families.share, mother, piece.id, (child,))
    for case in (mother, child):
        page, family = _page(counter, case)
        family.linking.show()
        family.making.show()
        section = page.findChild(RestrictedSection)
        assert section is not None
        section.set_open(True)
        _settle(counter)
        assert _unnamed(page) == []


def test_every_tie_event_and_notice_has_its_word(counter: Counter) -> None:
    from anefdesk.domain.household import NoticeCode

    assert set(family_words.RELATION) == set(Relation)
    assert set(family_words.EVENT) == set(EventKind)
    assert set(family_words.NOTICE) == set(family_words.WHY) == set(NoticeCode)
    assert set(family_words.WHY_SELF) == {code for code in NoticeCode if code.birthday}
    words = family_words.due_words(replace(counter.look), "turns_16::0")
    assert _plain(words) == "16 ans, date à préciser"
