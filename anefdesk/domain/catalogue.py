"""The whole catalogue, as everyone above the catalogue's own reader holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from anefdesk.domain.blockage_kinds import BlockageTable, HarmKind
from anefdesk.domain.channels import Door, door_of
from anefdesk.domain.deadlines import DeadlineTable
from anefdesk.domain.facts import Fact, Facts
from anefdesk.domain.interview import Interview
from anefdesk.domain.letter_template import LetterShelf
from anefdesk.domain.look_at import LookAt
from anefdesk.domain.papers import PaperTable
from anefdesk.domain.procedure import Court, Department, Elsewhere, PermitKind, Procedure, Rule, Source
from anefdesk.domain.two_d_doc import CodeTable


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything read from resources/catalogue, checked."""

    version: str  # e.g. "2026-11-23"
    procedures: Mapping[str, Procedure]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    permits: Mapping[str, PermitKind]
    departments: Mapping[str, Department]
    elsewhere: Mapping[str, Elsewhere]
    interview: Interview
    courts: Mapping[str, Court] = field(default_factory=dict)
    doors: Mapping[str, Door] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    look_at: Mapping[str, LookAt] = field(default_factory=dict)
    deadlines: DeadlineTable = field(default_factory=DeadlineTable)
    blockages: BlockageTable = field(default_factory=BlockageTable)
    harms: Mapping[str, HarmKind] = field(default_factory=dict)
    papers: PaperTable = field(default_factory=PaperTable)
    codes: CodeTable = field(default_factory=CodeTable)
    letters: LetterShelf = field(default_factory=LetterShelf)

    def channel(self, procedure: str, department: str = "", facts: Facts | None = None) -> Door:
        """Through which door ``procedure`` goes for somebody who lives in ``department``."""
        return door_of(self.doors, self.procedures[procedure], department, facts or {})

    def court(self, department: str) -> Court | None:
        """The administrative court of the residence."""
        found = self.departments.get(department)
        return self.courts.get(found.court) if found else None
