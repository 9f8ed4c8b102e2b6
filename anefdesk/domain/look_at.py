"""What to look at when a notice comes: procedures that a law or an official page names for that case.

Pure data with its sources, in the catalogue's ids. Where nothing was found the answer is empty: « à vérifier ».
"""

from collections.abc import Mapping
from dataclasses import dataclass

from anefdesk.domain.household import Notice, NoticeCode, Relation


@dataclass(frozen=True, slots=True)
class LookAt:
    """Procedures whose conditions may have changed, and where that is said; empty: to be verified."""

    procedures: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


_UNSAID = LookAt()
_ENTITLED_YOUNG = (  # may ask until the eve of their 19th birthday
    "beneficiaire-regroupement-familial",
    "jeune-arrive-avant-13-ans",
    "jeune-ase-avant-16-ans",
    "famille-protection-internationale",
    "talent-famille",
)
_PARTED = LookAt(
    (
        "conjoint-francais",
        "beneficiaire-regroupement-familial",
        "nationalite-par-mariage",
        "changement-situation-famille",
    ),
    ("CESEDA", "CCIV", "RI-CHG"),
)
_COUPLE = (Relation.SPOUSE, Relation.PARTNER)
_YOUNG = (None, Relation.CHILD, Relation.WARD)
# The relation is what the person it happened to is to the one whose file is noticed; None: the same person.
_SAID: Mapping[tuple[NoticeCode, Relation | None], LookAt] = {
    **{
        (NoticeCode.TURNS_16, relation): LookAt(
            ("jeune-arrive-avant-13-ans", "jeune-ase-avant-16-ans", "ne-en-france-16-21-ans"), ("CESEDA",)
        )
        for relation in _YOUNG
    },
    **{
        (NoticeCode.TURNS_18, relation): LookAt(
            ("dcem", *_ENTITLED_YOUNG, "admission-ase-16-18-ans", "enfant-etranger-francais"), ("CESEDA", "SP-F2718")
        )
        for relation in (None, Relation.WARD)
    },
    (NoticeCode.TURNS_18, Relation.CHILD): LookAt(
        ("parent-enfant-francais", "parent-enfant-malade", "dcem"), ("CESEDA", "SP-F2718")
    ),
    **{
        (NoticeCode.TURNS_19, relation): LookAt((*_ENTITLED_YOUNG, "admission-ase-16-18-ans"), ("CESEDA",))
        for relation in _YOUNG
    },
    **{
        (NoticeCode.BIRTH, relation): LookAt(
            ("parent-enfant-francais", "dcem", "changement-situation-famille"), ("CESEDA", "SP-F2718", "RI-CHG")
        )
        for relation in _COUPLE
    },
    **{
        (NoticeCode.MARRIAGE, relation): LookAt(
            ("conjoint-francais", "changement-situation-famille"), ("CESEDA", "RI-CHG")
        )
        for relation in _COUPLE
    },
    **{
        (code, relation): _PARTED
        for code in (NoticeCode.SEPARATION, NoticeCode.DIVORCE)
        for relation in (*_COUPLE, Relation.FORMER_SPOUSE)
    },
    **{
        (NoticeCode.DEATH, relation): LookAt(
            ("beneficiaire-regroupement-familial", "changement-situation-famille"), ("CESEDA", "RI-CHG")
        )
        for relation in _COUPLE
    },
    (NoticeCode.NATURALISED, Relation.SPOUSE): LookAt(
        ("conjoint-francais", "nationalite-par-mariage"), ("CESEDA", "CCIV", "SP-F2726")
    ),
    (NoticeCode.NATURALISED, Relation.PARENT): LookAt(("enfant-etranger-francais",), ("CESEDA",)),
    (NoticeCode.NATURALISED, Relation.CHILD): LookAt(
        ("parent-enfant-francais", "ascendant-a-charge-francais"), ("CESEDA",)
    ),
    (NoticeCode.NATURALISED, Relation.SIBLING): LookAt(("nationalite-ascendant-fratrie",), ("CCIV",)),
    **{
        (NoticeCode.PROTECTED, relation): LookAt(("famille-protection-internationale",), ("CESEDA",))
        for relation in (*_COUPLE, Relation.PARENT, Relation.CHILD)
    },
}


def look_at(notice: Notice) -> LookAt:
    """What is said to look at in the file that notices."""
    return _SAID.get((notice.code, notice.relation), _UNSAID)
