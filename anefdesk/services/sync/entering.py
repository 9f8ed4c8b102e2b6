"""A centre that worked alone goes on as one of an organisation: nothing of its files is lost or encrypted anew."""

from anefdesk.services.sync import epochs
from anefdesk.services.sync.organisation import Organisation
from anefdesk.wire.entry import Adopt, Epoch


def entered(organisation: Organisation, key: bytes) -> None:
    """Bring the casebook into the organisation and say so in its directory; again, it goes on where it was.

    Args:
        key: of the centre's first epoch, unless one was kept by a time that was cut short.

    Raises:
        StorageError: as ``Store.enter`` and ``Organisation.tell``.
    """
    store, scope = organisation.store, organisation.scope
    state = organisation.state()
    brought = store.enter(state.org, scope, key)
    with store.inside() as inside:
        key = inside.keys.known()[scope, 1]
    unsaid = organisation.unsaid()
    if not state.epoch(scope) and not any(isinstance(one, Epoch) for one in unsaid):
        organisation.tell([epochs.entry_for(state, scope, key, None)])
    if brought.log not in state.adopted and not any(isinstance(one, Adopt) for one in unsaid):
        organisation.tell([brought.into(scope)], as_device=True)
