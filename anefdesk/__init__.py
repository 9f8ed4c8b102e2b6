"""anefdesk: the reception desk for people facing the ANEF, offline and encrypted."""

__version__ = "0.1.0"
