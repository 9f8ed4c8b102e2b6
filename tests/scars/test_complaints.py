"""Wounds of others: complaints made about comparable programs, as tests that must never turn red here."""

import ast
import re
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from anefdesk.domain.case import RequestKind
from anefdesk.domain.draft import Draft
from anefdesk.errors import AccessRefusedError
from anefdesk.services.casework import NewPerson
from anefdesk.services.session import SessionState
from anefdesk.ui import errors
from tests.scars import test_complaints_of_sync as of_sync
from tests.scars.complaints import LATER
from tests.services.conftest import LEAD, PASSPHRASES, RECEPTION, WORKER, Post, Refused, Room
from tests.services.test_pieces import pdf

NEW = "mandarine nuage voilier tambour"
ROOT = Path(__file__).parents[2]


def test_05_the_previous_users_data_does_not_stay_after_switching(post: Post) -> None:
    """SORMAS-Foundation/SORMAS-Project#950, #5269: the directory still showed the other user's cases."""
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.add_note(case, "d’Omar", private=True)
    old = session.desk
    session.unlock(post.users[RECEPTION], PASSPHRASES[RECEPTION])
    assert dict(session.desk.casework.reload(case).private_notes) == {}
    assert session.desk.casework.undo() is None  # not even the other's last deed
    with pytest.raises(Exception, match="closed"):
        old.casework.reload(case)


def test_06_ending_an_account_destroys_no_work(post: Post) -> None:
    """standardnotes/forum#1171, standardnotes/desktop#712: signing out destroyed what was not sent."""
    session = post.opened(WORKER)
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari"))
    session.desk.casework.add_note(case, "à garder", private=False)
    session.park(Draft("new_person", {"family": "Canari"}))
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    session.remove_member(post.users[WORKER])
    assert [note.text for note in session.desk.casework.reload(case).file.notes] == ["à garder"]
    drafts = session.desk.casework._at.store.connection.exec_driver_sql("SELECT count(*) FROM draft").scalar()
    assert drafts == 1  # sealed, but not destroyed


def test_07_the_lock_does_not_lose_the_form(post: Post) -> None:
    """Martus guide §9d, dimagi/commcare-android PR 1966: the automatic lock threw the form away."""
    session = post.opened()
    kept = Draft("new_person", {"family": "Canari-Ben", "given": ""}, None, "given", 9)
    session.park(kept)
    session.lock()
    session.unlock(post.users[LEAD], PASSPHRASES[LEAD])
    assert session.draft("new_person") == kept


def test_08_a_forgotten_passphrase_is_no_dead_end(post: Post) -> None:
    """opencrvs/opencrvs-core#1619, laurent22/joplin#6620, andOTP/andOTP#319: everything was lost."""
    session = post.opened(LEAD)
    session.reset_member(post.users[WORKER], NEW)  # by a colleague, offline
    session.unlock(post.users[WORKER], NEW)
    session.lock()
    post.keyring.entries.clear()  # and when the keyring went with it: by the sheet
    assert post.start().recover(post.sheet, post.users[LEAD], NEW).label == LEAD


def test_09_encryption_is_never_an_option() -> None:
    """laurent22/joplin#6367, #12375, actualbudget/actual#3620: turning encryption on moved all to conflicts."""
    from anefdesk.services.session import SetUp

    assert set(SetUp.__dataclass_fields__) == {"centre", "department", "label", "passphrase", "passphrase_only"}
    sources = [path.read_text("utf-8") for path in (ROOT / "anefdesk").rglob("*.py")]
    assert not [
        text for text in sources if re.search(r"^\s*(import|from) sqlite3\b|aiosqlite|rekey\b", text, re.MULTILINE)
    ]


def test_17_a_wrong_clock_does_not_win(room: Room) -> None:
    """ZhFahim/anchor#125, syncany/syncany#515: the PC whose clock was in 2001 lost, or won, for ever."""
    case = room.person(nationality="AF")
    casework = room.desk().casework
    for year, nationality in ((2001, "IR"), (2050, "TJ"), (1970, "UZ"), (2026, "PK")):
        room.time.now = room.time.now.replace(year=year)
        import dataclasses

        person = room.read(case).file.person
        casework.edit(case, person, dataclasses.replace(person, nationality=nationality))
        assert room.read(case).file.person.nationality == nationality
    assert not room.read(case).file.disputed


