"""Proofs of blockages: captures, PDFs and pasted texts, judged by their content before they are kept.

Used by ``blockages``. Nothing is converted: what cannot be shown whole on paper is refused with its reason.
"""

import hashlib
import unicodedata
import warnings
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from anefdesk.domain.blockage import Exhibit
from anefdesk.errors import InputRefusedError
from anefdesk.services import pieces

LARGEST = pieces.LARGEST  # bytes
_LONGEST_TEXT = 1 << 20  # bytes
_ANIMATED = ("GIF", "PNG", "WEBP")
_MARKUP = ("<", "%!", "{\\rtf")  # programs of a page, which paper would show as code
_HEADERS = ("received:", "return-path:", "from:", "delivered-to:", "mime-version:", "date:", "message-id:", "subject:")
_SEEN = frozenset({"Cf", "Zs", "Zl", "Zp"})  # what readable texts hold beside signs and line ends


def media_type(data: bytes) -> str:
    """The kind of proof ``data`` is: an image or a PDF as pieces are, a text, an e-mail.

    Raises:
        InputRefusedError: as ``pieces.media_type``; ``exhibit.animated``, ``exhibit.long_text``.
    """
    if not data or len(data) > LARGEST:
        return pieces.media_type(data)  # which refuses it
    if _animated(data):
        raise InputRefusedError("exhibit.animated")
    text = _text(data)
    if text is None:
        return pieces.media_type(data)
    if len(data) > _LONGEST_TEXT:
        raise InputRefusedError("exhibit.long_text", limit=_LONGEST_TEXT >> 20)
    lines = text.lstrip("\ufeff").lstrip().lower().splitlines()
    letter = lines[0].startswith(_HEADERS) and any(line.startswith("subject:") for line in lines[:100])
    return "message/rfc822" if letter else "text/plain"


def _animated(data: bytes) -> bool:
    """Whether an image moves: only its header is read. What is wrong otherwise is for ``pieces`` to say."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=_ANIMATED) as image:
                return bool(getattr(image, "is_animated", False))
    except pieces.BROKEN:
        return False


def _text(data: bytes) -> str | None:
    """``data`` as a text people can read; ``None`` when it is none."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    said = text.lstrip("\ufeff").lstrip()
    readable = all(char.isprintable() or unicodedata.category(char) in _SEEN or char in "\t\n\r\f" for char in said)
    return text if said and readable and not said.startswith(("%PDF", *_MARKUP)) else None


def check_new(data: bytes, attempt: bytes | None, others: Sequence[Exhibit]) -> None:
    """Refuse what is already kept for the same try, with ``exhibit.already``: pasted twice, most often."""
    digest = hashlib.sha256(data).digest()
    if any(one.sha256 == digest and one.attempt == attempt and not one.gone for one in others):
        raise InputRefusedError("exhibit.already")
