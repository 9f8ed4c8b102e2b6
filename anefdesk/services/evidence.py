"""The evidence file: everything about a person's blockages as one PDF, and a locked ZIP of the originals.

Used by its page. What leaves needs an agreement of the person and is logged before it is written; what is only looked
at leaves nothing. Names of authors are kept with identity: a judge may want to know who saw what.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from anefdesk.domain.consent import Use
from anefdesk.domain.record import CaseId, ObjectId
from anefdesk.domain.staff import Deed
from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.letters.documents import Imprint
from anefdesk.services import attachments, consents, imprints
from anefdesk.services import evidence_wording as say
from anefdesk.services.evidence_gathering import Gathered, Item, gather
from anefdesk.services.evidence_package import Manifest
from anefdesk.services.workplace import Workplace

WITH_IDENTITY = (Use.LAWYER, Use.COURT)
WITHOUT_IDENTITY = (Use.STATISTICS, Use.PRESS)
MOST_BYTES = 400 * 1024 * 1024  # of all originals together

Progress = Callable[[float], object]  # from 0 to 1
Cancelled = Callable[[], bool]


def _nothing(_share: float) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Dossier:
    """Everything an evidence file will say, read once; what is written from it asks the store no more."""

    gathered: Gathered
    identity: bool
    use: Use
    imprint: Imprint
    catalogue: str
    made: datetime

    @property
    def items(self) -> tuple[Item, ...]:
        """The originals that go with it: none without identity."""
        return self.gathered.items if self.identity else ()

    @property
    def size(self) -> int:
        """Bytes of the originals."""
        return sum(item.exhibit.size for item in self.items)

    @property
    def tries(self) -> int:
        """How many tries it counts."""
        return sum(len(view.attempts) for view in self.gathered.views)

    @property
    def title(self) -> str:
        """What stands at its head."""
        if not self.identity:
            return "Blocages d’une demande : données sans identité"
        return f"Dossier de preuves – {say.ADDRESSED[self.use]}"

    @property
    def file_name(self) -> str:
        """What the file is called at first: nothing of anybody."""
        day = self.made.date().isoformat()
        return f"preuves-{day}.zip" if self.identity else f"preuves-sans-identite-{day}.pdf"


class Evidence:
    """Gathers, composes, exports."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def gather(
        self,
        case: CaseId,
        *,
        use: Use = Use.LAWYER,
        identity: bool = True,
        blockages: Collection[ObjectId] | None = None,
    ) -> Dossier:
        """Read what the file will say; the reading is logged, nothing leaves.

        Raises:
            InputRefusedError: ``evidence.use``: the use and the identity do not go together; ``evidence.nothing``;
                ``evidence.too_big``.
            StorageError: ``case.missing``.
        """
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        if use not in (WITH_IDENTITY if identity else WITHOUT_IDENTITY):
            raise InputRefusedError("evidence.use")
        found = gather(self._at, case, use, blockages)
        self._at.read_once(case)
        if not found.views:
            raise InputRefusedError("evidence.nothing")
        dossier = Dossier(
            gathered=found,
            identity=identity,
            use=use,
            imprint=imprints.imprint(self._at, imprints.speaker_of("fr")),
            catalogue=self._at.catalogue.version,
            made=self._at.clock.now().astimezone(UTC),
        )
        if dossier.size > MOST_BYTES:
            raise InputRefusedError("evidence.too_big", megabytes=dossier.size >> 20, limit=MOST_BYTES >> 20)
        return dossier

    def agreed(self, case: CaseId, use: Use) -> bool:
        """Whether the person agreed to ``use`` and did not take it back."""
        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        return consents.standing(self._at, case, use) is not None

    def compose(self, dossier: Dossier, progress: Progress = _nothing, cancelled: Cancelled = _never) -> bytes:
        """The PDF, in memory; long work, for the slow lane.

        Raises:
            InputRefusedError: ``evidence.cancelled``.
            LetterError: as ``letters.compose``.
        """
        from anefdesk.letters.compose import compose
        from anefdesk.services import evidence_anonymous
        from anefdesk.services.evidence_pictures import Pictures
        from anefdesk.services.evidence_sheet import Wording

        if not dossier.identity:
            made = evidence_anonymous.sheet(dossier.gathered, self._at.catalogue, dossier.title, dossier.imprint)
            return compose(made)
        counter = _Counter(0, progress, cancelled)
        pictures = Pictures(self._original, counter.step)
        annexes = tuple(pictures.pages(item) for item in dossier.items)
        counter.steps = sum(annex.pages for annex in annexes if annex.picture)
        words = Wording(dossier.gathered, self._at.catalogue)
        return compose(words.sheet(dossier.title, dossier.imprint, annexes))

    def release(self, case: CaseId, dossier: Dossier, passphrase: str | None) -> None:
        """Let it leave: the agreement is looked at again, and the leaving is logged before anything is written.

        Raises:
            AccessRefusedError: ``consent.missing``.
            InputRefusedError: ``passphrase.weak``.
            StorageError: ``case.missing``, also for what was gathered of another file.
        """
        from anefdesk.vault import passphrase as phrases

        self._at.need(Deed.READ_FILE)
        self._at.enter(case)
        if dossier.gathered.file.case != case:
            raise StorageError("case.missing")
        consents.require(self._at, case, dossier.use)
        if passphrase is not None:
            phrases.check(passphrase, self._at.me.label)
        self._at.read_logged(case, "export" if passphrase is not None or not dossier.identity else "export_clear")

    def write(
        self,
        dossier: Dossier,
        place: Path,
        passphrase: str | None,
        progress: Progress = _nothing,
        cancelled: Cancelled = _never,
    ) -> Manifest:
        """Write what was released; long work, for the slow lane. There is a whole file at ``place``, or none.

        Raises:
            InputRefusedError: ``evidence.cancelled``.
            StorageError: ``disk.*``; ``chunk.missing``, ``chunk.damaged``, ``exhibit.damaged``.
            LetterError: as ``letters.compose``.
        """
        from anefdesk.services import evidence_package

        half = _Half(progress)
        pdf = self.compose(dossier, half.first, cancelled)
        counter = _Counter(len(dossier.items), half.second, cancelled)
        with evidence_package.whole(place) as out:
            if dossier.identity:
                evidence_package.write(
                    out, pdf, dossier.items, self._original, passphrase, dossier.catalogue, dossier.made, counter.step
                )
            else:
                out.write(pdf)
            counter.check()
        digest, size = _fingerprint(place)
        progress(1.0)
        locked = passphrase is not None and dossier.identity
        return Manifest(place.name, size, digest, len(dossier.items), locked=locked, identity=dossier.identity)

    def export(
        self,
        case: CaseId,
        place: Path,
        *,
        use: Use,
        passphrase: str | None,
        identity: bool = True,
        progress: Progress = _nothing,
        cancelled: Cancelled = _never,
    ) -> Manifest:
        """All of it at once: gather, release, write. Without identity it is a PDF that needs no passphrase."""
        dossier = self.gather(case, use=use, identity=identity)
        self.release(case, dossier, passphrase)
        return self.write(dossier, place, passphrase, progress, cancelled)

    def _original(self, item: Item) -> bytes:
        return attachments.opened(self._at, item.exhibit)


class _Counter:
    """Tells how far it is, and stops what was cancelled."""

    def __init__(self, steps: int, progress: Progress, cancelled: Cancelled) -> None:
        self.steps, self._done = steps, 0
        self._progress, self._cancelled = progress, cancelled

    def check(self) -> None:
        """Stop here when it was cancelled."""
        if self._cancelled():
            raise InputRefusedError("evidence.cancelled")

    def step(self) -> None:
        """One page or one original begins."""
        self.check()
        self._progress(min(1.0, self._done / max(self.steps, 1)))
        self._done += 1


class _Half:
    """Two works one after the other, as one from 0 to 1."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def first(self, share: float) -> None:
        """The PDF."""
        self._progress(share / 2)

    def second(self, share: float) -> None:
        """The package."""
        self._progress(0.5 + share / 2)


def _fingerprint(place: Path) -> tuple[str, int]:
    import hashlib

    from anefdesk.errors import of_the_disk

    try:
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), place.stat().st_size
    except OSError as error:
        raise of_the_disk(error) from None
