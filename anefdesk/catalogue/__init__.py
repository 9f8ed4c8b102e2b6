"""Reads resources/catalogue into domain types and refuses bad data with file, key and reason."""
