"""The evidence file: what it says, that nothing leaves without agreement or in part, that originals are unchanged."""

import hashlib
import json
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
import pyzipper
from PIL import Image

from anefdesk.domain.case import JournalEntry
from anefdesk.domain.consent import Consent, Use
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.letter import Letter
from anefdesk.errors import AnefdeskError
from anefdesk.services import attachments, pieces
from anefdesk.services.evidence import Dossier
from anefdesk.services.evidence_package import PDF_NAME, Manifest
from anefdesk.services.evidence_pictures import LARGEST, MOST_PAGES, MOST_PRINTED, Pictures
from anefdesk.services.workplace import adding, setting
from anefdesk.store import reading
from tests.letters.test_evidence import texts
from tests.services.conftest import LEAD, Refused, Room
from tests.services.evidence_files import NUMBER, Blocked, blocked
from tests.services.test_pieces import pdf

PHRASE = "bretelle ruminant tricot litchi wagonnet"
_IN_CLEAR = pytest.mark.canary_ok("the evidence file is exported in clear on purpose")


@pytest.fixture
def her(room: Room) -> Blocked:
    return blocked(room)


def said(her: Blocked, dossier: Dossier | None = None) -> str:
    return " ".join("\n".join(texts(her.evidence.compose(dossier or her.evidence.gather(her.case)))).split())


# What it says


def test_it_tells_who_what_since_when_and_in_which_order(her: Blocked) -> None:
    whole = said(her)
    for words in (
        "Établi pour un avocat", "CANARI-HAIDARI Zahra", "née le 04/05/1990", NUMBER,
        "Carte de séjour pluriannuelle, jusqu’au 29/11/2026", "B11 – Attestation de prolongation jamais délivrée",
        "5 essais notés, sur 3 semaines ; annexes : 1, 2, 3, 4, 5, 6.", "soit 77 jours",
        "Centre de contact citoyens le 15/10/2026 (aucune réponse)", "aucune réponse, 21 jours après",
        "Ce qui a été dit ou affiché : Une erreur technique est survenue", "Référence : CCC-CANARI-77",
        "Firefox 143", "Semaine 37 de 2026 2 essais (B11) Du 07/09/2026 au 13/09/2026.",
        "Naissance du refus implicite en cas de silence", "R.* 432-1", "+4 mois",
        "document d’aide", "Décision du Conseil d’État du 5 mai 2026", "a pris fin le 05/11/2026 ; le blocage existe",
        "Date montrée : 03/08/2026", "votre demande est en cours",
    ):  # fmt: skip
        assert words.lower() in whole.lower(), words
    order = [whole.index(words) for words in ("Demande déposée", "07/09/2026 à", "09/09/2026 à", "14/10/2026 à")]
    assert order == sorted(order)
    assert her.room.workplace().catalogue.blockages.steps["ccc"].article in whole


def test_the_harm_says_its_arithmetic(her: Blocked) -> None:
    whole = said(her).replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 420,50 € par mois × 2 mois et 12 jours (trentièmes de mois) = 3 409,20 €." in whole
    assert 142_050 * 2 + 142_050 * 12 // 30 == 340_920
    assert "Total au 23/11/2026 : 3 409,20 € (1 conséquence chiffrée)." in whole


def test_every_capture_is_an_annex_with_its_fingerprint(her: Blocked) -> None:
    dossier = her.evidence.gather(her.case)
    whole = said(her, dossier)
    assert [item.number for item in dossier.items] == [1, 2, 3, 4, 5, 6]
    assert [item.name for item in dossier.items] == [
        "annexe-01.png", "annexe-02.png", "annexe-03.png", "annexe-04.png", "annexe-05.pdf", "annexe-06.eml",
    ]  # fmt: skip
    for data in her.originals:
        assert whole.count(hashlib.sha256(data).hexdigest()) >= 2  # in the list and on its own page
    assert "Annexe 5 – page 3 sur 3 – Confirmation de dépôt" in whole
    assert dossier.size == sum(map(len, her.originals))


def test_hours_that_end_at_midnight_end_with_their_day(her: Blocked) -> None:
    deadlines = her.room.desk().deadlines
    deadlines.record(
        her.case, LegalEvent(id=deadlines.new_id(), kind=EventKind.OQTF_NOTIFIED, on="2026-11-23", at="00:00")
    )
    told = said(her)
    assert "24/11/2026 à 24 h 00" in told
    assert "25/11/2026 à 00 h 00" not in told


