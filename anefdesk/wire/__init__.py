"""What travels between desks and its laws: records, sealing, chains. Knows bytes, not people."""
