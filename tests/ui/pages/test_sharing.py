"""« Partager ou transmettre ce dossier » and « Dossiers reçus »: what is said, what leaves, what is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from anefdesk.domain.catalogue import Catalogue
from anefdesk.domain.record import CaseId
from anefdesk.domain.sharing import Reply
from anefdesk.services.session import Session
from anefdesk.settings import Settings
from anefdesk.ui import icons, theme
from anefdesk.ui.deeds import Deeds
from anefdesk.ui.jobs import Jobs
from anefdesk.ui.news import News
from anefdesk.ui.pages.destinations import Back, ToConsents, ToPerson
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.pages.person_sharing import HandedLine, SharingSection
from anefdesk.ui.pages.received import ReceivedPage
from anefdesk.ui.pages.share import SharePage
from anefdesk.ui.pages.sharing_places import ToShare
from anefdesk.ui.theme import Look
from anefdesk.wire.entry import EVERYWHERE
from tests.services.conftest import RECEPTION, TODAY
from tests.services.sync import sharing_pcs
from tests.services.sync.sharing_pcs import NORTH, SOUTH, Counter
from tests.ui.pages.test_accessible import _unnamed
from tests.ui.test_small_screens import _too_wide

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)
W = TypeVar("W", bound=QWidget)


@dataclass
class Screens:
    """Two centres, a file in the north, and pages over either desk."""

    app: QApplication
    look: Look
    jobs: Jobs
    north: Counter
    south: Counter
    case: CaseId
    news: News = field(default_factory=News)
    went: list[object] = field(default_factory=list)
    pages: list[QWidget] = field(default_factory=list)

    def session(self, counter: Counter, label: str = "") -> Session:
        """What the pages ask of a session: the desk."""
        return cast("Session", SimpleNamespace(desk=counter.of(label or counter.label), training=False))

    def show(self, page: W) -> W:
        self.pages.append(page)
        page.resize(1182, 1400)
        page.show()
        page.go.connect(self.went.append)  # type: ignore[attr-defined]
        self.settle()
        return page

    def share(self, label: str = "") -> SharePage:
        given = (self.look, self.jobs, self.news, self.session(self.north, label), TODAY)
        return self.show(SharePage(*given, self.case))

    def received(self) -> ReceivedPage:
        return self.show(ReceivedPage(self.look, self.jobs, self.news, self.session(self.south), TODAY))

    def settle(self) -> None:
        for _ in range(6):
            self.jobs.drain()
            self.app.processEvents()

    def meet(self) -> None:
        self.settle()
        self.north.meets(self.south)

    def reply(self) -> Reply | None:
        return self.north.desk.sharing.view(self.case).lines[0].share.reply


def named_centres(*counters: Counter) -> None:
    """The organisation's names of its centres, as PCs that joined it know them."""
    from anefdesk.services.sync import labels
    from anefdesk.store import remembered

    for counter in counters:
        remembered.put(counter.pc.store, labels.KEPT_AS, sharing_pcs.LABEL_KEY)


@pytest.fixture
def screens(qapp: QApplication, tmp_path: Path, catalogue: Catalogue) -> Iterator[Screens]:
    qapp.setStyle("Fusion")
    theme.load_fonts(first=True)
    theme.load_fonts(first=False)
    look = theme.look_of(Settings(), system_dark=False)
    theme.dress(qapp, look)
    make, close = sharing_pcs.maker(sharing_pcs.organisation(), tmp_path, catalogue)
    north, south = make("nord 1", NORTH), make("sud 1", SOUTH)
    named_centres(north, south)
    made = Screens(qapp, look, Jobs(), north, south, north.file(agreed=False))
    yield made
    for page in made.pages:
        page.hide()
        page.deleteLater()
    made.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.jobs.close()
    close()
    icons.forget()


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def offered(page: QWidget) -> dict[str, QAbstractButton]:
    return {one.text(): one for one in page.findChildren(QAbstractButton) if one.isVisible()}


def press(screens: Screens, page: QWidget, words: str) -> None:
    offered(page)[words].click()
    screens.settle()


def choose(screens: Screens, page: SharePage, to: bytes) -> None:
    page.form.to.set_value(to)
    page.form.to.decided.emit(to)
    screens.settle()


def test_nothing_is_sent_before_the_person_agreed(screens: Screens) -> None:
    page = screens.share()
    choose(screens, page, SOUTH)
    assert not page.form.send.isEnabled()
    assert "aucun accord noté" in said(page)
    press(screens, page, "Demander et noter son accord")
    assert screens.went == [ToConsents(screens.case)]
    screens.north.agree(screens.case, "Centre Sud")
    page = screens.share()
    assert not page.form.send.isEnabled()
    assert "Choisissez à qui." in said(page)
    choose(screens, page, SOUTH)
    assert page.form.send.isEnabled()
    assert "Centre Sud" in said(page)


def test_what_leaves_and_what_stays_is_said(screens: Screens) -> None:
    page = screens.share()
    for words in ("1 pièce jointe", "1 note de l’équipe", "1 note privée de son auteur", "qui a lu le dossier"):
        assert words in said(page)
    assert _unnamed(page) == []


