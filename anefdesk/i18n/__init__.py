"""Languages, their directions and their texts, for staff and applicant at once."""
