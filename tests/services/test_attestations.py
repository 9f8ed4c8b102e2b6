"""The code of an attestation: found on the page, judged by its signature, compared with the file, taken over."""

import base64
import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from anefdesk import paths
from anefdesk.domain import attestation, two_d_doc
from anefdesk.domain.attestation import Filling, Match
from anefdesk.domain.case import RequestKind
from anefdesk.domain.deadlines import EventKind
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId
from anefdesk.services import seal_certificates
from anefdesk.services.attestations import AttestationView
from anefdesk.services.code_reading import Found, find
from anefdesk.services.seal_certificates import Kept, Verdict, judge
from anefdesk.store import reading
from tests.services.conftest import LEAD, TODAY, WORKER, Refused, Room
from tests.services.test_pieces import image, pdf
from tests.services.two_d_doc_codes import FIELDS, GS, Authority, Issuer, paper, scan

SPECIMENS = json.loads((Path(__file__).parents[1] / "data" / "two_d_doc.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def issuer(authority: Authority) -> Issuer:
    return authority.issuer()


# Found on the page


@pytest.mark.parametrize(
    ("side", "turned"), [(300, 0), (300, 90), (300, 180), (300, 7), (220, 270), (200, 45), (110, 0), (90, 90)]
)
def test_a_code_is_found_small_or_turned(issuer: Issuer, side: int, turned: float) -> None:
    code = issuer.code()
    assert find(scan(code, side, turned=turned)) == Found(code, 1)


@pytest.mark.parametrize("saved", [{"format": "JPEG", "quality": 55}, {"format": "TIFF"}, {"format": "WEBP"}])
def test_a_code_is_found_in_every_kind_of_image(issuer: Issuer, saved: dict[str, object]) -> None:
    code = issuer.code()
    assert find(scan(code, **saved)) == Found(code, 1)


def test_a_code_is_found_on_any_page_of_a_pdf(issuer: Issuer) -> None:
    code = issuer.code()
    assert find(paper(code, pages=3, on=3)) == Found(code, 3)
    assert find(paper(code, millimetres=12)) == Found(code, 1)


@pytest.mark.parametrize("kind", ["QRCode", "Aztec"])
def test_other_matrices_of_the_standard_are_read(issuer: Issuer, kind: str) -> None:
    code = issuer.code()
    assert find(scan(code, 400, kind=kind)).data == code


def _animated() -> bytes:
    out = BytesIO()
    pictures = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    pictures[0].save(out, "WEBP", save_all=True, append_images=pictures[1:])
    return out.getvalue()


REFUSED = {
    "no code": (lambda: image("PNG"), "two_d_doc.none_found"),
    "a pdf without code": (lambda: pdf(pages=2), "two_d_doc.none_found"),
    "another code": (lambda: scan("https://exemple.fr/canari", kind="QRCode"), "two_d_doc.other_code"),
    "an animation": (_animated, "two_d_doc.animated"),
    "a locked pdf": (lambda: pdf(password="canari"), "piece.encrypted_pdf"),
    "no file of ours": (lambda: b"CANARI", "piece.type"),
    "nothing": (lambda: b"", "piece.empty"),
}


@pytest.mark.parametrize("named", REFUSED)
def test_what_holds_no_code_is_refused_with_its_reason(named: str, refused: Refused) -> None:
    made, code = REFUSED[named]
    assert refused(lambda: find(made())) == code


# The signature


def _judged(data: bytes, *known: Kept, room: Room) -> tuple[Verdict, str]:
    code = two_d_doc.parse(data, room.catalogue.codes)
    found = judge(code, known)
    return found.verdict, found.reason


def _known(*issuers: Issuer, roots: tuple[Authority, ...] = ()) -> tuple[Kept, ...]:
    leaves = [kept for one in issuers for kept in seal_certificates.read(one.pem)]
    above = [kept for one in roots for kept in seal_certificates.read(one.root().public_bytes(Encoding.DER))]
    return (*leaves, *above)


def test_a_right_signature_is_verified_and_names_its_signer(room: Room, authority: Authority, issuer: Issuer) -> None:
    code = two_d_doc.parse(issuer.code(), room.catalogue.codes)
    for known in (_known(issuer), _known(issuer, roots=(authority,))):
        assert judge(code, known) == seal_certificates.Judgment(Verdict.VERIFIED, "", "Préfecture de test")


def test_every_byte_that_is_changed_makes_it_false(room: Room, issuer: Issuer) -> None:
    data, known = issuer.code(), _known(issuer)
    for place in (26, 30, 60, 120, data.index(b"\x1f") - 1):
        letter = b"7" if data[place : place + 1] != b"7" else b"8"
        tampered = data[:place] + letter + data[place + 1 :]
        assert _judged(tampered, *known, room=room) == (Verdict.FALSE, "signature"), place
    cut = data[: data.index(b"\x1f")]
    for tail in (b"", b"\x1f", b"\x1fCANARI", data[len(cut) : -1]):
        assert _judged(cut + tail, *known, room=room)[0] is Verdict.FALSE, tail


def test_without_its_certificate_it_is_read_and_not_verified(room: Room, authority: Authority, issuer: Issuer) -> None:
    other, elsewhere = authority.issuer("0008"), Authority("FR98").issuer()
    for known in ((), _known(other), _known(elsewhere), _known(roots=(authority,))):
        assert _judged(issuer.code(), *known, room=room) == (Verdict.NOT_VERIFIED, "no_certificate")


def test_a_certificate_out_of_its_days_proves_nothing(room: Room, authority: Authority) -> None:
    over = authority.issuer(last=date(2026, 11, 16))
    early = authority.issuer(first=date(2026, 11, 18))
    for one in (over, early):
        assert _judged(one.code(), *_known(one), room=room) == (Verdict.NOT_VERIFIED, "validity")
        signed = one.code()
        unsigned = signed[: signed.index(b"\x1f") + 1] + b"A" * 103  # r = s = 0, which no signature is
        assert _judged(unsigned, *_known(one), room=room)[0] is Verdict.FALSE
    undated = over.code(signed_on=date(2000, 1, 1))
    assert _judged(undated, *_known(over), room=room) == (Verdict.NOT_VERIFIED, "validity")


def test_a_certificate_that_its_authority_did_not_give_proves_nothing(room: Room, authority: Authority) -> None:
    forged = Authority().issuer()  # the same names, another hand
    assert _judged(forged.code(), *_known(forged, roots=(authority,)), room=room) == (Verdict.NOT_VERIFIED, "issuer")


def test_two_certificates_of_one_name(room: Room, authority: Authority, issuer: Issuer) -> None:
    renewed = authority.issuer()
    for one in (issuer, renewed):
        assert _judged(one.code(), *_known(renewed, issuer), room=room) == (Verdict.VERIFIED, "")


def test_the_specimens_of_the_specification_are_signed_as_it_says(room: Room) -> None:
    known = seal_certificates.read(SPECIMENS["certificate"].encode())
    for name in ("13", "16"):  # the test certificate had ended when they were signed
        assert _judged(SPECIMENS[name].encode(), *known, room=room) == (Verdict.NOT_VERIFIED, "validity")
        tampered = SPECIMENS[name].replace("SPECIMEN", "SPECIMAN", 1).encode()
        assert _judged(tampered, *known, room=room) == (Verdict.FALSE, "signature")


# Certificates of this PC


def _trusted_list(*authorities: Authority) -> bytes:
    providers = "".join(
        "<tsl:TrustServiceProvider><tsl:TSPInformation><tsl:TSPTradeName><tsl:Name>"
        f"{one.code}</tsl:Name></tsl:TSPTradeName></tsl:TSPInformation><tsl:X509Certificate>"
        f"{base64.b64encode(one.root().public_bytes(Encoding.DER)).decode()}</tsl:X509Certificate>"
        "</tsl:TrustServiceProvider>"
        for one in authorities
    )
    name = 'xmlns:tsl="http://uri.etsi.org/02231/v2#"'
    return f'<?xml version="1.0"?><!-- liste --><tsl:List {name}>{providers}</tsl:List>'.encode()


def test_a_lead_loads_certificates_which_stay_on_this_pc(
    room: Room, authority: Authority, issuer: Issuer, refused: Refused
) -> None:
    assert refused(lambda: room.desk(WORKER).attestations.load_certificates(issuer.pem)) == "access.role"
    lead = room.desk(LEAD).attestations
    other = Authority("FR98")
    assert lead.load_certificates(issuer.pem + issuer.pem) == 2
    assert lead.load_certificates(issuer.der) == 1
    assert lead.load_certificates(_trusted_list(authority, other)) == 2
    found = room.desk(WORKER).attestations.certificates()
    assert {(one.authority, one.name, one.signs) for one in found} == {
        ("FR99", "0007", True), ("FR99", "FR99", False), ("FR98", "FR98", False),
    }  # fmt: skip
    assert (found[-1].first, found[-1].last) in {
        (date(2020, 1, 1), date(2040, 1, 1)),
        (date(2025, 1, 1), date(2028, 1, 1)),
    }
    place = next((paths.data_home() / "certificates").glob("FR99-*.der"))
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert len(room.desk(WORKER).attestations.certificates()) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "code_certificate.none"),
        (b"CANARI", "code_certificate.none"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "code_certificate.none"),
        (b"<a>", "code_certificate.none"),
        (b"<a/>", "code_certificate.none"),
        (b'<!DOCTYPE a [<!ENTITY b "CANARI">]><a>&b;</a>', "code_certificate.none"),
        ("<!DOCTYPE a><a/>".encode("utf-16-le"), "code_certificate.none"),
        (bytes(5 * 1024 * 1024), "code_certificate.too_big"),
    ],
)
def test_a_file_without_certificates_is_refused(room: Room, refused: Refused, data: bytes, code: str) -> None:
    assert refused(lambda: room.desk(LEAD).attestations.load_certificates(data)) == code
    assert not (paths.data_home() / "certificates").exists()


