"""What a caseworker can do: one method, one deed, one transaction."""
