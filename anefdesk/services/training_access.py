"""How the training centre is opened: said on its lock screen, since it protects nobody."""

LABEL = "Stagiaire"
PASSPHRASE = "mandarine tambour nuage citron voilier hiver"  # noqa: S105 - shown on screen
