"""A text as a QR picture for the screen. Used by the page that invites; on paper the sheet draws its own."""

from anefdesk.services.pieces import Raster


def picture(text: str, scale: int = 6) -> Raster:
    """Black squares on white, with the quiet margin that readers need; each square ``scale`` pixels wide."""
    import zxingcpp  # with the page that shows it

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    grey = memoryview(code.to_image(scale=scale, add_quiet_zones=True))  # type: ignore[arg-type] # it is a buffer
    assert grey.shape is not None
    height, width = grey.shape[:2]
    return Raster(width, height, bytes(value for value in grey.tobytes() for _ in range(3)), 1)
