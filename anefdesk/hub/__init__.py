"""The head office's service: it keeps and hands on what desks send, sealed. Extra ``anefdesk[hub]``."""
