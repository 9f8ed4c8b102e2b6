"""Exchanging sealed changes with the other PCs of an organisation, through a hub or a stick.

Two halves: *carrying* moves ciphertext between this PC's mailbox and another, also while locked; *delivering* moves it
between this PC's mailbox and its casebook, while somebody is there.
"""
