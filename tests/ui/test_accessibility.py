"""Every control of every page has a name a screen reader can say, and the way on is never cut at 200 %."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QPushButton, QWidget

from anefdesk.domain.blockage import Harm, Remedy
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.ui.pages.destinations import (
    Destination,
    Leaf,
    ToAgenda,
    ToAttestation,
    ToBlockage,
    ToBlockages,
    ToClock,
    ToConsents,
    ToDesk,
    ToEvidence,
    ToHome,
    ToLetter,
    ToLetters,
    ToLetterSettings,
    ToNewPerson,
    ToPaper,
    ToPeople,
    ToPerson,
    ToProcedures,
    ToRules,
    ToSettings,
)
from anefdesk.ui.pages.shortcuts import ShortcutsSheet
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CONTROLS = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText, QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.SpinBox,
    QAccessible.Role.ButtonMenu, QAccessible.Role.Slider, QAccessible.Role.ProgressBar,
}  # fmt: skip


def unnamed(root: QWidget) -> list[str]:
    """Visible controls below ``root`` without a name."""
    found: list[str] = []

    def walk(thing: QAccessibleInterface) -> None:
        # Not thing.state(): reading its flags spoils the reference counts of True and False (PySide6 6.12).
        owner = thing.object()
        shown = isinstance(owner, QWidget) and owner.isVisible()
        if shown and thing.role() in CONTROLS and not thing.text(QAccessible.Text.Name).strip():
            found.append(f"{type(owner).__name__} {thing.role().name} in {type(owner.parent()).__name__}")
        if thing.role() in {QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.ComboBox}:
            return
        for number in range(thing.childCount()):
            child = thing.child(number)
            if child is not None:
                walk(child)

    walk(QAccessible.queryAccessibleInterface(root))
    return found


def cut_buttons(root: QWidget) -> list[str]:
    """Visible buttons narrower than their words."""
    return [
        button.text()
        for button in root.findChildren(QPushButton)
        if button.isVisible() and button.text() and button.width() < button.sizeHint().width() - 8
    ]


PLACES = (
    "home", "people", "new_person", "person", "clock", "agenda", "procedures", "rules", "desk", "paper", "settings",
    "blockages", "report", "blockage", "consents", "evidence", "attestation",
    "letters", "letter", "letter_settings",
)  # fmt: skip


def _blockage(desk: Desk, case: CaseId) -> ObjectId:
    """A blockage of a file, with a remedy that waits and a loss."""
    blockages, today = desk.session.desk.blockages, desk.session.desk.consents.view(case).today.isoformat()
    known = blockages.view(case)
    if known:
        return known[0].blockage.id
    blockage, _ = blockages.log(case, "B11", on=today, said="Une erreur est survenue. Code 500.")
    blockages.remedy(case, Remedy(id=ObjectId(b""), blockage=bytes(blockage), step="ask_l02", on=today))
    loss = Harm(id=ObjectId(b""), code="R-EMP-S", start=today, cents_month=140_000, blockage=bytes(blockage))
    blockages.harm(case, loss)
    return blockage


def place(desk: Desk, name: str) -> Destination:
    case = desk.case()
    if name == "blockage":
        return ToBlockage(case, _blockage(desk, case))
    if name == "letter":
        return ToLetter(case, template="L02", blockage=_blockage(desk, case))
    if name == "evidence":
        _blockage(desk, case)
        return ToEvidence(case)
    demarche = desk.session.desk.casework.reload(case).file.demarches[0].id
    return {
        "home": ToHome(), "people": ToPeople(), "new_person": ToNewPerson(), "person": ToPerson(case),
        "clock": ToClock(case), "agenda": ToAgenda(), "blockages": ToBlockages(), "report": ToBlockage(case),
        "consents": ToConsents(case), "attestation": ToAttestation(case),
        "letters": ToLetters(case), "letter_settings": ToLetterSettings(),
        "procedures": ToProcedures(case), "rules": ToRules(), "desk": ToDesk(case, demarche), "settings": ToSettings(),
        "paper": ToPaper(Leaf.CHECKLIST, "ar", case, demarche),
    }[name]  # fmt: skip


def test_every_control_has_a_name(open_window: Callable[..., Desk]) -> None:
    desk = open_window()
    assert unnamed(desk.window) == []
    frame = desk.unlock()
    found = {}
    for name in PLACES:
        frame.navigation.go(place(desk, name))
        desk.settle()
        if missing := unnamed(desk.window):
            found[name] = missing
    assert found == {}


def test_first_run_and_the_shortcuts_have_names(open_window: Callable[..., Desk]) -> None:
    desk = open_window(fresh=True)
    assert unnamed(desk.window) == []
    sheet = ShortcutsSheet(desk.window.look, desk.window)
    sheet.show()
    desk.settle()
    assert unnamed(sheet) == []
    sheet.close()


@pytest.mark.parametrize("zoom", [100, 200])
def test_no_button_is_cut_on_an_old_screen(open_window: Callable[..., Desk], zoom: int) -> None:
    desk = open_window(zoom=zoom)
    assert cut_buttons(desk.window) == []
    frame = desk.unlock()
    found = {}
    for name in PLACES:
        frame.navigation.go(place(desk, name))
        desk.settle()
        if cut := cut_buttons(desk.window):
            found[name] = cut
    assert found == {}


@pytest.mark.usefixtures("qapp")
def test_the_walk_sees_an_unnamed_control() -> None:
    button = QPushButton()
    button.show()
    assert unnamed(button) != []
    button.close()
    button.deleteLater()
