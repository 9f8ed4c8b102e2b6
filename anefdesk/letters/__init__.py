"""Paper: shaped multilingual pages as PDF bytes, from domain types."""
