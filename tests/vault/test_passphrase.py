"""Words proposed, weak passphrases refused with their reason."""

import math

import pytest

from anefdesk.errors import InputRefusedError
from anefdesk.vault import passphrase


def test_the_list_gives_six_words_their_77_bits() -> None:
    words = passphrase.words()
    assert len(words) == len(set(words)) >= 7776
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 9 for word in words)
    assert math.log2(len(words)) * passphrase.WORDS_PROPOSED > 77


def test_no_word_hurts() -> None:
    refused = "mort tuer viol violer esclave negre juif arabe gitan race racaille prison guerre arme salope conne"
    assert not set(passphrase.words()) & set(refused.split())


def test_what_is_proposed_is_accepted_and_never_the_same() -> None:
    proposed = {passphrase.suggested("Canari Rose") for _ in range(200)}
    assert len(proposed) == 200
    for text in proposed:
        assert len(text.split()) == 6
        assert passphrase.judged(text, "Canari Rose").accepted, text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "short"),
        ("Xk7#pQ2!mZ9", "short"),
        ("kdjfhgqmzpwo", "plain"),
        ("Xk7#pQ2!mZ9w", ""),
        ("le chat dort au soleil", ""),
        ("jardin vert lune douce", ""),
        ("canari-haidari au bureau", "label"),
        ("mon HAÏDARI est grand", "label"),
        ("aaaaaaaaaaaaaaaa", "pattern"),
        ("abcabcabcabcabcabc", "pattern"),
        ("bonjour bonjour bonjour", "pattern"),
        ("azertyuiop1234", "pattern"),
        ("1234567890123456", "pattern"),
        ("Motdepasse2026!", "common"),
        ("M0td3p4sse!!!!2", "common"),
        ("prefecture2026!", "common"),
        ("BienvenueParis75!", "common"),
        ("bretelle\0ruminant", "letters"),
        ("é" * 10_000, "long"),
        ("كلمة مرور طويلة جدا هنا", ""),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    assert passphrase.judged(text, "Canari-Haidari").reason == reason


def test_the_refusal_does_not_quote_what_was_typed() -> None:
    with pytest.raises(InputRefusedError) as refused:
        passphrase.check("Motdepasse2026!", "Canari")
    assert (refused.value.code, refused.value.params) == ("passphrase.weak", {"reason": "common"})


def test_the_estimate_is_honest() -> None:
    assert passphrase.judged(" ".join(passphrase.words()[10:16])).bits == 77
    assert passphrase.judged("bretelle " * 6).bits == 12
    assert passphrase.judged("abcdefghijklmnop").bits < 20
    assert passphrase.judged("a" * 200).bits < 20
