"""The printed key: tolerant to the hand, strict about slips."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anefdesk.errors import InputRefusedError
from anefdesk.vault import recovery_sheet

KEYS = st.binary(min_size=20, max_size=20)


def test_the_printed_form_is_for_ever() -> None:
    assert recovery_sheet.printed(bytes(range(20))) == "000G 40R4 AT\n0M30 E209 YQ\n185G R38E JG\n1W81 24GK QA"


@given(KEYS)
def test_what_was_printed_is_read(key: bytes) -> None:
    text = recovery_sheet.printed(key)
    assert re.fullmatch(r"(\w{4} \w{4} \w{2}\n?){4}", text)
    assert recovery_sheet.read(text) == key


@given(KEYS, st.sampled_from(["lower", "dashes", "stuck", "o-and-l", "wide"]))
def test_typing_is_tolerant(key: bytes, how: str) -> None:
    text = recovery_sheet.printed(key)
    typed = {
        "lower": text.lower(),
        "dashes": text.replace(" ", " - ").replace("\n", "."),
        "stuck": re.sub(r"\s", "", text),
        "o-and-l": text.replace("0", "o").replace("1", "l"),
        "wide": text.replace("A", "Ａ").replace(" ", "\u00a0"),
    }[how]
    assert recovery_sheet.read(typed) == key


def _located(text: str) -> int | str:
    try:
        recovery_sheet.read(text)
    except InputRefusedError as error:
        return error.params.get("group", 0)
    return 0


def test_any_single_slip_is_refused_and_nearly_always_located() -> None:
    flat = recovery_sheet.printed(bytes(range(20))).replace("\n", "").replace(" ", "")
    found = [
        (_located(flat[:at] + other + flat[at + 1 :]), at // 10 + 1)
        for at, letter in enumerate(flat)
        for other in set(recovery_sheet.LETTERS) - {letter}
    ]
    assert {said for said, _ in found} >= {1, 2, 3, 4}
    assert len([1 for said, true in found if said != true]) <= 5  # of 1,240; the seal itself refuses these


def test_two_lines_swapped_are_located() -> None:
    first, second, *rest = recovery_sheet.printed(bytes(range(20))).split("\n")
    with pytest.raises(InputRefusedError) as refused:
        recovery_sheet.read("\n".join([second, first, *rest]))
    assert refused.value.params == {"group": 1}


@pytest.mark.parametrize(("cut", "typed"), [(slice(0, -1), 39), (slice(0, 10), 10), (slice(0, 0), 0)])
def test_too_short_is_said(cut: slice, typed: int) -> None:
    flat = recovery_sheet.printed(bytes(range(20))).replace(" ", "").replace("\n", "")
    with pytest.raises(InputRefusedError) as refused:
        recovery_sheet.read(flat[cut])
    assert (refused.value.code, refused.value.params["typed"]) == ("recovery.length", typed)


@pytest.mark.parametrize("text", ["U" * 40, "é" * 40, "م" * 40, "\0" * 50, "x" * 10_000])
def test_anything_else_is_refused_calmly(text: str) -> None:
    with pytest.raises(InputRefusedError):
        recovery_sheet.read(text)