# Beside the file


def _person(room: Room, **fields: object) -> CaseId:
    return room.person(**({"given": "Zahra", "birth_date": "12/07/1993", "nationality": "AF"} | fields))


def _view(room: Room, case: CaseId, code: bytes) -> AttestationView:
    return room.desk().attestations.view(case, Found(code, 1))


def _matches(view: AttestationView) -> dict[str, tuple[Match, str]]:
    return {line.field.id: (line.match, line.mine) for line in view.lines}


def test_what_agrees_and_what_the_file_does_not_say(room: Room, issuer: Issuer) -> None:
    case = _person(room)
    view = _view(room, case, issuer.code())
    assert view.title == "Attestation de prolongation d’instruction d’une demande de titre de séjour"
    assert view.differing == 0
    assert _matches(view) == {
        "62": (Match.AGREES, "Canari-Haidari"),
        "60": (Match.AGREES, "Zahra"),
        "69": (Match.AGREES, "12/07/1993"),
        "67": (Match.AGREES, "Afghanistan"),
        "6Q": (Match.UNKNOWN, ""),
        "6K": (Match.UNKNOWN, ""),
        "6L": (Match.UNKNOWN, ""),
        "6O": (Match.UNKNOWN, ""),
    }
    assert "Autorisation" not in dict(view.rest)  # it stands above
    assert dict(view.rest)["Pays de naissance"] == "Afghanistan"


