"""What the person agrees to, at the desk: noted, refused when nobody could understand it, withdrawn, taken back."""

import pytest

from anefdesk.domain.consent import Use
from anefdesk.ui.pages.consents import ConsentsPage
from anefdesk.ui.pages.destinations import Leaf, ToPaper
from anefdesk.ui.pages.paper import PaperPage
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.texts import Text
from tests.ui.pages.conftest import Counter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


def _page(counter: Counter) -> ConsentsPage:
    return counter.show(ConsentsPage(*counter.given, counter.case("Haidari"), "fr"), height=3000)


def _said(page: ConsentsPage, use: Use) -> str:
    return "\n".join(label.text() for label in page.cards[use].findChildren(Text) if label.isVisible())


def test_an_agreement_is_noted_withdrawn_and_put_back(counter: Counter) -> None:
    page = _page(counter)
    card = page.cards[Use.STATISTICS]
    assert "aucun accord noté" in _said(page, Use.STATISTICS)
    card.give.click()
    card.form.interpreted.setChecked(True)
    card.form.done.click()
    counter.settle()
    assert "En vigueur depuis : " in _said(page, Use.STATISTICS)
    assert "expliqué en dari" in _said(page, Use.STATISTICS)
    assert "aucun accord noté" in _said(page, Use.PRESS)
    assert card.form.isHidden()
    assert card.give.isHidden()
    away = next(one for one in card.findChildren(CarryingButton) if one.isVisible())
    away.click()
    counter.settle()
    assert "aucun accord noté" in _said(page, Use.STATISTICS)
    assert page.message.isVisible()
    page.message.acted.emit()
    counter.settle()
    assert "accord donné" in _said(page, Use.STATISTICS)


def test_a_paper_nobody_read_in_this_language_is_said_before_and_refused_after(counter: Counter) -> None:
    page = _page(counter)
    form = page.cards[Use.LAWYER].form
    page.cards[Use.LAWYER].give.click()
    counter.settle()
    assert form.language.value() == "fa_AF"
    assert "n’a pas été relue" in form.unread.text()
    form.done.click()
    counter.settle()
    assert "Personne n’a relu" in page.message.accessibleName()
    assert counter.ask(counter.session.desk.consents.view, counter.case("Haidari")).of(Use.LAWYER).history == ()
    form.interpreted.setChecked(True)
    counter.settle()
    assert form.unread.isHidden()
    form.interpreted.setChecked(False)
    form.language.set_value("fr")
    form.language.decided.emit("fr")
    counter.settle()
    assert form.unread.isHidden()


def test_two_lawyers_may_each_have_their_agreement(counter: Counter) -> None:
    page = _page(counter)
    card = page.cards[Use.LAWYER]
    for name in ("Maître Premier", "Maître Second"):
        assert not card.give.isHidden()
        card.give.click()
        card.form.interpreted.setChecked(True)
        card.form.scope.setText(name)
        card.form.done.click()
        counter.settle()
    said = _said(page, Use.LAWYER)
    assert "Maître Premier" in said
    assert "Maître Second" in said


def test_the_sheet_is_in_the_persons_language(counter: Counter) -> None:
    page = _page(counter)
    page.print_button.click()
    wanted = counter.went[-1]
    assert wanted == ToPaper(Leaf.CONSENT, "fa_AF", counter.case("Haidari"))
    assert isinstance(wanted, ToPaper)
    sheet = counter.show(PaperPage(*counter.given, wanted))
    assert not sheet.message.isVisible()
    assert sheet.view.page_count() >= 1
