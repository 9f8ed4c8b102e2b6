"""Identifiers: time-ordered where nobody needs to agree, derived where two desks must make the same one.

Random 16-byte keys made database writes four times slower in our measures, hence the time order.
Case and user ids stay random, because a hub will see them.
"""

import hashlib
import secrets

from anefdesk.domain.record import CaseId, ObjectId, UserId


def new_case() -> CaseId:
    """A random case id."""
    return CaseId(secrets.token_bytes(16))


def new_user() -> UserId:
    """A random user id."""
    return UserId(secrets.token_bytes(16))


def new_object(wall_ms: int) -> ObjectId:
    """A time-ordered id: 48 bits of milliseconds, 80 random bits."""
    return ObjectId(max(wall_ms, 0).to_bytes(8, "big")[2:] + secrets.token_bytes(10))


def _derived(*parts: bytes) -> ObjectId:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(2, "big") + part)
    return ObjectId(digest.digest()[:16])


def item_id(demarche: ObjectId, document: str) -> ObjectId:
    """The id of a document line of a démarche, the same on every desk."""
    return _derived(b"item", demarche, document.encode())


def answer_id(owner: bytes, fact: str) -> ObjectId:
    """The id of an answer; ``owner`` is the case, or the démarche for facts of one démarche."""
    return _derived(b"answer", owner, fact.encode())


def link_id(case: CaseId, other: CaseId) -> ObjectId:
    """The id of the tie that ``case`` has to ``other``, the same on every desk."""
    return _derived(b"link", case, other)


def shared_id(case: CaseId, source: CaseId, proof: bytes, document: str) -> ObjectId:
    """The id of a proof of ``source`` serving ``case`` as ``document``."""
    return _derived(b"shared", case, source, proof, document.encode())


def handled_id(case: CaseId, notice: str) -> ObjectId:
    """The id of the mark that a notice of ``case`` was dealt with."""
    return _derived(b"handled", case, notice.encode())


def filled_id(letter: ObjectId, field: str) -> ObjectId:
    """The id of the answer to one question of a letter."""
    return _derived(b"filled", letter, field.encode())


def remedy_id(letter: ObjectId) -> ObjectId:
    """The id of the remedy that a letter is, once it was sent."""
    return _derived(b"remedy", letter)


def address_id(addressee: str, department: str) -> ObjectId:
    """The id of the address that a centre keeps of one office."""
    return _derived(b"address", addressee.encode(), department.encode())


def pinned_id(version: str, procedure: str) -> ObjectId:
    """The id of a procedure as one version of the catalogue had it."""
    return _derived(b"pinned", version.encode(), procedure.encode())


def erasing_id(case: CaseId) -> ObjectId:
    """The id of what is asked about erasing ``case``: one, whoever asks first."""
    return _derived(b"erasing", case)


def erased_id(device: bytes, case: CaseId) -> ObjectId:
    """The id of a PC's word that it erased ``case``."""
    return _derived(b"erased", device, case)


def erasure_agreed_id(case: CaseId, who: bytes) -> ObjectId:
    """The id of a person's agreement to erase ``case``: two people's on two PCs never meet in one object."""
    return _derived(b"erasure agreed", case, who)


def report_id(month: str) -> ObjectId:
    """The id of what a centre sends for a month, the same on every desk."""
    return _derived(b"report", month.encode())


def brought_id(sender: bytes, share: bytes, receiver: bytes) -> ObjectId:
    """The id of what a centre answers to a file that another one shares with it, the same on every PC."""
    return _derived(b"brought", sender, share, receiver)


def brought_case(sender: bytes, origin: bytes, receiver: bytes, before: int = 0) -> CaseId:
    """The copy of the case ``origin``: PCs that accept it without seeing each other make one, by whatever sharing.

    Args:
        before: how many earlier copies were erased: an erased one never comes back.
    """
    return CaseId(bytes(_derived(b"brought case", sender, origin, receiver, bytes([before]))))


def brought_note(case: CaseId, *about: bytes) -> ObjectId:
    """The id of what the journal of a copy says of it."""
    return _derived(b"brought note", case, *about)
