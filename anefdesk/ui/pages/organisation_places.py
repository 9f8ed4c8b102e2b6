"""Where the screens of the organisation send the user; with ``destinations``, which every page reads."""

from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """Which screen."""

    ALL = "all"  # centres, PCs and people, who asks to come in, the rules for all
    FOUND = "found"  # a centre that works alone founds one
    ENTER = "enter"  # a centre that works alone comes into one with its files
    INVITE_PC = "invite_pc"
    INVITE_CENTRE = "invite_centre"
    NAME_ADMIN = "name_admin"  # the printed key names somebody when nobody is left who can
    LEASE = "lease"  # for how long this PC writes without contact, and codes for more


@dataclass(frozen=True, slots=True)
class ToOrganisation:
    """The organisation this PC belongs to, or may found or enter."""

    part: Part = Part.ALL
