"""The roles of staff in words, and how long a name on this PC may be. Used on the lock screen and in the settings."""

from anefdesk.domain.staff import Role
from anefdesk.i18n.texts import mark

LONGEST_LABEL = 40  # letters of a name on this PC, as the vault takes them

ROLE_WORDS = {
    Role.RECEPTION: mark("accueil"),
    Role.WORKER: mark("accompagnement"),
    Role.LEAD: mark("responsable"),
}
