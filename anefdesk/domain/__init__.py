"""The trade in plain types: people, files, procedures, facts, changes. No disk, no clock, no Qt."""
