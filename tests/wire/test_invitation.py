"""Six words make the same invitation on both sides; a letter opens for its side of its invitation and nothing else."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import StorageError
from anefdesk.wire import invitation
from anefdesk.wire.invitation import Answer, Brings, Card, Invitation, KnownKey, Refused, Request

WORDS = ("bretelle", "ruminant", "tricot", "litchi", "wagonnet", "pareil")
INVITATION = Invitation(bytes(range(16)))
ASKED = Request(
    bytes(16), bytes(32), bytes(1216), bytes(32), b"u" * 16, bytes(32), bytes(32), "Accueil", "Canari-Haidari",
    Brings(b"o" * 16, b"s" * 16, b"l" * 16, "Canari-Centre", "93"),
)  # fmt: skip
ANSWERED = Answer(
    b"first", 3, bytes(32), b"s" * 16, b"c" * 16, (KnownKey(b"o" * 16, b"s" * 16, 1, b"k" * 32),), b"n" * 32,
    "https://hub.example", "", (b"second", b"third"),
)  # fmt: skip


def _code(deed: object, *given: object) -> str:
    with pytest.raises(StorageError) as error:
        deed(*given)  # type: ignore[operator]
    return error.value.code


def test_the_same_words_make_the_same_invitation() -> None:
    made = invitation.of_words(WORDS)
    assert made.secret.hex() == "6c3c6e0eef4822e5c211dd1b50f83a22"
    assert invitation.of_words(WORDS) == made
    assert invitation.of_words(WORDS[::-1]).name != made.name


def test_its_name_and_bytes_are_for_ever() -> None:
    assert INVITATION.name.hex() == "b5d9b39803fb2bc0430f5505b52a65e6"
    assert len(INVITATION.name) == 16
    assert INVITATION.secret not in INVITATION.name + INVITATION.seal_request(ASKED)
    assert "0001" not in repr(INVITATION)


def test_letters_open_on_the_other_side() -> None:
    assert INVITATION.open_request(INVITATION.seal_request(ASKED)) == ASKED
    assert INVITATION.open_answer(INVITATION.seal_answer(ANSWERED)) == ANSWERED
    assert INVITATION.open_answer(INVITATION.seal_answer(Refused())) == Refused()
    assert b"Canari" not in INVITATION.seal_request(ASKED)


def test_a_letter_of_another_side_or_invitation_does_not_open() -> None:
    other = Invitation(bytes(16))
    assert _code(INVITATION.open_answer, INVITATION.seal_request(ASKED)) == "enrolment.wrong_code"
    assert _code(INVITATION.open_request, INVITATION.seal_answer(ANSWERED)) == "enrolment.wrong_code"
    assert _code(other.open_request, INVITATION.seal_request(ASKED)) == "enrolment.wrong_code"


@given(at=st.integers(0, 400), flip=st.integers(1, 255))
def test_one_changed_byte_closes_it(at: int, flip: int) -> None:
    letter = bytearray(INVITATION.seal_answer(ANSWERED))
    letter[at % len(letter)] ^= flip
    assert _code(INVITATION.open_answer, bytes(letter)) == "enrolment.wrong_code"


@given(st.binary(max_size=200))
def test_anything_can_be_read(data: bytes) -> None:
    assert _code(INVITATION.open_request, data) == "enrolment.wrong_code"
    assert _code(INVITATION.open_answer, data) == "enrolment.wrong_code"
    assert _code(invitation.read_request_file, data) == "enrolment.other_file"
    assert _code(invitation.read_answer_file, data) == "enrolment.other_file"


@given(st.text(max_size=100))
def test_any_text_can_be_shown(text: str) -> None:
    assert _code(invitation.read_card, text) == "enrolment.not_a_card"
    assert _code(invitation.read_card, f"ANEF1:{text}") == "enrolment.not_a_card"


@pytest.mark.parametrize(
    "said",
    [
        ["too", "short"],
        msgspec.structs.replace(ASKED, sign=bytes(31)),
        msgspec.structs.replace(ASKED, receive=bytes(2000)),
        msgspec.structs.replace(ASKED, person=""),
        msgspec.structs.replace(ASKED, pc="x" * 121),
    ],
)
def test_who_knows_the_code_may_still_send_nonsense(said: object) -> None:
    assert _code(INVITATION.open_request, INVITATION._sealed(said, b"\x01")) == "wire.malformed"  # type: ignore[arg-type]
    assert _code(INVITATION.open_answer, INVITATION._sealed(said, b"\x02")) == "wire.malformed"  # type: ignore[arg-type]


def test_a_letter_too_long_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitation, "LARGEST", 10)
    assert _code(INVITATION.open_request, bytes(11)) == "wire.malformed"


def test_files_say_which_invitation_and_which_side() -> None:
    letter = INVITATION.seal_request(ASKED)
    assert invitation.read_request_file(invitation.request_file(INVITATION.name, letter)) == (INVITATION.name, letter)
    assert invitation.read_answer_file(invitation.answer_file(INVITATION.name, letter)) == (INVITATION.name, letter)
    assert (
        _code(invitation.read_answer_file, invitation.request_file(INVITATION.name, letter)) == "enrolment.other_file"
    )
    assert _code(invitation.read_request_file, invitation.request_file(INVITATION.name, b"")) == "enrolment.other_file"


def test_a_card_says_whom_to_believe() -> None:
    card = Card(INVITATION, b"d" * 32, "https://hub.example", b"c" * 32)
    assert invitation.is_card(card.text())
    assert not invitation.is_card(" ".join(WORDS))
    assert invitation.read_card(f" {card.text()}\n") == card
    assert len(card.text()) < 220  # a QR that a telephone reads off a screen
