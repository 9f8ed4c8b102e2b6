"""What is kept of the wire on a disk: ciphertext only, for desk, hub and stick alike."""
