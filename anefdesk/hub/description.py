"""The service described for other programs, in OpenAPI's words; a test compares it with the routes.

Served at ``/v1/openapi.json``. Written by hand: a description drawn from the code would agree with any mistake.
"""

import json
from functools import cache
from typing import Any

from anefdesk import __version__

_PACKED, _RAW = "application/msgpack", "application/octet-stream"
_ID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_NAME = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _in_path(name: str, schema: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _asked(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": True, "schema": schema}


def _number(least: int, most: int | None = None) -> dict[str, Any]:
    return {"type": "integer", "minimum": least} | ({} if most is None else {"maximum": most})


def _route(
    says: str,
    *,
    takes: str = "",
    body: str = "",
    gives: str = "",
    kind: str = _PACKED,
    open_to_all: bool = False,
    also: dict[str, Any] | None = None,
    refuses: tuple[int, ...] = (),
) -> dict[str, Any]:
    told: dict[str, Any] = {"summary": says, "responses": {}}
    if open_to_all:
        told["security"] = []
    if takes:
        told["requestBody"] = {"required": True, "content": {takes: {"schema": {"description": body}}}}
    if gives:
        told["responses"]["200"] = {"description": gives, "content": {kind: {}}}
    else:
        told["responses"]["204"] = {"description": "Done; the same again changes nothing."}
    told["responses"] |= also or {}
    common = {429, 500, 503} | ({400, 408, 413, 415} if takes else set()) | (set() if open_to_all else {401, 403})
    for status in sorted(common | set(refuses)):
        told["responses"][str(status)] = {"$ref": "#/components/responses/Refused"}
    return told


_SCOPE = _asked("scope", _ID)
_CHUNK = _in_path("name", _NAME)
_INVITATION = _in_path("invitation", _ID)

_PATHS: dict[str, dict[str, Any]] = {
    "/v1/openapi.json": {
        "get": _route("This description.", gives="OpenAPI", kind="application/json", open_to_all=True)
    },
    "/v1/session": {
        "get": _route("A challenge, good for a minute.", gives="[nonce]", open_to_all=True),
        "post": _route(
            "A session of fifteen minutes. The PC signs 'anefdesk/session/1', SHA-256 of the hub's host, org, device, "
            "one byte (1 for its carrier key), nonce.",
            takes=_PACKED,
            body="[org, device, carrier, nonce, signature]",
            gives="[token, seconds, [org, feed, dir_no, least_schema, {scope: head}]]",
            open_to_all=True,
            refuses=(401, 403),
        ),
    },
    "/v1/org": {
        "post": _route(
            "An organisation is let in by its first entries and a code.",
            takes=_PACKED,
            body="[code, first entry, [entry, …]]",
            gives="org",
            open_to_all=True,
            refuses=(403, 409),
        )
    },
    "/v1/hello": {"get": _route("Where the hub stands.", gives="[org, feed, dir_no, least_schema, {scope: head}]")},
    "/v1/dir": {
        "get": _route("Entries of the directory after a number.", gives="[[entry, …], more]", refuses=(400,))
        | {"parameters": [_asked("after", _number(-1))]},
        "post": _route(
            "An entry; false when another came first.", takes=_PACKED, body="entry", gives="boolean", refuses=(409,)
        ),
    },
    "/v1/have": {
        "get": _route(
            "What is held of each log of a scope.", gives="{log: [upto, head, [[first, last], …]]}", refuses=(400,)
        )
        | {"parameters": [_SCOPE]},
        "post": _route(
            "The same for an admin, who signs 'anefdesk/have/1', org, device, scope.",
            takes=_PACKED,
            body="[admin, signature]",
            gives="{log: [upto, head, [[first, last], …]]}",
        )
        | {"parameters": [_SCOPE]},
    },
    "/v1/push": {
        "post": _route(
            "Segments of any logs, in order.",
            takes=_PACKED,
            body="[segment, …], 100 at most. In place of one that follows what the hub holds of its log: "
            "[log, first, epoch, dir_no, seen, signature, records]; the hub puts back the rest.",
            gives="[verdict, …]: stored, known, gap, overlap, fork, denied, erased, malformed",
            also={"204": {"description": "All of them were new and are stored."}},
            refuses=(507,),
        )
    },
    "/v1/pull": {
        "get": _route(
            "A page of a scope after a cursor.", gives="[feed, [segment, …], [keybox, …], cursor, more]", refuses=(400,)
        )
        | {"parameters": [_SCOPE, _asked("after", _number(0)), _asked("limit", _number(1, 500))]}
    },
    "/v1/keybox": {"post": _route("Keyboxes; a later version stays.", takes=_PACKED, body="[keybox, …], 100 at most")},
    "/v1/contacts": {
        "get": _route("On which day (since 1970) each PC last called.", gives="{device: day}"),
        "post": _route(
            "The same of the PCs of a scope for its lead, or an admin, who signs 'anefdesk/contacts/1', org, device, "
            "scope; for an admin, of all PCs where the scope is sixteen zero bytes.",
            takes=_PACKED,
            body="[person, signature]",
            gives="{device: day}",
        )
        | {"parameters": [_SCOPE]},
    },
    "/v1/lacks": {
        "post": _route(
            "Which of these chunks are not held.", takes=_PACKED, body="[name, …], 1000 at most", gives="[name, …]"
        )
    },
    "/v1/chunk/{name}": {
        "parameters": [_CHUNK],
        "head": _route("Whether a chunk is held.", refuses=(400, 404)),
        "get": _route("A chunk.", gives="Its bytes.", kind=_RAW, refuses=(400, 404)),
        "put": _route(
            "Keep a chunk of a case under the name of its SHA-256.", takes=_RAW, body="Its bytes.", refuses=(410, 507)
        )
        | {"parameters": [_asked("case", _ID)]},
    },
    "/v1/enrolment/{invitation}": {
        "parameters": [_INVITATION],
        "put": _route(
            "Wait for a new PC for a day. An admin or a lead signs 'anefdesk/enrolment/1', org, invitation.",
            takes=_PACKED,
            body="[admin, signature]",
            refuses=(409,),
        ),
    },
    "/v1/enrolment/{invitation}/request": {
        "parameters": [_INVITATION],
        "put": _route(
            "What a new PC says of itself, once.", takes=_RAW, body="Sealed.", open_to_all=True, refuses=(404, 409)
        ),
        "get": _route("What a new PC said.", gives="Sealed.", kind=_RAW, refuses=(400, 404)),
    },
    "/v1/enrolment/{invitation}/answer": {
        "parameters": [_INVITATION],
        "put": _route("What the admin answers, once.", takes=_RAW, body="Sealed.", refuses=(404, 409)),
        "get": _route("What the admin answered.", gives="Sealed.", kind=_RAW, open_to_all=True, refuses=(400, 404)),
    },
}


@cache
def document() -> bytes:
    """The description, as JSON."""
    refused = {"description": "[code, seconds to wait]", "content": {_PACKED: {}}}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "anefdesk hub", "version": __version__},
            "security": [{"session": []}],
            "paths": _PATHS,
            "components": {
                "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
                "responses": {"Refused": refused},
            },
        }
    ).encode()