def test_a_court_is_not_told_the_last_days_to_act(her: Blocked) -> None:
    for use, told in ((Use.LAWYER, True), (Use.COURT, False)):
        assert ("Dernier jour pour agir" in said(her, her.evidence.gather(her.case, use=use))) is told


def test_issued_letters_are_annexes_too(her: Blocked) -> None:
    data = pdf()
    digest, key, names = attachments.sealed(her.at, data)
    letter = Letter(
        id=her.at.new_id(), template="L02", blockage=her.blockage, issued_on="2026-11-10", sent_on="2026-11-12",
        size=len(data), sha256=digest, key=key, chunks=names, title="Demande d’attestation",
    )  # fmt: skip
    her.at.record(adding(her.case, letter))
    dossier = her.evidence.gather(her.case)
    assert dossier.items[-1].name == "annexe-07.pdf"
    assert "Lettre établie : Demande d’attestation Annexe 7." in said(her, dossier)


def test_one_blockage_alone_can_be_chosen(her: Blocked) -> None:
    other, _ = her.room.desk().blockages.log(her.case, "B01", on="2026-11-01", said="Page blanche")
    assert len(her.evidence.gather(her.case).gathered.views) == 2
    alone = her.evidence.gather(her.case, blockages={other})
    assert ([view.kind.code for view in alone.gathered.views], alone.items) == (["B01"], ())
    assert "B11" not in said(her, alone)


def test_without_identity_nothing_anybody_typed_is_in_it(her: Blocked) -> None:
    dossier = her.evidence.gather(her.case, use=Use.PRESS, identity=False)
    whole = said(her, dossier)
    for words in (
        "canari", "haidari", "zahra", NUMBER, "04/05/1990", "1990", "69003", "lyon", "rhône", "erreur technique",
        "firefox", "madame", "ccc-", "sha-256", "annexe", "07/09/2026", "77 jours", "17 jours",
    ):  # fmt: skip
        assert words not in whole.lower(), words
    for words in (
        "septembre 2026",
        "B11",
        "dure encore, plus de 2 mois",
        "essai sur le site : 3",
        "aucune réponse, 21 jours",
        "R-EMP-S",
    ):
        assert words in whole, words
    assert "environ 3\u202f400,00\u00a0€" in said(her, dossier).replace(" €", "\u00a0€").replace("3 4", "3\u202f4")
    assert dossier.items == ()


# What leaves


@contextmanager
def opened(place: Path, phrase: str | None) -> Iterator[pyzipper.AESZipFile]:
    with pyzipper.AESZipFile(place) as package:
        if phrase:
            package.setpassword(phrase.encode())
        yield package


def test_the_package_holds_the_originals_unchanged_under_a_passphrase(her: Blocked) -> None:
    her.agree(Use.LAWYER)
    place = her.place()
    shares: list[float] = []
    made = her.evidence.export(her.case, place, use=Use.LAWYER, passphrase=PHRASE, progress=shares.append)
    assert made == Manifest(
        "preuves.zip",
        place.stat().st_size,
        hashlib.sha256(place.read_bytes()).hexdigest(),
        6,
        locked=True,
        identity=True,
    )
    with opened(place, PHRASE) as package:
        assert all(entry.flag_bits & 1 for entry in package.infolist())  # every entry is encrypted
        told = json.loads(package.read("manifest.json"))
        words = package.read("manifest.txt").decode()
        assert hashlib.sha256(package.read(PDF_NAME)).hexdigest() == told["pdf"]["sha256"]
        for annex, data in zip(told["annexes"], her.originals, strict=True):
            assert package.read(annex["name"]) == data
            assert annex["sha256"] == hashlib.sha256(data).hexdigest()
            assert f"{annex['sha256']}  {annex['name']}" in words
            assert annex["entered_utc"] == "2026-11-23T09:00:00Z"
    assert (told["catalogue"], told["made_utc"]) == (her.room.catalogue.version, "2026-11-23T09:00:00Z")
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert [one.name for one in place.parent.iterdir()] == ["preuves.zip"]
    with opened(place, "une autre phrase de passe") as package, pytest.raises(RuntimeError):
        package.read(PDF_NAME)