def test_18_no_network_on_the_way_in(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """opencrvs/opencrvs-core#11243, #2790: « offline » that asked to sign in online, or showed a white page."""

    def forbidden(*_arguments: object, **_options: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, forbidden)
    session = post.opened()
    case = session.desk.casework.create(NewPerson(family="Canari-Haidari", phone="0639980001"))
    demarche = session.desk.demarches.begin(case, "duplicata", RequestKind.REPLACEMENT, date(2026, 12, 1))
    session.desk.pieces.attach(case, "c-domicile", pdf())
    assert session.desk.paper.compose(session.desk.paper.checklist(case, demarche, "ar"))
    assert session.desk.finding.find("haidari")


def test_18_the_program_knows_no_way_to_the_network() -> None:
    """opencrvs/opencrvs-core#11243: the same, by what the sources import; the hub and its client are the one way."""
    outside = {"urllib", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "websockets", "QtNetwork"}
    found = set()
    package = ROOT / "anefdesk"
    ways = {package / "wire/http.py", *(package / "hub").glob("*.py")}
    for path in set(package.rglob("*.py")) - ways:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.startswith("anefdesk.") or module == "urllib.parse":
                continue
            parts = {part for name in [*names, module] for part in name.split(".")}
            # Two uses: a socket of this PC, by which a second program wakes the first; whether there is a network.
            local = parts <= {"PySide6", "QtNetwork", "QLocalServer", "QLocalSocket", "QNetworkInformation"}
            if parts & outside and not local:
                found.add(f"{path.name}: {sorted(parts & outside)}")
    assert not found


@pytest.mark.parametrize(
    "code",
    ["piece.empty", "piece.too_big", "piece.type", "piece.encrypted_pdf", "piece.broken", "piece.too_many_pixels"],
)
def test_19_a_refused_upload_says_why_and_what_to_do(code: str) -> None:
    """demarche-numerique/demarche.numerique.gouv.fr#887, #893, #1936, #13836: « une erreur est survenue »."""
    told = errors.sentence(code)
    assert told is not None
    assert told.what
    assert told.todo
    general = errors.sentence("unexpected")
    assert general is not None
    assert told.what != general.what


def test_23_twins_stay_two_and_a_duplicate_is_only_suggested(room: Room) -> None:
    """gip-inclusion/rdv-insertion#2732, NHSDigital/manage-vaccinations-in-schools PR 2264: twins were merged."""
    first = room.person(family="Canari-Haidari", given="Hassan", birth_date="04/05/2010", phone="0639980001")
    twin = NewPerson(family="Canari-Haidari", given="Hussein", birth_date="04/05/2010")
    before = room.store.state_hash()
    room.desk().finding.duplicates(twin)  # may well suggest: a person decides
    assert room.store.state_hash() == before
    second = room.desk().casework.create(twin)
    assert first != second
    assert room.desk().finding.count() == 2
    again = NewPerson(family="Haïdari Canari", given="Hasan", birth_date="04/05/2010")
    (likely,) = [one for one in room.desk().finding.duplicates(again) if one.row.case == first]
    assert likely.reasons


def test_24_screen_and_paper_are_in_the_same_language_or_say_so(room: Room) -> None:
    """digitalfabrik/integreat-cms#2137, SuffolkLITLab/docassemble-AssemblyLine PR 1070: half the page in English."""
    case = room.person()
    demarche = room.desk().demarches.begin(case, "refugie", RequestKind.FIRST, date(2026, 12, 1))
    for language in ("ar", "ru", "fa_AF"):
        sheet = room.desk().paper.checklist(case, demarche, language)
        assert sheet.unread is not None  # nobody has read these translations yet, and the sheet says it
        assert sheet.unread.other != sheet.unread.fr
        for line in (line for section in sheet.sections for line in section.lines):
            assert line.name.fr
            assert line.name.other
            assert line.state.other != line.state.fr


def test_25_arabic_is_shaped_and_in_order(room: Room) -> None:
    """py-pdf/fpdf2#901, parallax/jsPDF#837, DavBfr/dart_pdf PR 990: letters apart, lines reversed.

    The pages themselves are judged in tests/letters; here, that what the desk prints goes by that way.
    """
    case = room.person(family_native="كناري", given_native="زهرا")
    demarche = room.desk().demarches.begin(case, "duplicata", RequestKind.REPLACEMENT, date(2026, 12, 1))
    data = room.desk().paper.compose(room.desk().paper.checklist(case, demarche, "ar"))
    assert b"NotoSansArabic" in data


def test_30_a_draft_opens_only_in_its_own_form(post: Post) -> None:
    """getodk/collect#6038: the recovery draft of one form opened inside another."""
    session = post.opened()
    first, second = (session.desk.casework.create(NewPerson(family=f"Canari-{one}")) for one in "AB")
    session.park(Draft(f"person:{first.hex()}", {"note": "pour A"}, first))
    assert session.draft(f"person:{second.hex()}") is None
    assert session.draft("new_person") is None
    kept = session.draft(f"person:{first.hex()}")
    assert kept is not None
    assert kept.case == first


def test_every_complaint_is_answered_or_has_its_reason() -> None:
    here = {int(name[5:7]) for name in {**globals(), **vars(of_sync)} if re.match(r"test_\d\d_", name)}
    assert not here & set(LATER)
    assert here | set(LATER) == set(range(1, 35))
    assert all(citation and reason for citation, reason in LATER.values())


def test_08_a_refusal_never_ends_in_a_locked_screen_without_a_word(post: Post, refused: Refused) -> None:
    """laurent22/joplin#6620: the master password dialog gave no way on."""
    session = post.start()
    code = refused(lambda: session.unlock(post.users[LEAD], "une autre phrase"))
    told = errors.sentence(code)
    assert told is not None
    assert told.todo
    assert session.state is SessionState.LOCKED
    with pytest.raises(AccessRefusedError):
        _ = session.desk


_OPENS = """
import sys
before = set(sys.modules)
import anefdesk.services.session
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(loaded & {"socket", "ssl", "http", "sqlalchemy", "reportlab", "icu", "cryptography"}))
"""


def test_18_the_first_window_waits_for_nothing_heavy() -> None:
    """opencrvs/opencrvs-core#2790: a white page while everything loaded."""
    said = subprocess.run([sys.executable, "-c", _OPENS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
