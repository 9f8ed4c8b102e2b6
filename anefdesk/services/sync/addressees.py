"""To whom a file may go: another centre, whose PCs all get it, or the head office, whose PCs are named everywhere."""

from dataclasses import dataclass

from anefdesk.services.sync import labels
from anefdesk.services.sync.parcels import Parcel, Parcels
from anefdesk.services.workplace import Workplace
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, Role


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somewhere a file may go. ``label`` is empty for the head office."""

    to: bytes
    label: str
    devices: int

    @property
    def head_office(self) -> bool:
        """Whether it is the head office and no centre."""
        return self.to == EVERYWHERE


def devices(state: Directory, to: bytes) -> tuple[bytes, ...]:
    """The PCs that can open what goes there."""
    if to == EVERYWHERE:
        return tuple(sorted(name for name in state.devices if state.may(name, Role.HEAD_OFFICE, EVERYWHERE)))
    return tuple(sorted(name for name, one in state.devices.items() if one.scope == to and one.out is None))


def speaks_for(state: Directory, parcel: Parcel, to: bytes) -> bool:
    """Whether a parcel comes from there."""
    return parcel.scope == to or (to == EVERYWHERE and state.may(parcel.device, Role.HEAD_OFFICE, EVERYWHERE))


def own_scope(parcels: Parcels) -> bytes:
    """This PC's centre."""
    return parcels.directory.devices[parcels.device].scope


def my_turn(parcels: Parcels, device: bytes) -> bool:
    """Whether what ``device`` began is for this PC to go on with: its own, or of one that is out, the first one's."""
    state = parcels.directory
    if state.active(device):
        return device == parcels.device
    return devices(state, own_scope(parcels))[:1] == (parcels.device,)


def label(at: Workplace, parcels: Parcels, to: bytes) -> str:
    """The name of a centre; empty for the head office, and when nobody knows it."""
    return labels.read(labels.key_of(at.store), parcels.directory.scopes.get(to, b""))


def others(at: Workplace, parcels: Parcels) -> tuple[Addressee, ...]:
    """Everywhere a file may go from here, centres by name, the head office first; who has no PC is left out."""
    state, mine = parcels.directory, own_scope(parcels)
    office = devices(state, EVERYWHERE)
    found = [
        Addressee(scope, label(at, parcels, scope), len(devices(state, scope)))
        for scope in state.scopes
        if scope != mine
    ]
    found.sort(key=_by_name)
    if parcels.device not in office:
        found.insert(0, Addressee(EVERYWHERE, "", len(office)))
    return tuple(one for one in found if one.devices)


def _by_name(one: Addressee) -> tuple[str, bytes]:
    return one.label.casefold(), one.to
