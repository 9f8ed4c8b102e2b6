"""What to look at when a notice comes: procedures that a law or an official page names for that case.

The table is the catalogue's. What it does not tell is « à vérifier ». Used by services for « Famille ».
"""

from collections.abc import Iterable
from dataclasses import dataclass

from anefdesk.domain.household import Notice, NoticeCode, Relation
from anefdesk.domain.procedure import Evidence


@dataclass(frozen=True, slots=True)
class LookAt:
    """Procedures whose conditions may have changed, and where that is said.

    A relation is what the person it happened to is to the one whose file is noticed; None: the same person.
    """

    id: str
    notice: NoticeCode
    relations: tuple[Relation | None, ...]
    procedures: tuple[str, ...]
    evidence: Evidence


def look_at(said: Iterable[LookAt], notice: Notice) -> LookAt | None:
    """What is said to look at in the file that notices; None: to be verified."""
    return next((one for one in said if one.notice is notice.code and notice.relation in one.relations), None)
