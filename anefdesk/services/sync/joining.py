"""An empty PC that joins an organisation: its vault comes first, its files when it is let in, perhaps days later.

Used by the first-run screen. A mark stands in the folder from the choice of a passphrase to the end.
"""

import contextlib
from pathlib import Path

from anefdesk import paths
from anefdesk.errors import InputRefusedError, StorageError, of_the_disk
from anefdesk.services import opening
from anefdesk.services.opening import Means
from anefdesk.services.sync import enrolment, finishing, membership
from anefdesk.services.sync.enrolment import UNFINISHED, Pending
from anefdesk.services.sync.membership import Membership
from anefdesk.vault import slot_file
from anefdesk.vault.keyring_box import DeviceBox
from anefdesk.vault.keys import Unlocked
from anefdesk.vault.vault import Vault


def under_way(home: Path) -> bool:
    """Whether this PC began to join and has not ended; cheap enough for the interface's thread."""
    return (home / UNFINISHED).exists() and not (home / membership.FILE).exists()


class Joining:
    """One run of it; after a restart, ``unlock`` goes on."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._vault: Vault | None = None
        self._keys: Unlocked | None = None
        self._label = ""

    def begin(self, label: str, passphrase: str, *, passphrase_only: bool = False) -> str:
        """Make the vault of this PC and its first person; the text is the PC's recovery key, to print.

        Raises:
            InputRefusedError: ``enrolment.has_files``, ``organisation.training``, label or passphrase.
            StorageError: ``vault.exists``, ``keyring.*``, ``disk.*``; nothing is left behind.
        """
        means, home = self._means, self._means.home
        if means.training:
            raise InputRefusedError("organisation.training")
        if (home / opening.DATABASE).exists():
            raise InputRefusedError("enrolment.has_files")
        if slot_file.exists(home):
            raise StorageError("vault.exists")
        self._mark()
        try:
            self._vault, self._keys, sheet = Vault.create(
                home,
                label=label,
                passphrase=passphrase,
                now=means.clock.now(),
                passphrase_only=passphrase_only,
                cost=means.cost,
                backend=means.backend,
                monotonic=means.clock.monotonic,
            )
        except BaseException:
            (home / UNFINISHED).unlink(missing_ok=True)
            raise
        self._label = label
        return sheet

    def unlock(self, label: str, passphrase: str) -> None:
        """Go on after a restart; raises as ``Vault.unlock``."""
        clock = self._means.clock
        vault = Vault.open(self._means.home, backend=self._means.backend, monotonic=clock.monotonic)
        self._keys = vault.unlock_by_label(label, passphrase, today=clock.today(), now=clock.now())
        self._vault, self._label = vault, label

    def pending(self) -> Pending | None:
        """What was asked."""
        return enrolment.pending(self._means.home)

    def ask(self, code: str, *, hub: str = "", pc: str) -> Pending:
        """Ask with six words or the text of a QR; raises as ``enrolment.ask``."""
        vault, keys = self._open()
        return enrolment.ask(self._means.home, keys, code, hub=hub, pc=pc, person=self._label, carrier=vault.carrier())

    def send(self) -> Pending:
        """Try the hub again; raises as ``enrolment.ask``."""
        return enrolment.send(self._means.home)

    def poll(self) -> bool:
        """Whether the hub has the answer; raises as ``enrolment.poll``."""
        return enrolment.poll(self._means.home, self._open()[1])

    def read_file(self, data: bytes) -> bool:
        """Take the answer from a stick; raises as ``enrolment.read_file``."""
        return enrolment.read_file(self._means.home, self._open()[1], data)

    def finish(self) -> Membership:
        """Belong to it; the session then unlocks as any other. Raises as ``finishing.finish``."""
        return finishing.finish(self._means.home, self._open()[1])

    @property
    def keys(self) -> Unlocked:
        """Of the person who joins, while they are here."""
        return self._open()[1]

    @property
    def open(self) -> bool:
        """Whether somebody typed their passphrase since the program started."""
        return self._keys is not None

    def lock(self) -> None:
        """Whoever is here left: ``unlock`` goes on."""
        self._vault = self._keys = None

    def give_up(self) -> None:
        """Undo all of it: this PC was never set up."""
        home = self._means.home
        if not under_way(home):
            return
        if self._vault is not None and not self._vault.passphrase_only:
            with contextlib.suppress(StorageError):
                DeviceBox(self._vault.device, self._means.backend).forget()
        enrolment.give_up(home)
        try:
            for left in (*home.glob("slots.*"), *home.glob(f"{opening.DATABASE}*"), *home.glob("mailbox.db*")):
                left.unlink(missing_ok=True)
            (home / UNFINISHED).unlink(missing_ok=True)
            paths.settle(home)
        except OSError as error:
            raise of_the_disk(error) from None

    def _open(self) -> tuple[Vault, Unlocked]:
        if self._vault is None or self._keys is None:
            raise StorageError("enrolment.nothing_asked")
        return self._vault, self._keys

    def _mark(self) -> None:
        home = self._means.home
        try:
            paths.private_folder(home)
            (home / UNFINISHED).touch(mode=0o600)
            paths.settle(home)
        except OSError as error:
            raise of_the_disk(error) from None
