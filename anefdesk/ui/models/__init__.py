"""Qt models over frozen rows: no queries, no deeds, only what a table shows."""
