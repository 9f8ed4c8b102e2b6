"""What the demonstration of exchanges tells of itself, in French, for ``sync.txt``. Used by ``tour_sync``."""

from collections.abc import Iterable


class Telling:
    """Numbered steps, each with what every desk then showed."""

    def __init__(self) -> None:
        self._lines = ["Démonstration des échanges : deux postes, une clé USB, un serveur. Personnes inventées.", ""]
        self._steps = 0

    def text(self) -> str:
        """All of it, until now."""
        return "\n".join(self._lines) + "\n"

    def begin(self, hub: str) -> None:
        """Which hub it was."""
        self._lines += [f"Serveur : {hub}.", ""]

    def step(self, done: str, *said: str) -> None:
        """What was done."""
        self._steps += 1
        self._lines.append(f"{self._steps}. {done}")
        self._lines += [f"   {one}" for one in said]

    def shown(self, desks: Iterable[tuple[str, str]]) -> None:
        """What each desk shows."""
        self._lines += [f"   Poste « {pc} » : {state}" for pc, state in desks]
        self._lines.append("")
