"""The services' checks of typed fields as lines need them: stored form in, shown form out. Used by forms of people."""

from anefdesk.services.casework import Casework


def check_phone(text: str) -> str:
    """Stored form of a phone."""
    return Casework.checked("phone", text)


def show_phone(stored: str) -> str:
    """A stored phone as people write it."""
    return Casework.phone_shown(stored) if stored else ""


def check_foreigner_number(text: str) -> str:
    """Ten digits."""
    return Casework.checked("foreigner_number", text)


def check_postcode(text: str) -> str:
    """Five digits."""
    return Casework.checked("postcode", text)
