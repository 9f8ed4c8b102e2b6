"""The windows: PySide6 widgets over services."""
