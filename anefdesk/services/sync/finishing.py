"""The last step of an enrolment: this PC belongs to the organisation from here on.

Cut short, it is asked again and goes on: the membership is written last, and what was asked is forgotten after it.
"""

import contextlib
from pathlib import Path

from anefdesk.domain.record import CaseId
from anefdesk.errors import InputRefusedError, StorageError, of_the_disk
from anefdesk.paths import private_folder, settle
from anefdesk.services import opening
from anefdesk.services.sync import enrolment, labels, membership
from anefdesk.services.sync.enrolment import Admitted
from anefdesk.services.sync.entering import entered
from anefdesk.services.sync.membership import Membership
from anefdesk.services.sync.organisation import Organisation
from anefdesk.services.sync.post import Post
from anefdesk.services.workplace import Workplace
from anefdesk.store import remembered
from anefdesk.store.casekeys import EpochKey
from anefdesk.store.store import Store
from anefdesk.vault.keys import Unlocked
from anefdesk.wire import sealing


def finish(home: Path, keys: Unlocked, at: Workplace | None = None) -> Membership:
    """Join with an empty PC, or enter with the files of the open desk ``at``.

    A hub that is away does not stop it when the answer brought the directory: what is left to say is said at the
    next contact.

    Raises:
        StorageError: as ``enrolment.admitted``; ``disk.*``.
        InputRefusedError: ``enrolment.needs_empty``, ``enrolment.needs_centre``.
    """
    done = membership.load(home)
    if done is not None:
        _tidy(home)
        return done
    asked = enrolment.pending(home)
    if asked is not None and asked.brings is not (at is not None):
        raise InputRefusedError("enrolment.needs_centre" if asked.brings else "enrolment.needs_empty")
    known = enrolment.admitted(home, keys)
    answer = known.answer
    belongs = Membership(
        org=known.directory.org,
        scope=answer.scope,
        device=keys.device,
        hub=answer.hub,
        certificate=answer.certificate or None,
        genesis=known.entries[0],
    )
    post = Post.begin(home, belongs, known.entries)
    try:
        if at is None:
            _join(home, keys, known)
        else:
            _enter(at, keys, post, known)
    finally:
        post.close()
    membership.save(home, belongs)
    _tidy(home)
    return belongs


def _tidy(home: Path) -> None:
    (home / enrolment.UNFINISHED).unlink(missing_ok=True)
    enrolment.give_up(home)


def _join(home: Path, keys: Unlocked, known: Admitted) -> None:
    answer = known.answer
    mark = home / enrolment.UNFINISHED
    try:
        private_folder(home / opening.CHUNKS)
        if mark.exists():
            for left in home.glob(f"{opening.DATABASE}*"):  # cut short: nothing was entered in it
                left.unlink()
        if (home / opening.DATABASE).exists():
            raise StorageError("store.exists")
        mark.touch(mode=0o600)
        settle(home)
    except OSError as error:
        raise of_the_disk(error) from None
    store = Store.join(
        home / opening.DATABASE,
        keys.database_key,
        opening.device_keys(keys),
        org=known.directory.org,
        scope=answer.scope,
        centre=CaseId(answer.centre),
        epochs=[EpochKey(one.org, one.scope, one.epoch, one.key) for one in answer.keys],
    )
    try:
        remembered.put(store, labels.KEPT_AS, answer.label_key)
    finally:
        store.close()


def _enter(at: Workplace, keys: Unlocked, post: Post, known: Admitted) -> None:
    remembered.put(at.store, labels.KEPT_AS, known.answer.label_key)
    with contextlib.ExitStack() as stack:
        hub = None
        if known.answer.hub:
            hub = stack.enter_context(enrolment.reach(known.answer, known.directory.org, keys))
            try:
                hub.hello()
            except StorageError:
                hub = None
        entered(Organisation(at.store, post, opening.signer_of(keys), hub), sealing.new_key())
