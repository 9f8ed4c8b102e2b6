"""After an update of the catalogue: which open démarches it touches, what it changes in each, moving them.

A démarche filed or closed keeps the version it was filed by, and is not listed.
"""

from dataclasses import dataclass

from anefdesk.domain.case import Demarche, Item
from anefdesk.domain.catalogue_changes import LineChange, compare
from anefdesk.domain.change import Change, Touched
from anefdesk.domain.checklist import Row
from anefdesk.domain.record import CaseId, ObjectId, number_of
from anefdesk.domain.staff import Deed
from anefdesk.errors import CatalogueError, InputRefusedError
from anefdesk.services import pinning
from anefdesk.services.demarches import Demarches, DeskView
from anefdesk.services.workplace import Workplace, setting
from anefdesk.store import following
from anefdesk.store.following import Following

_CATALOGUE = number_of(Demarche, "catalogue")  # the field that says its version


@dataclass(frozen=True)
class ToReview:
    """One open démarche whose procedure today's catalogue says otherwise."""

    case: CaseId
    demarche: ObjectId
    latin: str
    native: str
    procedure: str  # its name, as the démarche has it
    version: str
    changed: int  # lines; 0 when the catalogue no longer has the procedure
    wording_only: bool
    dropped: bool  # the catalogue no longer has the procedure: the démarche stays as it is


@dataclass(frozen=True)
class Difference:
    """One line that changes. For documents, how the line stands before and after; ``None`` where there is none."""

    change: LineChange
    before: Row | None = None
    after: Row | None = None

    @property
    def recorded(self) -> Item | None:
        """The state recorded for this line, which stays whatever is chosen."""
        row = self.before or self.after
        return row.item if row else None


@dataclass(frozen=True)
class Differences:
    """Everything a move would change in one démarche."""

    before: DeskView
    after: DeskView
    lines: tuple[Difference, ...]

    @property
    def wording_only(self) -> bool:
        """Whether the same is asked in other words."""
        return all(line.change.wording_only for line in self.lines)


class Versions:
    """Deeds on the version of the catalogue that démarches follow."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace
        self._compared: dict[tuple[str, str], tuple[str, tuple[LineChange, ...] | None]] = {}  # by procedure, version

    @property
    def current(self) -> str:
        """Today's version."""
        return self._at.catalogue.version

    def review(self) -> tuple[ToReview, ...]:
        """The open démarches that the update touches, by name.

        Those whose own version is lost are shown by today's already: there is nothing to compare.
        """
        self._at.need(Deed.READ_FILE)
        closed = self._at.closed()
        return tuple(
            one
            for found in following.others(self._at.store.connection, self.current)
            if found.case not in closed and (one := self._to_review(found)) is not None
        )

    def _to_review(self, found: Following) -> ToReview | None:
        try:
            name, changes = self._compare(found.procedure, found.version)
        except (CatalogueError, InputRefusedError):
            return None
        if changes is not None and not changes:
            return None
        return ToReview(
            case=found.case,
            demarche=found.demarche,
            latin=found.latin,
            native=found.native,
            procedure=name,
            version=found.version,
            changed=len(changes or ()),
            wording_only=all(change.wording_only for change in changes or ()) and changes is not None,
            dropped=changes is None,
        )

    def _compare(self, procedure: str, version: str) -> tuple[str, tuple[LineChange, ...] | None]:
        """The procedure's name in ``version`` and what today's changes; ``None`` when it is no longer there."""
        if (procedure, version) not in self._compared:
            old = pinning.of_version(self._at, procedure, version).procedure
            now = self._at.catalogue.procedures.get(procedure)
            self._compared[procedure, version] = old.name, None if now is None else compare(old, now)
        return self._compared[procedure, version]

    def differences(self, case: CaseId, demarche_id: ObjectId) -> Differences:
        """What moving this démarche to today's version would change, line by line. The reading is logged.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``procedure.unknown``: today's catalogue no longer has it.
        """
        demarches = Demarches(self._at)
        before = demarches.view(case, demarche_id)
        after = demarches.judged(before.file, before.demarche, pinning.today(self._at, before.demarche.procedure))
        old = {row.document.id: row for row in before.checklist.rows}
        new = {row.document.id: row for row in after.checklist.rows}
        return Differences(
            before=before,
            after=after,
            lines=tuple(
                Difference(change, old.get(change.key), new.get(change.key))
                if change.part == "documents"
                else Difference(change)
                for change in compare(before.procedure, after.procedure)
            ),
        )

    def move(self, case: CaseId, demarche_id: ObjectId, version: str = "") -> Touched:
        """Let a démarche follow today's version, or ``version``, one it followed before; no state is lost.

        Raises:
            StorageError: ``case.missing``.
            InputRefusedError: ``procedure.unknown``.
            CatalogueError: that version is not kept here.
        """
        self._at.need(Deed.EDIT_FILE)
        demarche = Demarches(self._at).drawn_up(case, demarche_id).demarche
        version = version or self.current
        if version == demarche.catalogue:
            return Touched()
        pinning.of_version(self._at, demarche.procedure, version)
        return self._moved((case, demarche, version))

    def move_all(self) -> int:
        """Move every démarche whose difference is only wording, in one deed; tells how many."""
        self._at.need(Deed.EDIT_FILE)
        demarches = Demarches(self._at)
        found = [
            (one.case, demarches.drawn_up(one.case, one.demarche).demarche, self.current)
            for one in self.review()
            if one.wording_only
        ]
        if found:
            self._moved(*found)
        return len(found)

    def _moved(self, *found: tuple[CaseId, Demarche, str]) -> Touched:
        there: list[Change] = []
        back: list[Change] = []
        for case, demarche, version in found:
            there.append(setting(case, demarche, {_CATALOGUE: version}))
            back.append(setting(case, demarche, {_CATALOGUE: demarche.catalogue}))
        kept = {
            change.obj: change
            for procedure in {demarche.procedure for _, demarche, version in found if version == self.current}
            for change in pinning.keeping(self._at, procedure)
        }
        touched = self._at.record(*there, *kept.values())
        self._at.can_undo(*back)
        return touched
