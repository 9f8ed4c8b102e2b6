"""The code of an invitation as people say and type it: six words of the shipped list, or the text of a QR."""

import re
import secrets
import unicodedata

from anefdesk.errors import InputRefusedError
from anefdesk.vault import passphrase
from anefdesk.wire import invitation
from anefdesk.wire.invitation import WORDS, Card, Invitation


def drawn() -> tuple[str, ...]:
    """Six words at random, 77 bits."""
    return tuple(secrets.choice(passphrase.words()) for _ in range(WORDS))


def words_of(text: str) -> tuple[str, ...]:
    """The six words somebody typed, whatever the case, the accents and what stands between them.

    Raises:
        InputRefusedError: ``enrolment.word`` with its ``place`` when one is not in the list; ``enrolment.words`` with
            how many were ``typed``.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    words = tuple(re.findall(r"[a-z]+", plain))
    known = frozenset(passphrase.words())
    for place, word in enumerate(words[:WORDS], start=1):
        if word not in known:
            raise InputRefusedError("enrolment.word", place=place)
    if len(words) != WORDS:
        raise InputRefusedError("enrolment.words", typed=len(words), expected=WORDS)
    return words


def read(text: str) -> Card:
    """What somebody typed or scanned; of words, it is not known which organisation answers to them.

    Raises:
        InputRefusedError: as ``words_of``.
        StorageError: ``enrolment.not_a_card``.
    """
    if invitation.is_card(text):
        return invitation.read_card(text)
    return Card(Invitation(invitation.of_words(words_of(text)).secret), b"")