@pytest.mark.parametrize(
    ("family", "given", "told"),
    [
        ("CANARI-HAÏDARI", "zahra", (Match.AGREES, Match.AGREES)),
        ("Haidari Canari", "Zahra Mina", (Match.AGREES, Match.AGREES)),
        ("Canari", "Zahra", (Match.DIFFERS, Match.AGREES)),
        ("Canari-Haidari", "Mina", (Match.AGREES, Match.DIFFERS)),
        ("Canari-Haidari", "Zahra Leïla", (Match.AGREES, Match.DIFFERS)),
    ],
)
def test_names_agree_whatever_their_accents_and_order(
    room: Room, issuer: Issuer, family: str, given: str, told: tuple[Match, Match]
) -> None:
    found = _matches(_view(room, _person(room, family=family, given=given), issuer.code()))
    assert (found["62"][0], found["60"][0]) == told


def test_a_name_in_another_script_alone_is_not_compared(room: Room, issuer: Issuer) -> None:
    case = room.person(family="", given="", family_native="کناری", given_native="زهرا")
    found = _matches(_view(room, case, issuer.code()))
    assert {found[one][0] for one in ("62", "60")} == {Match.UNKNOWN}


def test_a_name_cut_for_want_of_room_agrees_with_its_beginning(room: Room, issuer: Issuer) -> None:
    long = "CANARI " + "HAIDARI " * 5
    case = _person(room, family=long)
    code = issuer.code(FIELDS | {"62": long[:38].replace(GS, "") + "\x1e"})
    assert _matches(_view(room, case, code))["62"][0] is Match.AGREES


def test_what_differs_is_said_and_never_proposed(room: Room, issuer: Issuer) -> None:
    case = _person(room, birth_date="13/07/1993", nationality="IR", foreigner_number="6903120522")
    desk = room.desk()
    demarche = desk.demarches.begin(case, "refugie", RequestKind.FIRST, TODAY)
    desk.demarches.filed(case, demarche, date(2026, 11, 3), "6903 2026 1101 2359 999")
    view = _view(room, case, issuer.code())
    assert {name for name, (match, _) in _matches(view).items() if match is Match.DIFFERS} == {
        "69", "67", "6Q", "6K", "6L",
    }  # fmt: skip
    assert view.differing == 5
    assert _matches(view)["6L"][1] == "03/11/2026"
    assert Filling.FOREIGNER_NUMBER not in {one.filling for one in view.proposals}


