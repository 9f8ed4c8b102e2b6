"""The pieces pages are made of. Each takes the ``Look`` first and has an accessible name."""
