"""The 2D-Doc code as read: the specification's own specimens first, then whatever bytes come."""

import base64
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.catalogue import loader
from anefdesk.domain.two_d_doc import Code, CodeTable, parse
from anefdesk.errors import InputRefusedError

TABLE = loader.load().codes
SPECIMENS = json.loads((Path(__file__).parents[1] / "data" / "two_d_doc.json").read_text(encoding="utf-8"))
GS, RS, US = "\x1d", "\x1e", "\x1f"
SIGNATURE = base64.b32encode(bytes(64)).decode().rstrip("=")


def read(text: str, table: CodeTable = TABLE) -> Code:
    return parse(text.encode("latin-1"), table)


def told(code: Code) -> dict[str, str]:
    return {field.id: field.shown() for field in code.fields}


def test_the_specimen_of_an_attestation_of_the_anef() -> None:
    code = read(SPECIMENS["13"])
    assert (code.version, code.authority, code.certificate, code.country) == ("04", "FR00", "0001", "FR")
    assert (code.issued_on, code.signed_on) == (date(2020, 4, 6), date(2020, 6, 3))
    assert (code.type, code.title, code.perimeter) == ("13", "Document étranger", "01")
    assert len(code.signature) == 64
    assert code.signed == SPECIMENS["13"].partition(US)[0].encode()
    assert told(code) == {
        "6J": "Attestation de prolongation d’instruction d’une demande de titre de séjour",
        "6K": "9201202004012359123",
        "6L": "01/04/2020",
        "6P": "AUTORISE A TRAVAILLER",
        "6Q": "7503120521",  # full: no separator follows it
        "62": "SPECIMEN",
        "63": "BERTHIER SPECIMEN",
        "60": "NATACHA, CORINNE",
        "68": "féminin",
        "69": "12/07/1973",
        "6A": "BUENOS AIRES",
        "6C": "AR",
        "67": "AR",
        "6U": "145 AVENUE DES SPECIMENS",
        "6W": "75000",
        "6X": "PARIS",
        "6M": "ENFANT ENTRE PAR REGROUPEMENT FAMILIAL",
        "6N": "01/05/2020",
        "6O": "30/06/2020",
        "6Y": "FR",
    }


def test_the_specimen_of_an_asylum_attestation_has_no_day_of_issue() -> None:
    code = read(SPECIMENS["16"])
    assert code.issued_on is None
    assert code.title == "Attestation de demande d’asile"
    assert (told(code)["6Q"], told(code)["6O"]) == ("7503120521", "30/07/2021")
    assert (told(code)["G0"], told(code)["G2"]) == ("procédure normale", "0782614686ABFG")
    assert code.signed.endswith(GS.encode())


def test_every_version_of_the_header() -> None:
    for version, more in (("01", ""), ("02", ""), ("03", "01"), ("04", "01FR")):
        code = read(f"DC{version}FR0000011CE91D2313{more}6J3{US}{SIGNATURE}")
        assert (code.version, code.type, code.perimeter) == (version, "13", "01")
        assert told(code) == {"6J": "Attestation de décision favorable d’une demande de titre de séjour"}


HEAD = "DC04FR0000011CE91D231301FR"


def test_what_is_not_known_is_shown_as_it_stands() -> None:
    assert told(read(f"{HEAD}ZZABC{GS}62CANARI{GS}")) == {"ZZ": "ABC", "62": "CANARI"}
    assert told(read(f"{HEAD}6J9{GS}69310273006A")) == {"6J": "9", "69": "31027300", "6A": ""}
    assert read(f"{HEAD}6")  # a name cut in two
    other = read(f"DC04FR0000011CE91D231302FR62CANARI{GS}")  # another perimeter: other fields under the same letters
    assert other.fields[0].kind is None
    assert (other.title, other.fields[0].shown()) == ("13", "CANARI")


def test_names_that_were_cut_are_known_to_be() -> None:
    code = read(f"{HEAD}62{'CANARI' * 6}{RS}60ZAHRA/MINA{GS}")
    assert [field.cut for field in code.fields] == [True, False]


def test_dates_as_far_as_they_are_known() -> None:
    code = read(f"{HEAD}6900001990")
    assert told(code)["69"] == "1990"
    assert told(read(f"{HEAD}6900051990"))["69"] == "05/1990"
    assert told(read(f"{HEAD}081CE907084500")) == {"08": "06/04/2020", "07": "08 h 45"}


def test_an_annex_is_no_part_of_the_signature() -> None:
    assert len(read(f"{HEAD}6J2{US}{SIGNATURE}{GS}60ZAHRA").signature) == 64
    for tail in ("", US, f"{US}{SIGNATURE[:-1]}1", f"{US}é"):
        assert read(f"{HEAD}6J2{tail}").signature == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "two_d_doc.not_one"),
        (b"https://exemple.fr", "two_d_doc.not_one"),
        (b"DC", "two_d_doc.not_one"),
        (b"DCXX", "two_d_doc.not_one"),
        (b"DC05FR0000011CE91D231301FR", "two_d_doc.version"),
        (b"\xdc\x04" + bytes(30), "two_d_doc.binary"),
        (b"DC04FR0000011CE9", "two_d_doc.header"),
        (b"DC04FR000001ZZZZ1D231301FR", "two_d_doc.header"),
        (b"DC04FR0000011CE91D23130\x1dFR", "two_d_doc.header"),
        (b"DC04FR0000011CE91D231301FR" + b"6" * 5000, "two_d_doc.not_one"),
    ],
)
def test_what_is_no_code_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputRefusedError) as error:
        parse(data, TABLE)
    assert error.value.code == code


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: HEAD.encode() + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        code = parse(data, TABLE)
    except InputRefusedError:
        return
    for field in code.fields:
        assert isinstance(field.shown(), str)
        assert field.name
    assert data.startswith(code.signed)


@given(st.lists(st.sampled_from(sorted(TABLE.fields)), unique=True, max_size=20), st.data())
def test_what_is_written_is_read_again(names: list[str], draw: st.DataObject) -> None:
    letters = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /")
    written = {
        name: draw.draw(st.text(letters, min_size=kind.least, max_size=kind.most or 50))
        for name in names
        for kind in [TABLE.fields[name]]
    }
    body = "".join(
        name + value + ("" if len(value) == TABLE.fields[name].most else GS) for name, value in written.items()
    )
    assert {field.id: field.raw for field in read(HEAD + body + US + SIGNATURE).fields} == written
