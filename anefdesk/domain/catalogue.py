"""The whole catalogue, as everyone above the catalogue's own reader holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from anefdesk.domain.facts import Fact
from anefdesk.domain.interview import Interview
from anefdesk.domain.procedure import Department, Elsewhere, PermitKind, Procedure, Source


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