@_IN_CLEAR
def test_without_a_passphrase_it_opens_anywhere_and_that_is_logged(her: Blocked) -> None:
    her.agree(Use.COURT)
    made = her.evidence.export(her.case, her.place(), use=Use.COURT, passphrase=None)
    assert not made.locked
    with opened(her.place(), None) as package:
        assert package.testzip() is None
    readings = [access.what for access in her.room.desk(LEAD).casework.accesses(her.case)]
    assert readings[0] == "export_clear"


def test_leaving_is_logged_before_anything_is_written(her: Blocked, refused: Refused) -> None:
    her.agree(Use.LAWYER)
    nowhere = her.room.home / "absent" / "preuves.zip"
    export = lambda: her.evidence.export(her.case, nowhere, use=Use.LAWYER, passphrase=PHRASE)  # noqa: E731
    assert refused(export) == "disk.write"
    assert her.room.desk(LEAD).casework.accesses(her.case)[0].what == "export"


def test_without_agreement_nothing_leaves(her: Blocked, refused: Refused) -> None:
    her.agree(Use.STATISTICS)
    for use, identity in ((Use.LAWYER, True), (Use.COURT, True), (Use.PRESS, False)):
        export = _export(her, use, identity=identity)
        assert refused(export) == "consent.missing"
        assert not her.evidence.agreed(her.case, use)
    assert refused(_export(her, Use.STATISTICS, identity=True)) == "evidence.use"
    assert refused(_export(her, Use.LAWYER, identity=False)) == "evidence.use"
    assert list(her.place().parent.iterdir()) == []


def _export(her: Blocked, use: Use, *, identity: bool) -> Callable[[], object]:
    return lambda: her.evidence.export(her.case, her.place(), use=use, passphrase=PHRASE, identity=identity)


def test_an_agreement_taken_back_meanwhile_stops_it(her: Blocked, refused: Refused) -> None:
    her.agree(Use.LAWYER)
    dossier = her.evidence.gather(her.case)
    (consent,) = reading.things(her.room.store.connection, her.case, Consent)
    her.room.desk().consents.revoke(her.case, consent)
    assert refused(lambda: her.evidence.release(her.case, dossier, PHRASE)) == "consent.missing"


def test_the_agreement_of_one_person_lets_nothing_of_another_leave(her: Blocked, refused: Refused) -> None:
    agreeing = her.room.person(given="Omid")
    her.room.desk().consents.give(agreeing, Use.LAWYER, language="fr", signed=True)
    dossier = her.evidence.gather(her.case)
    assert refused(lambda: her.evidence.release(agreeing, dossier, PHRASE)) == "case.missing"


def test_the_journal_and_the_notes_do_not_go_with_it(her: Blocked) -> None:
    work = her.room.desk(LEAD).casework
    work.add_note(her.case, "Canari : à part", private=False)
    work.add_journal(her.case, JournalEntry(id=work.new_id(), text="Canari : au téléphone"))
    file = her.evidence.gather(her.case).gathered.file
    assert (file.journal, file.notes) == ((), ())


def test_a_weak_passphrase_is_refused(her: Blocked, refused: Refused) -> None:
    her.agree(Use.LAWYER)
    export = lambda: her.evidence.export(her.case, her.place(), use=Use.LAWYER, passphrase="azerty")  # noqa: E731
    assert refused(export) == "passphrase.weak"
    assert not her.place().exists()


def test_the_file_without_identity_is_a_plain_pdf(her: Blocked) -> None:
    her.agree(Use.STATISTICS)
    place = her.place("chiffres.pdf")
    made = her.evidence.export(her.case, place, use=Use.STATISTICS, passphrase=None, identity=False)
    assert (made.annexes, made.locked, made.identity) == (0, False, False)
    assert "données sans identité" in texts(place.read_bytes())[0]
    assert her.room.desk(LEAD).casework.accesses(her.case)[0].what == "export"


# Nothing in part


