"""What a PC may read of a hub: the one rule, for every route.

Used by ``service``. What it may write is no matter of routes: who signed a segment or an entry decides.
"""

from anefdesk.hub.sessions import Caller, RefusedError
from anefdesk.wire.directory import Directory
from anefdesk.wire.entry import EVERYWHERE, EXCHANGE, Role
from anefdesk.wire.talk import Refusal


def member(state: Directory, caller: Caller) -> None:
    """A PC of the organisation, now: a session of before it was put out is worth nothing.

    Raises:
        RefusedError: ``UNKNOWN``, ``REVOKED``.
    """
    device = state.devices.get(caller.device)
    if device is None:
        raise RefusedError(Refusal.UNKNOWN)
    if device.out is not None:
        raise RefusedError(Refusal.REVOKED)


def reads(state: Directory, caller: Caller, scope: bytes) -> bool:
    """Whether a PC reads a scope: its own, one where it has a role, the exchange, any for a head office with cases."""
    device = state.devices[caller.device]
    if scope == EXCHANGE:
        return True
    if scope not in state.scopes:
        return False
    if device.scope == scope or any(one == caller.device and where == scope for one, _, where in state.roles):
        return True
    return state.opens_cases and state.may(caller.device, Role.HEAD_OFFICE, EVERYWHERE)


def oversees(state: Directory, caller: Caller) -> bool:
    """Whether a PC may see when the others last called."""
    return any(state.may(caller.device, role, EVERYWHERE) for role in (Role.ADMIN, Role.HEAD_OFFICE))


def administers(state: Directory, subject: bytes) -> bool:
    """Whether a person is an admin now."""
    return subject in state.users and state.may(subject, Role.ADMIN, EVERYWHERE)


def answers_for(state: Directory, subject: bytes, scope: bytes) -> bool:
    """Whether a person leads a centre now; an admin answers for each, and for all together."""
    leads = scope in state.scopes and subject in state.users and state.may(subject, Role.LEAD, scope)
    return leads or (administers(state, subject) and (scope == EVERYWHERE or scope in state.scopes))


def enrols(state: Directory, subject: bytes) -> bool:
    """Whether a person, or a PC, may let a new PC in: an admin, or a lead, whom the directory holds to their centre."""
    leads = any(one == subject and role == Role.LEAD for one, role, _ in state.roles)
    return state.may(subject, Role.ADMIN, EVERYWHERE) or (leads and state.active(subject))
