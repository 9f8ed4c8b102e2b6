"""Staff secrets, key slots, the device secret in the OS keyring, recovery."""