def test_what_was_ticked_is_recorded_in_one_deed_and_taken_back_in_one(room: Room, issuer: Issuer) -> None:
    case, desk = _person(room), room.desk()
    desk.pieces.attach(case, "c-sejour", scan(issuer.code()))
    piece = room.read(case).file.pieces[0]
    before, view = room.read(case).file, _view(room, case, issuer.code())
    assert [one.filling for one in view.proposals] == list(Filling)
    mine = room.workplace(WORKER)
    service = type(desk.attestations)(mine)
    service.record(case, Found(issuer.code(), 1), set(Filling), piece)
    file = room.read(case).file
    assert [(one.kind, one.start, one.end) for one in file.permits] == [("api", "2026-11-16", "2027-02-15")]
    assert (file.person.foreigner_number, file.person.anef_request_number) == ("6903120521", "6903202611012359123")
    (event,) = reading.things(room.store.connection, case, LegalEvent)
    assert (event.kind, event.on, event.proof, event.gone) == (EventKind.FILED, "2026-11-02", piece.id, False)
    again = _view(room, case, issuer.code())
    assert again.proposals == ()
    assert {match for match, _ in _matches(again).values()} == {Match.AGREES}
    assert len(mine.undo) == 1
    mine.record(*mine.undo[0])
    after = room.read(case).file
    assert (after.permits, after.person) == (before.permits, before.person)
    assert [one.gone for one in reading.things(room.store.connection, case, LegalEvent)] == [True]


def test_only_what_was_ticked_is_recorded(room: Room, issuer: Issuer, refused: Refused) -> None:
    case, service = _person(room), room.desk().attestations
    found = Found(issuer.code(), 1)
    assert refused(lambda: service.record(case, found, ())) == "two_d_doc.nothing"
    service.record(case, found, {Filling.FOREIGNER_NUMBER})
    file = room.read(case).file
    assert (file.person.foreigner_number, file.person.anef_request_number, file.permits) == ("6903120521", "", ())
    assert refused(lambda: service.record(case, found, {Filling.FOREIGNER_NUMBER})) == "two_d_doc.nothing"


def test_nothing_is_taken_from_a_false_code(room: Room, issuer: Issuer, refused: Refused) -> None:
    room.desk(LEAD).attestations.load_certificates(issuer.pem)
    case = _person(room)
    assert _view(room, case, issuer.code()).judgment.verdict is Verdict.VERIFIED
    tampered = issuer.code().replace(b"15022027", b"15022028")
    view = _view(room, case, tampered)
    assert (view.judgment.verdict, view.proposals) == (Verdict.FALSE, ())
    service = room.desk().attestations
    assert refused(lambda: service.record(case, Found(tampered, 1), set(Filling))) == "two_d_doc.false"


def test_a_paper_without_its_end_is_an_event_only(room: Room, issuer: Issuer) -> None:
    case = _person(room)
    fields = {name: value for name, value in FIELDS.items() if name not in {"6N", "6O"}} | {"6J": "3"}
    room.desk().attestations.record(case, Found(issuer.code(fields), 1), {Filling.PAPER})
    (event,) = reading.things(room.store.connection, case, LegalEvent)
    assert (event.kind, event.on, event.until) == (EventKind.ADF_ISSUED, "2026-11-16", "")
    assert room.read(case).file.permits == ()


def test_a_filing_among_several_demarches_is_not_guessed(room: Room, issuer: Issuer) -> None:
    case, desk = _person(room), room.desk()
    demarches = [desk.demarches.begin(case, name, RequestKind.FIRST, TODAY) for name in ("refugie", "salarie")]
    assert Filling.FILED not in {one.filling for one in _view(room, case, issuer.code()).proposals}
    file = room.read(case).file
    code = two_d_doc.parse(issuer.code(), room.catalogue.codes)
    known = replace(file.demarches[1], request_number=FIELDS["6K"])
    told = attestation.proposals(code, replace(file, demarches=(file.demarches[0], known)), ())
    assert [one.demarche for one in told if one.filling is Filling.FILED] == [demarches[1]]


def test_other_papers_are_compared_and_fill_nothing(room: Room, issuer: Issuer) -> None:
    code = issuer.code().replace(b"1301FR", b"1601FR", 1)
    view = _view(room, _person(room), code)
    assert (view.title, view.proposals) == ("Attestation de demande d’asile", ())
    assert _matches(view)["62"][0] is Match.AGREES
