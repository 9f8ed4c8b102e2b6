"""« Lire une attestation » : brought in, judged in words, compared, noted on a click and taken back."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from anefdesk.domain.attestation import Filling
from anefdesk.domain.blockage import Entry
from anefdesk.domain.case import RequestKind
from anefdesk.ui.pages.attestation import AttestationPage
from anefdesk.ui.pages.attestation_result import CompareLine
from anefdesk.ui.pages.destinations import Back
from anefdesk.ui.widgets.brought import Brought
from tests.services.test_pieces import image
from tests.services.two_d_doc_codes import FIELDS, GS, Authority, Issuer, scan
from tests.ui.pages.conftest import Counter
from tests.ui.pages.test_accessible import _unnamed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing", extend=True)


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Authority().issuer()


@pytest.fixture
def page(counter: Counter) -> AttestationPage:
    return counter.show(AttestationPage(*counter.given, counter.case("Haidari")))


HERS = {"69": "04051990", "6Q": "9900000001"}  # as the invented file has them


def _brought(issuer: Issuer, **fields: str) -> Brought:
    return Brought(Entry.DROPPED, data=scan(issuer.code(FIELDS | HERS | {f"6{name}": v for name, v in fields.items()})))


def _said(page: AttestationPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_code_is_shown_in_words_and_nothing_is_noted_without_a_click(
    counter: Counter, page: AttestationPage, issuer: Issuer
) -> None:
    before = counter.ask(counter.session.desk.casework.reload, page._case).file
    page.bring(_brought(issuer))
    counter.settle()
    assert page.result is not None
    said = _said(page)
    for words in (
        "Attestation de prolongation d’instruction d’une demande de titre de séjour",
        "lu, non vérifié",
        "Le certificat FR99 0007 n’est pas sur ce poste",
        "Autorisation : AUTORISE A TRAVAILLER",
        "code : CANARI HAIDARI",
    ):
        assert words in said
    lines = [line.accessibleName() for line in page.result.findChildren(CompareLine)]
    assert "Date de naissance : concorde" in lines
    assert "Date de dépôt de la demande : absent du dossier" in lines
    assert counter.ask(counter.session.desk.casework.reload, page._case).file == before
    assert _unnamed(page) == []


def test_what_is_ticked_is_noted_and_undone(counter: Counter, page: AttestationPage, issuer: Issuer) -> None:
    page.bring(_brought(issuer))
    counter.settle()
    assert page.result is not None
    boxes = page.result.boxes
    assert all(box.isChecked() for box in boxes.values())
    assert Filling.FOREIGNER_NUMBER not in boxes
    boxes[Filling.FILED].setChecked(False)
    permits = len(counter.ask(counter.session.desk.casework.reload, page._case).file.permits)
    page.result.take_button.click()
    counter.settle()
    file = counter.ask(counter.session.desk.casework.reload, page._case).file
    assert (file.permits[-1].kind, file.permits[-1].end) == ("api", "2027-02-15")
    assert file.person.anef_request_number == FIELDS["6K"]
    assert set(page.result.boxes) == {Filling.FILED}
    assert "Noté au dossier." in _said(page)
    page.undo()
    counter.settle()
    file = counter.ask(counter.session.desk.casework.reload, page._case).file
    assert (len(file.permits), file.person.anef_request_number) == (permits, "")


def test_when_something_differs_nothing_is_ticked_beforehand(
    counter: Counter, page: AttestationPage, issuer: Issuer
) -> None:
    page.bring(_brought(issuer, **{"9": "05051990"}))
    counter.settle()
    assert page.result is not None
    assert not any(box.isChecked() for box in page.result.boxes.values())
    assert "Date de naissance : diffère" in [one.accessibleName() for one in page.result.findChildren(CompareLine)]
    page.result.take_button.click()
    counter.settle()
    assert "Il n’y a rien à noter." in _said(page)
    assert page.result.take_button.isEnabled()


def test_a_loaded_certificate_verifies_and_tells_a_changed_code(
    counter: Counter, page: AttestationPage, issuer: Issuer, tmp_path: Path
) -> None:
    (tmp_path / "emetteur.pem").write_bytes(issuer.pem)
    page.bring(_brought(issuer))
    counter.settle()
    page.load_certificates(str(tmp_path / "emetteur.pem"))
    counter.settle()
    assert "lu et vérifié" in _said(page)
    assert "1 certificat chargé." in _said(page)
    changed = issuer.code(FIELDS | HERS).replace(b"AUTORISE A", b"AUTORISE B")
    page.bring(Brought(Entry.PASTED, data=scan(changed)))
    counter.settle()
    assert page.result is not None
    assert "signature fausse" in _said(page)
    assert page.result.boxes == {}
    page.load_certificates(str(tmp_path / "absent.pem"))
    counter.settle()
    assert "Ce fichier n’a pas pu être lu." in _said(page)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (image("PNG"), "Aucun code 2D-Doc n’a été trouvé"),
        (scan("https://exemple.fr", kind="QRCode"), "ce n’est pas un 2D-Doc"),
        (b"CANARI", "Ce type de fichier n’est pas accepté."),
        (scan("DC09FR0000011CE91D231301FR"), "d’une version que ce programme ne connaît pas"),
    ],
)
def test_what_cannot_be_read_says_why(counter: Counter, page: AttestationPage, data: bytes, words: str) -> None:
    page.bring(Brought(Entry.FILE, data=data))
    counter.settle()
    assert words in _said(page)
    assert page.result is None


def test_a_mere_filing_says_that_it_proves_nothing(counter: Counter, page: AttestationPage, issuer: Issuer) -> None:
    page.bring(_brought(issuer, J="1"))
    counter.settle()
    assert page.result is not None
    assert "ne prouve pas, seule, le droit au séjour" in _said(page)
    assert Filling.PAPER not in page.result.boxes


def test_a_piece_of_the_file_is_read_and_proves_what_is_noted(counter: Counter, issuer: Issuer) -> None:
    case, desk = counter.case("Haidari"), counter.session.desk
    counter.ask(desk.demarches.begin, case, "refugie", RequestKind.FIRST, counter.today)
    counter.ask(lambda: desk.pieces.attach(case, "c-domicile", scan(issuer.code(FIELDS | HERS | {"62": "X" + GS}))))
    page = counter.show(AttestationPage(*counter.given, case))
    assert page.read_button.isVisible()
    page.read_button.click()
    counter.settle()
    assert page.result is not None
    assert "Nom patronymique : diffère" in [one.accessibleName() for one in page.result.findChildren(CompareLine)]
    page._back()
    assert counter.went == [Back()]