@pytest.mark.parametrize("after", [0, 1, 3, 8, 13])
def test_cancelled_at_any_moment_it_leaves_nothing(her: Blocked, refused: Refused, after: int) -> None:
    her.agree(Use.LAWYER)
    asked = iter(range(1000))
    cancelled = lambda: next(asked) >= after  # noqa: E731
    export = lambda: her.evidence.export(her.case, her.place(), use=Use.LAWYER, passphrase=PHRASE, cancelled=cancelled)  # noqa: E731
    assert refused(export) == "evidence.cancelled"
    assert list(her.place().parent.iterdir()) == []


def test_a_disk_that_fills_leaves_nothing_and_the_file_before_stays(her: Blocked, refused: Refused) -> None:
    her.agree(Use.LAWYER)
    place = her.place()
    place.write_bytes(b"avant")
    dossier = her.evidence.gather(her.case)
    her.evidence.release(her.case, dossier, PHRASE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        assert refused(lambda: her.evidence.write(dossier, place, PHRASE)) == "disk.full"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert place.read_bytes() == b"avant"
    assert [one.name for one in place.parent.iterdir()] == ["preuves.zip"]


def test_a_damaged_original_is_said_on_paper_and_stops_the_package(her: Blocked, refused: Refused) -> None:
    her.agree(Use.LAWYER)
    name = her.evidence.gather(her.case).items[1].exhibit.chunks[:32].hex()
    (her.room.home / "chunks" / name[:2] / name).unlink()
    assert "ne peut pas être dessinée" in said(her)
    export = lambda: her.evidence.export(her.case, her.place(), use=Use.LAWYER, passphrase=PHRASE)  # noqa: E731
    assert refused(export) == "chunk.missing"
    assert list(her.place().parent.iterdir()) == []


def test_a_long_pdf_is_printed_in_part_and_said_to_be(her: Blocked) -> None:
    her.keep(pdf(pages=MOST_PAGES + 5), title="Long")
    whole = said(her)
    assert f"Pages imprimées ici : {MOST_PAGES} sur {MOST_PAGES + 5}." in whole
    assert f"page {MOST_PAGES} sur {MOST_PAGES} – Long" in whole


def test_a_file_without_blockage_has_no_evidence(room: Room, refused: Refused) -> None:
    case = room.person()
    assert refused(lambda: room.desk().evidence.gather(case)) == "evidence.nothing"


def test_looking_at_it_leaves_nothing_and_is_logged_as_reading(her: Blocked) -> None:
    said(her)
    assert {access.what for access in her.room.desk(LEAD).casework.accesses(her.case)} <= {"file", "exhibit"}


def test_dates_another_desk_wrote_badly_do_not_stop_it(her: Blocked) -> None:
    blockage = her.room.desk().blockages.one(her.case, her.blockage).blockage
    for field, badly in ((2, "pas une date"), (5, "9999-99-99")):
        her.at.record(setting(her.case, blockage, {field: badly}))
    assert "pas une date" in said(her)


def test_the_preview_is_drawn_from_memory(her: Blocked) -> None:
    data = her.evidence.compose(her.evidence.gather(her.case))
    assert pieces.raster(data, 0, 300).pages == len(pypdfium2.PdfDocument(BytesIO(data)))


def test_what_another_member_may_not_open_is_missing(her: Blocked) -> None:
    with pytest.raises(AnefdeskError) as error:
        her.evidence.gather(type(her.case)(b"n" * 16))
    assert error.value.code == "case.missing"


def test_a_capture_full_of_noise_is_printed_small_enough(her: Blocked) -> None:
    out = BytesIO()
    dots = Random(1).randbytes(1500 * 900 * 3)  # noqa: S311 - a picture, no secret
    Image.frombytes("RGB", (1500, 900), dots).save(out, "PNG", compress_level=1)
    her.keep(out.getvalue())
    dossier = her.evidence.gather(her.case)
    drawn = Pictures(her.evidence._original, lambda: None).draw(dossier.items[-1], 0)
    assert drawn is not None
    assert len(drawn.jpeg) <= LARGEST
    assert drawn.width >= 800


def test_annexes_beyond_what_is_printed_are_listed_and_joined(her: Blocked) -> None:
    pictures = Pictures(her.evidence._original, lambda: None)
    item = her.evidence.gather(her.case).items[0]
    printed = [pictures.pages(item) for _ in range(MOST_PRINTED + 1)]
    assert all(annex.picture for annex in printed[:-1])
    assert printed[-1].picture is None
    assert "n’est pas imprimée ici" in printed[-1].note
