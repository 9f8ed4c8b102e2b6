"""The routes of a hub: for each, who may ask, what body it takes and how large, and what does it.

Read by ``app``, and by the tests that try every door with every caller.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from anefdesk.hub.service import Asked, Service
from anefdesk.wire import entry, talk

JSON: Final = "application/json"


class Who(Enum):
    """Who may ask."""

    ANYBODY = "anybody"
    MEMBER = "a PC of the organisation"
    READER = "a PC that reads this scope"
    OVERSEER = "a PC of admins or of the head office"
    ADMIN = "a PC of the organisation, with the signature of somebody who may"
    WAITING = "a PC of the organisation that opened the enrolment"


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one path; ``largest`` bounds its body, which is none at 0."""

    method: str
    path: str
    who: Who
    does: Callable[[Service, Asked], bytes]
    largest: int = 0
    takes: str = talk.TYPE
    gives: str = talk.TYPE  # nothing, when the answer is empty

    @property
    def in_session(self) -> bool:
        """Whether one must have opened a session."""
        return self.who is not Who.ANYBODY


_RAW = talk.CHUNK_TYPE
_CHUNK = "/v1/chunk/{name}"
_ENROLMENT = "/v1/enrolment/{invitation}"
_MARGIN = 1024  # of MessagePack around what is bounded

DOORS: Final = (
    Door("GET", "/v1/openapi.json", Who.ANYBODY, lambda _, asked: Service.describe(asked), gives=JSON),
    Door("GET", "/v1/session", Who.ANYBODY, Service.challenge),
    Door("POST", "/v1/session", Who.ANYBODY, Service.session, talk.LARGEST_SMALL),
    Door("POST", "/v1/org", Who.ANYBODY, Service.found, 2 * entry.LARGEST),
    Door("GET", "/v1/hello", Who.MEMBER, Service.hello),
    Door("GET", "/v1/dir", Who.MEMBER, Service.entries),
    Door("POST", "/v1/dir", Who.MEMBER, Service.add_entry, entry.LARGEST + _MARGIN),
    Door("GET", "/v1/have", Who.READER, Service.have),
    Door("POST", "/v1/have", Who.ADMIN, Service.have_for, talk.LARGEST_SMALL),
    Door("POST", "/v1/push", Who.MEMBER, Service.push, talk.LARGEST_PUSH + _MARGIN),
    Door("GET", "/v1/pull", Who.READER, Service.pull),
    Door("POST", "/v1/keybox", Who.MEMBER, Service.put_keyboxes, talk.LARGEST_PUSH + _MARGIN),
    Door("GET", "/v1/contacts", Who.OVERSEER, Service.contacts),
    Door("POST", "/v1/contacts", Who.ADMIN, Service.contacts_for, talk.LARGEST_SMALL),
    Door("POST", "/v1/lacks", Who.MEMBER, Service.lacks, talk.MOST_NAMES * 34 + _MARGIN),
    Door("HEAD", _CHUNK, Who.MEMBER, Service.has_chunk),  # before GET, which would answer in its place
    Door("GET", _CHUNK, Who.MEMBER, Service.get_chunk, gives=_RAW),
    Door("PUT", _CHUNK, Who.MEMBER, Service.put_chunk, talk.LARGEST_CHUNK, _RAW),
    Door("PUT", _ENROLMENT, Who.ADMIN, Service.open_enrolment, talk.LARGEST_SMALL),
    Door("PUT", f"{_ENROLMENT}/request", Who.ANYBODY, Service.write_request, talk.LARGEST_POST, _RAW),
    Door("GET", f"{_ENROLMENT}/request", Who.WAITING, Service.read_request, gives=_RAW),
    Door("PUT", f"{_ENROLMENT}/answer", Who.WAITING, Service.write_answer, talk.LARGEST_POST, _RAW),
    Door("GET", f"{_ENROLMENT}/answer", Who.ANYBODY, Service.read_answer, gives=_RAW),
)
