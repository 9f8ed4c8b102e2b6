"""What this machine offers the desk: versions, cipher, keyring, fonts, Qt's libraries. Nothing personal.

Used by ``anefdesk doctor``, whose output a centre can send to whoever helps it.
"""

import os
import platform
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from anefdesk import __version__
from anefdesk.errors import AnefdeskError
from anefdesk.services import qt_libraries

_DISTRIBUTIONS = (
    "PySide6-Essentials", "SQLAlchemy", "alembic", "sqlcipher3", "cryptography", "keyring", "reportlab",
    "uharfbuzz", "pyicu-wheels", "pypdfium2", "babel", "phonenumbers", "msgspec", "pillow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``required`` and not ``sound`` means the desk cannot work here."""

    subject: str
    found: str
    sound: bool = True
    required: bool = True


def _versions() -> Iterator[Finding]:
    yield Finding("anefdesk", __version__)
    yield Finding("Python", platform.python_version())
    yield Finding("système", f"{platform.system()} {platform.release()} {platform.machine()}")
    for name in _DISTRIBUTIONS:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "absent", sound=False)


def _openssl() -> Finding:
    try:
        from cryptography.hazmat.backends.openssl import backend
    except ImportError:
        return Finding("OpenSSL", "absent", sound=False)
    gcm_siv = backend.openssl_version_number() >= 0x30200000  # noqa: PLR2004 - 3.2 brings AES-GCM-SIV
    return Finding("OpenSSL", backend.openssl_version_text(), sound=gcm_siv)


def _icu() -> Finding:
    try:
        import icu
    except ImportError:
        return Finding("ICU", "absent", sound=False)
    return Finding("ICU", f"{icu.ICU_VERSION}, Unicode {icu.UNICODE_VERSION}")


def _cipher() -> Iterator[Finding]:
    """Create and open a database in the one way the desk has, and ask it what it is."""
    try:
        from anefdesk.store.database import close, open_database
    except ImportError:
        yield Finding("base chiffrée", "sqlcipher3 ou SQLAlchemy absent", sound=False)
        return
    with tempfile.TemporaryDirectory(prefix="anefdesk-doctor-") as folder:
        try:
            connection = open_database(Path(folder, "essai.db"), secrets.token_bytes(32), create=True)
        except AnefdeskError as error:
            yield Finding("base chiffrée", error.code, sound=False)
            return
        for subject, question in (
            ("SQLCipher", "PRAGMA cipher_version"),
            ("fournisseur du chiffre", "PRAGMA cipher_provider_version"),
            ("SQLite", "SELECT sqlite_version()"),
        ):
            yield Finding(subject, str(connection.exec_driver_sql(question).scalar()))
        active = str(connection.exec_driver_sql("PRAGMA cipher_status").scalar()) == "1"
        close(connection)
    yield Finding("base chiffrée", "active" if active else "INACTIVE", sound=active)


def _keyring() -> Finding:
    """A PC without a keyring still works, on the passphrase only: said, not refused."""
    try:
        from anefdesk.vault.keyring_box import DeviceBox

        return Finding("trousseau du système", DeviceBox(b"doctor").backend_name())
    except (ImportError, AnefdeskError):
        return Finding("trousseau du système", "aucun : mode « phrase seule »", sound=False, required=False)


def _fonts() -> Iterator[Finding]:
    try:
        from anefdesk.i18n.languages import APPLICANT_LANGUAGES, PREPARED_LANGUAGES
        from anefdesk.letters import fonts
    except ImportError:
        yield Finding("polices", "reportlab ou uharfbuzz absent", sound=False)
        return
    families = {name for known in APPLICANT_LANGUAGES + PREPARED_LANGUAGES for name in fonts.families(known)}
    for family in sorted(families):
        try:
            fonts.face(family, bold=False)
            fonts.face(family, bold=True)
        except AnefdeskError as error:
            yield Finding(family, f"{error.code} {error.params.get('font', '')}", sound=False)
        else:
            yield Finding(family, "présente")


def _qt() -> Iterator[Finding]:
    missing = qt_libraries.packages_missing(qt_libraries.ALWAYS)
    yield Finding("bibliothèques de Qt", _named(missing), sound=not missing)
    for screen, libraries in (("X11", qt_libraries.X11), ("Wayland", qt_libraries.WAYLAND)):
        missing = qt_libraries.packages_missing(libraries)
        yield Finding(f"bibliothèques {screen}", _named(missing), sound=not missing, required=False)
    refusal = qt_libraries.refusal(os.environ)
    yield Finding("écran", refusal or "trouvé", sound=refusal is None, required=False)


def _named(packages: tuple[str, ...]) -> str:
    return "à installer : " + " ".join(packages) if packages else "présentes"


def examine() -> Iterator[Finding]:
    """Everything the report says, in order."""
    yield from _versions()
    yield _openssl()
    yield _icu()
    yield from _cipher()
    yield _keyring()
    yield from _fonts()
    yield from _qt()
