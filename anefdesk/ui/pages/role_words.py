"""The roles of staff in words. Used on the lock screen and in the settings."""

from anefdesk.domain.staff import Role
from anefdesk.i18n.texts import mark

ROLE_WORDS = {
    Role.RECEPTION: mark("accueil"),
    Role.WORKER: mark("accompagnement"),
    Role.LEAD: mark("responsable"),
}
