"""The encrypted database: the log of changes and what is projected from it."""
