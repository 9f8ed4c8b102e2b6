"""The 2D-Doc code of an attestation: read, its signature judged, compared with the file, taken over on a click.

Used by the page of attestations. « Lu » is not « vérifié »: only a signature checked with a certificate is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from anefdesk import paths
from anefdesk.domain import attestation, partial_date, two_d_doc
from anefdesk.domain.attestation import Compared, Filling, Match, Proposal
from anefdesk.domain.case import Permit, Piece
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.happened import LegalEvent
from anefdesk.domain.record import CaseId, differences
from anefdesk.domain.staff import Deed
from anefdesk.domain.two_d_doc import Code
from anefdesk.errors import InputRefusedError
from anefdesk.services import countries
from anefdesk.services.workplace import Workplace, adding, setting
from anefdesk.store import reading

if TYPE_CHECKING:
    from anefdesk.services.code_reading import Found
    from anefdesk.services.seal_certificates import Judgment

_FALSE = "false"  # seal_certificates.Verdict, whose module waits until a code is there


@dataclass(frozen=True, slots=True)
class AttestationView:
    """A code beside the file. ``lines`` are compared, ``rest`` are the other fields, ``proposals`` what to record."""

    code: Code
    page: int
    judgment: "Judgment"
    lines: tuple[Compared, ...]
    rest: tuple[tuple[str, str], ...]  # name and value, as people read them
    proposals: tuple[Proposal, ...]

    @property
    def title(self) -> str:
        """What the paper is, as precisely as the code says."""
        kind = self.code.get("6J")
        return kind.shown() if kind is not None and self.code.type == attestation.FOREIGN_PAPER else self.code.title

    @property
    def differing(self) -> int:
        """How many lines differ."""
        return sum(line.match is Match.DIFFERS for line in self.lines)


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate of this PC."""

    authority: str
    name: str
    owner: str
    first: date
    last: date
    signs: bool


def _folder() -> Path:
    return paths.data_home() / "certificates"


class Attestations:
    """Deeds on the codes of papers."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    @staticmethod
    def find(data: bytes) -> "Found":
        """The code of a scan or PDF; long work, for the slow lane.

        Raises:
            InputRefusedError: as ``code_reading.find``.
        """
        from anefdesk.services import code_reading

        return code_reading.find(data)

    def view(self, case: CaseId, found: "Found") -> AttestationView:
        """The code beside the file, whose reading is logged once.

        Raises:
            InputRefusedError: as ``two_d_doc.parse``.
            StorageError: ``case.missing``.
        """
        from anefdesk.services import seal_certificates

        self._at.need(Deed.READ_FILE)
        file = self._at.file(case)
        code = two_d_doc.parse(found.data, self._at.catalogue.codes)
        self._at.read_once(case)
        judgment = seal_certificates.judge(code, seal_certificates.kept(_folder()))
        recorded = self._recorded(case)
        lines = [_worded(line) for line in attestation.compare(code, file, recorded, partial_date.shown)]
        compared = {line.field.id for line in lines} | {"6J", "6P"}  # said above them
        rest = tuple((field.name, _shown(field)) for field in code.fields if field.id not in compared)
        open_to_it = judgment.verdict.value != _FALSE
        proposed = attestation.proposals(code, file, recorded) if open_to_it else ()
        return AttestationView(code, found.page, judgment, tuple(lines), rest, tuple(proposed))

    def _recorded(self, case: CaseId) -> list[LegalEvent]:
        events = reading.things(self._at.store.connection, case, LegalEvent)
        return [event for event in events if not event.gone]

    def record(self, case: CaseId, found: "Found", chosen: Collection[Filling], proof: Piece | None = None) -> Touched:
        """Take over what was ticked, in one deed; ``proof`` is the piece the code stands on.

        Raises:
            InputRefusedError: ``two_d_doc.false``: nothing is taken from a false code; ``two_d_doc.nothing``: nothing
                was ticked, or the file says it by now.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.EDIT_FILE)
        self._at.enter(case)
        view = self.view(case, found)
        if view.judgment.verdict.value == _FALSE:
            raise InputRefusedError("two_d_doc.false")
        person = before = self._at.file(case).person
        done: list[Change] = []
        undone: list[Change] = []
        for proposal in view.proposals:
            if proposal.filling not in chosen:
                continue
            if proposal.filling is Filling.FOREIGNER_NUMBER:
                person = replace(person, foreigner_number=proposal.value)
            elif proposal.filling is Filling.REQUEST_NUMBER:
                person = replace(person, anef_request_number=proposal.value)
            else:
                thing = attestation.recorded_as(proposal, self._at.new_id(), proof.id if proof else None)
                done.append(adding(case, thing))
                undone.append(_taken_back(case, thing))
        if person != before:
            done.append(setting(case, person, differences(before, person)))
            undone.append(setting(case, before, differences(person, before)))
        if not done:
            raise InputRefusedError("two_d_doc.nothing")
        touched = self._at.record(*done)
        self._at.can_undo(*undone)
        return touched

    # Certificates

    def certificates(self) -> tuple[CertificateLine, ...]:
        """Those of this PC."""
        from anefdesk.services import seal_certificates

        self._at.need(Deed.READ_FILE)
        return tuple(
            CertificateLine(one.authority, one.name, one.owner, *one.days(), signs=one.signs)
            for one in seal_certificates.kept(_folder())
        )

    def load_certificates(self, data: bytes) -> int:
        """Keep the certificates of a file that a lead chose; how many there were.

        Raises:
            AccessRefusedError: ``access.role``.
            InputRefusedError: ``code_certificate.none``, ``code_certificate.too_big``.
            StorageError: ``disk.*``.
        """
        from anefdesk.services import seal_certificates

        self._at.need(Deed.MANAGE_STAFF)
        found = seal_certificates.read(data)
        seal_certificates.keep(_folder(), found)
        return len(found)


def _taken_back(case: CaseId, thing: Permit | LegalEvent) -> Change:
    return setting(case, thing, differences(thing, replace(thing, gone=True)))


def _country(code: str) -> str:
    return countries.name("stateless" if code == "XX" else code, "fr")


def _shown(field: two_d_doc.Field) -> str:
    country = field.kind is not None and field.kind.form is two_d_doc.Form.COUNTRY
    return _country(field.raw) if country else field.shown()


def _worded(line: Compared) -> Compared:
    mine = _country(line.mine) if line.field.id == "67" and line.mine else line.mine
    return replace(line, mine=mine, theirs=_shown(line.field))
