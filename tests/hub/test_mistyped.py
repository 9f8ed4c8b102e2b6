"""What whoever keeps a hub, or whoever calls it, may type wrongly: each is a sentence, and switches nothing off."""

import socket
from pathlib import Path

import pytest

from anefdesk import __main__ as command
from anefdesk.errors import StorageError
from anefdesk.hub import settings
from anefdesk.services.sync import pinned
from anefdesk.wire import trust
from tests.hub import callers
from tests.hub.proxy import Proxy
from tests.hub.running import in_a_thread, tls
from tests.mailbox.organisation import Organisation

URL = "https://hub.example"


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    made = tmp_path / "hub"
    assert command.main(["hub", "init", "--folder", str(made), "--url", URL]) == 0
    capsys.readouterr()
    return made


def _refused(capsys: pytest.CaptureFixture[str], what: str, folder: Path, *arguments: str) -> str:
    assert command.main(["hub", what, "--folder", str(folder), *arguments]) == command.REFUSED
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" HTTPS://Hub.Example/ ", "https://hub.example"),
        ("https://hub.example:443", "https://hub.example"),
        ("http://127.0.0.1:8470", "http://127.0.0.1:8470"),
        ("https://[::1]:8470/desk/", "https://[::1]:8470/desk"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_form(typed: str, meant: str) -> None:
    assert trust.address(typed) == trust.address(meant) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "hub.example", "ftp://hub.example", "https://", "https://...", "https://[::1", "https://hub:84a",
     "https://hub:0", "https://hub:99999", "https://hub .example", "https://hub\u202e.example", "https://me:it@hub",
     "https://hub/?a", "https://" + 70 * "a" + ".example", "https://xn--.example"],
)  # fmt: skip
def test_what_is_no_address_has_one_code(typed: str, org: Organisation) -> None:
    for tried in (lambda: pinned.unvouched(typed), lambda: pinned.stranger(typed, bytes(32))):
        with pytest.raises(StorageError, match=r"hub\.url"):
            tried()
    with pytest.raises(StorageError, match=r"hub\.url"):
        callers.desk(typed, org)


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "Https"])
def test_capitals_do_not_switch_the_certificate_off(scheme: str, tmp_path: Path, org: Organisation) -> None:
    context, pem = tls(tmp_path)
    with Proxy(("127.0.0.1", 1), context) as server, in_a_thread(tmp_path, org, None, server.url) as url:
        server.target = ("127.0.0.1", int(url.rpartition(":")[2]))
        typed = server.url.replace("https", scheme, 1)
        with callers.desk(typed, org) as hub, pytest.raises(StorageError, match=r"hub\.certificate"):
            hub.hello()
        assert pinned.unvouched(typed) == pem


@pytest.mark.parametrize(
    "line",
    ["urls = []", f'urls = "{URL}"', 'urls = ["hub.example"]', 'urls = ["https://[::1"]', "urls = [1]", 'database = ""',
     "database = 5", "[rates]\naddress = 0", "[rates]\ndevice = 1e400", "rates = 3", "urls = ["],
)  # fmt: skip
@pytest.mark.parametrize("what", ["status", "serve", "init"])
def test_settings_edited_wrongly_serve_nobody(
    line: str, what: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / settings.FILE
    right = [row for row in file.read_text(encoding="utf-8").splitlines() if row.startswith(("urls", "database"))]
    kept = [row for row in right if row[:4] != line[:4]]
    file.write_text("\n".join([*kept, line]), encoding="utf-8")
    assert "hub.toml" in _refused(capsys, what, folder)


@pytest.mark.parametrize("place", ["sqlite:////nowhere/hub.db", "mysql://x", "postgresql://a:b@h:port/x", "notes.txt"])
def test_a_database_that_does_not_open_is_said_once(
    place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / settings.FILE
    rows = [row for row in file.read_text(encoding="utf-8").splitlines() if not row.startswith("database")]
    file.write_text("\n".join([f'database = "{place}"', *rows]), encoding="utf-8")
    assert _refused(capsys, "serve", folder, "--workers", "2").count("La base du serveur ne s’ouvre pas") == 1


def test_a_folder_of_any_name_holds_a_hub(tmp_path: Path) -> None:
    assert command.main(["hub", "init", "--folder", str(tmp_path / "né 😀"), "--url", URL]) == 0
    assert command.main(["hub", "status", "--folder", str(tmp_path / "né 😀")]) == 0


def test_a_port_that_is_taken_or_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        wrong = ["--port", str(other.getsockname()[1])], ["--port", "99999"], ["--port", "-1"], ["--fd", "999"]
        for arguments in wrong:
            assert "ne peut pas écouter" in _refused(capsys, "serve", folder, *arguments)


@pytest.mark.parametrize("days", ["-5", "0", "99999999999", "x", "٣x"])
def test_copies_are_not_thrown_away_by_a_wrong_number(
    days: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copies = tmp_path / "copies"
    assert command.main(["hub", "backup", "--folder", str(folder), str(copies)]) == 0
    with pytest.raises(SystemExit):
        command.main(["hub", "backup", "--folder", str(folder), str(copies), "--keep", days])
    assert "un nombre de jours" in capsys.readouterr().err
    assert len(list(copies.glob("*.hub"))) == 1


def test_a_copy_that_is_not_there_is_no_broken_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "pas de copie" in _refused(capsys, "restore", folder, str(tmp_path / "absent.hub"))