def test_a_file_is_sent_accepted_and_followed(screens: Screens) -> None:
    screens.north.agree(screens.case)
    page = screens.share()
    choose(screens, page, SOUTH)
    press(screens, page, "Envoyer une copie à « Centre Sud »")
    assert "part au prochain échange" in said(page)
    assert "sans réponse" in said(page)
    assert not page.form.send.isEnabled()
    screens.meet()
    there = screens.received()
    assert "« Centre Nord » partage ce dossier avec vous" in said(there)
    assert "CANARI-PARTAGÉE Zénobie" in said(there)
    assert "1 pièce jointe" in said(there)
    assert _unnamed(there) == []
    press(screens, there, "Accepter ce dossier")
    opened = screens.went[0]
    assert [type(one) for one in screens.went] == [ToPerson]
    screens.meet()
    there = screens.received()
    press(screens, there, "Ouvrir le dossier")
    assert screens.went[-1] == opened
    assert "CANARI-PARTAGÉE Zénobie" in said(there)
    page = screens.share()
    assert "accepté" in said(page)
    press(screens, page, "Arrêter le partage")
    assert "Ce qui a déjà été envoyé y reste." in said(page)
    assert "arrêté" in said(page)
    press(screens, page, "Retour")
    assert screens.went[-1] == Back()


def test_a_refusal_needs_a_reason_and_it_is_read_there(screens: Screens) -> None:
    screens.north.agree(screens.case)
    screens.north.desk.sharing.share(screens.case, SOUTH)
    screens.meet()
    there = screens.received()
    press(screens, there, "Refuser…")
    press(screens, there, "Refuser ce dossier")
    assert "Il manque la raison du refus." in said(there)
    there.cards[0].why.setText("Habite trop loin")
    press(screens, there, "Refuser ce dossier")
    assert "Habite trop loin" in said(there)
    assert "Zénobie" not in said(there)
    press(screens, there, "Retour")
    screens.meet()
    assert "Habite trop loin" in said(screens.share())
    assert screens.reply() is Reply.REFUSED


def test_handing_over_closes_the_file_here(screens: Screens) -> None:
    screens.north.agree(screens.case)
    page = screens.share()
    choose(screens, page, SOUTH)
    page.form.handed.setChecked(True)
    press(screens, page, "Transmettre le dossier à « Centre Sud »")
    screens.meet()
    there = screens.received()
    assert "c’est vous qui prenez la suite" in said(there)
    press(screens, there, "Accepter ce dossier")
    screens.meet()
    holder = QWidget()
    inside = QVBoxLayout(holder)
    deeds = Deeds(screens.jobs, screens.news, holder)
    session = screens.session(screens.north)
    file = OpenFile(screens.look, screens.jobs, deeds, session.desk, screens.case, TODAY, session)
    line = HandedLine(file)
    screens.pages.append(holder)
    inside.addWidget(line)
    inside.addWidget(section := SharingSection(file))
    line.go.connect(screens.went.append)
    section.go.connect(screens.went.append)
    holder.show()
    for one in (line, section):
        one.show_file(session.desk.casework.reload(screens.case))
    screens.settle()
    section.set_open(True)
    assert "Dossier transmis à « Centre Sud », qui l’a accepté" in said(line)
    assert "Il est clos ici" in said(line)
    assert "transmis" in said(section)
    section.open_button.click()
    line.message.acted.emit()
    assert screens.went[-2:] == [ToShare(screens.case)] * 2


def test_reception_is_told_why_it_may_not(screens: Screens) -> None:
    screens.north.agree(screens.case)
    page = screens.share(RECEPTION)
    choose(screens, page, SOUTH)
    press(screens, page, "Envoyer une copie à « Centre Sud »")
    assert page.message.isVisible()
    assert not screens.north.desk.sharing.view(screens.case).lines


def test_a_restricted_file_tells_nothing_before_it_is_accepted(screens: Screens) -> None:
    screens.north.agree(screens.case)
    screens.north.desk.restricting.restrict(screens.case)
    screens.north.desk.sharing.share(screens.case, SOUTH)
    screens.meet()
    there = screens.received()
    assert "Dossier réservé à des personnes nommées" in said(there)
    assert "Zénobie" not in said(there)


@pytest.mark.parametrize("which", ["share", "received"])
def test_the_screens_bend_to_a_small_one(screens: Screens, which: str) -> None:
    screens.north.agree(screens.case)
    screens.north.desk.sharing.share(screens.case, SOUTH)
    screens.meet()
    page: QWidget = screens.share() if which == "share" else screens.received()
    page.resize(760, 500)
    screens.settle()
    assert _too_wide(page) == []


def test_twice_as_large_the_form_still_fits(screens: Screens) -> None:
    screens.look = theme.look_of(Settings(zoom=200), system_dark=False)
    theme.dress(screens.app, screens.look)
    screens.north.agree(screens.case)
    page = screens.share()
    page.resize(1120, 640)
    screens.settle()
    assert _too_wide(page) == []
    (area,) = (one for one in page.findChildren(QScrollArea) if one.widget() is not None)
    assert area.horizontalScrollBar().maximum() == 0


def test_an_agreement_for_somebody_else_is_questioned(screens: Screens) -> None:
    screens.north.agree(screens.case, "Centre Sud")
    page = screens.share()
    choose(screens, page, EVERYWHERE)
    assert "accord donné pour un autre destinataire ?" in said(page)
    choose(screens, page, SOUTH)
    assert "accord donné pour un autre destinataire ?" not in said(page)


def test_a_file_handed_over_is_taken_back(screens: Screens) -> None:
    screens.north.agree(screens.case)
    screens.north.desk.sharing.share(screens.case, SOUTH, handed_over=True)
    screens.meet()
    (row,) = screens.south.desk.sharing.received()
    screens.south.desk.sharing.accept(row.scope, row.share)
    screens.meet()
    page = screens.share()
    assert not page.form.isVisible()
    press(screens, page, "Reprendre le dossier ici")
    assert "de nouveau ouvert ici" in said(page)
    assert page.form.isVisible()
