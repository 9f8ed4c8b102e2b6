"""The pages of annexes as they are printed: one original at a time, drawn smaller, never written anywhere.

Used by ``evidence``, off the interface's thread.
"""

from collections.abc import Callable
from io import BytesIO

from anefdesk.errors import InputRefusedError, StorageError
from anefdesk.letters.evidence import AnnexPages, Picture, Told
from anefdesk.services import evidence_sheet, pieces
from anefdesk.services.evidence_gathering import Item

WIDEST = 1600  # pixels of a capture, once printed: 230 an inch
MOST_PAGES = 20  # of one annex
MOST_PRINTED = 250  # of all annexes together
LARGEST = 300_000  # bytes of one page: what holds the whole PDF in memory
MOST_LETTERS = 20_000  # of a text
_TRIES = ((1600, 72), (1200, 50), (800, 35))  # pixels across, quality: until it is small enough

Read = Callable[[Item], bytes]  # raises StorageError


class Pictures:
    """Gives the pictures of every annex, holding at most one original; ``step`` hears each page before it is drawn."""

    def __init__(self, read: Read, step: Callable[[], None]) -> None:
        self._read, self._step = read, step
        self._held: tuple[int, bytes] | None = None
        self._left = MOST_PRINTED

    def pages(self, item: Item) -> AnnexPages:
        """How an annex is printed."""
        exhibit = item.exhibit
        fine = (evidence_sheet.entered(item), f"{item.name} · SHA-256 {exhibit.sha256.hex()}")
        title = Told(f"Annexe {item.number}", item.title)
        kind = exhibit.media_type
        if kind.startswith(("text/", "message/")):
            text, note = self._text(item)
            return AnnexPages(item.number, title, fine, text=text, note=note)
        pages = self._count(item) if kind in {"application/pdf", "image/tiff"} else 1
        printed = min(pages, MOST_PAGES, self._left)
        self._left -= printed
        if not printed:
            return AnnexPages(
                item.number, title, fine, note="Cette annexe n’est pas imprimée ici : voir l’original joint."
            )
        note = f"Pages imprimées ici : {printed} sur {pages}." if pages > printed else ""
        return AnnexPages(item.number, title, fine, printed, _Pages(self, item).picture, note=note)

    def _original(self, item: Item) -> bytes:
        if self._held is None or self._held[0] != item.number:
            self._held = None  # one at a time
            self._held = (item.number, self._read(item))
        return self._held[1]

    def _count(self, item: Item) -> int:
        try:
            return max(1, pieces.raster(self._original(item), 0, 16).pages)
        except (InputRefusedError, StorageError):
            return 1

    def _text(self, item: Item) -> tuple[str, str]:
        try:
            text = self._original(item).decode("utf-8", "replace").lstrip("\ufeff")
        except StorageError:
            return "", "Ce texte ne peut pas être lu : son original est abîmé ou absent."
        note = "Seul le début de ce texte est imprimé ici." if len(text) > MOST_LETTERS else ""
        return text[:MOST_LETTERS], note

    def draw(self, item: Item, page: int) -> Picture | None:
        """One page; ``None`` when the original cannot be read or drawn: the file says so in its place."""
        from PIL import Image

        self._step()
        try:
            drawn = pieces.raster(self._original(item), page, WIDEST)
        except (InputRefusedError, StorageError):
            return None
        if page + 1 >= drawn.pages:
            self._held = None
        picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb)
        for wide, quality in _TRIES:
            if picture.width > wide:
                picture.thumbnail((wide, wide * 4))
            out = BytesIO()
            picture.save(out, "JPEG", quality=quality)
            if out.tell() <= LARGEST:
                break
        return Picture(out.getvalue(), picture.width, picture.height)


class _Pages:
    """One annex, asked for page by page."""

    def __init__(self, pictures: Pictures, item: Item) -> None:
        self._pictures, self._item = pictures, item

    def picture(self, page: int) -> Picture | None:
        """Page ``page``, from 0."""
        return self._pictures.draw(self._item, page)
