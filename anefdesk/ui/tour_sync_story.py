"""What the demonstration of exchanges shows, step by step, and the telling of it. Used by ``tour_sync``."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from anefdesk.domain.erasing import Reason
from anefdesk.domain.record import CaseId
from anefdesk.i18n.texts import for_language
from anefdesk.services import training_sync
from anefdesk.services.sync import stick_command
from anefdesk.services.training_access import PASSPHRASE
from anefdesk.services.training_sync import FORGOTTEN, LABELS, PCS, SHARED, Stage
from anefdesk.ui.errors import explain
from anefdesk.ui.pages.destinations import (
    ToErasures,
    ToExchange,
    ToFigures,
    ToFiguresPaper,
    ToHome,
    ToPerson,
    ToSettle,
)
from anefdesk.ui.pages.figures_paper import FiguresPaperPage
from anefdesk.ui.pages.organisation_places import ToOrganisation
from anefdesk.ui.pages.settling import SettlingPage
from anefdesk.ui.tour_sync_desk import SyncDesk
from anefdesk.ui.tour_telling import Telling
from anefdesk.ui.tour_walk import Album, TourStoppedError

_CALLS = 8  # contacts of each desk after which both must hold the same
_OVER = timedelta(days=20)  # a month is told some days after it, by each PC in its turn
_OURS, _THEIRS, _UNSENT = "06 39 98 01 11", "06 39 98 02 22", "06 39 98 03 33"


class Story:
    """Each step does, waits for what must follow, and tells it."""

    def __init__(
        self, stage: Stage, left: SyncDesk, right: SyncDesk, stick: Path, today: date, album: Album,
        telling: Telling, database: str | None,
    ) -> None:  # fmt: skip
        self._stage, self._left, self._right = stage, left, right
        self._stick, self._today, self._album = stick, today, album
        if not stage.served:
            hub = "un fichier de ce PC : le service n’est pas installé ici (pip install 'anefdesk[hub]')"
        elif database:
            hub = f"le service « anefdesk hub », sur {database.split(':', 1)[0]}"
        else:
            hub = "le service « anefdesk hub », sur SQLite"
        self._telling = telling
        telling.begin(hub)

    def run(self) -> None:
        """All of it, in order."""
        self._open()
        self._apart()
        self._by_stick()
        self._settle()
        self._revoke()
        self._erase()
        self._report()
        self._end()

    # Telling

    def _shown(self) -> None:
        self._telling.shown((one.pc, one.state()) for one in (self._left, self._right))

    @staticmethod
    def _must(held: bool, step: str) -> None:  # noqa: FBT001 - a check
        if not held:
            raise TourStoppedError(step)

    def _until_alike(self, step: str, done: Callable[[], bool] = lambda: True) -> None:
        """Both call until they hold the same, and what was wanted has come."""
        for _ in range(_CALLS):
            self._left.call()
            self._right.call()
            if done() and self._left.print_of() == self._right.print_of():
                return
        raise TourStoppedError(step)

    def _both(self, name: str, page: object) -> None:
        for one in (self._left, self._right):
            one.go(page)  # type: ignore[arg-type]  # a destination
            one.picture(name)

    # Steps

    def _open(self) -> None:
        for one, label in zip((self._left, self._right), LABELS, strict=False):
            one.unlock(label, PASSPHRASE)
        self._until_alike("first contact")
        self._both("echanges", ToExchange())
        self._telling.step(
            f"« {PCS[0]} » a fondé l’organisation, puis fait entrer « {PCS[1]} » et « {PCS[2]} » par six mots.",
            "Ses dossiers d’avant sont arrivés sur les deux autres.",
        )
        self._shown()

    def _apart(self) -> None:
        self._stage.hub.stop()
        for one, number in ((self._left, _OURS), (self._right, _THEIRS)):
            one.write(training_sync.rephone, one.session, self._shared(one), number)
        self._right.new_file()
        for one in (self._left, self._right):
            one.call()
            one.go(ToPerson(self._shared(one)))
            one.picture("sans-reseau")
        self._must(self._left.print_of() != self._right.print_of(), "apart")
        self._telling.step(
            "Le réseau est coupé. Chaque poste écrit un autre téléphone pour la même personne (Zahra).",
            f"« {PCS[1]} » ouvre aussi un dossier nouveau (Canari-Sahak, Farid).",
        )
        self._shown()

    def _shared(self, one: SyncDesk) -> CaseId:
        case = one.case(SHARED)
        if case is None:
            raise TourStoppedError("file")
        return case

    def _by_stick(self) -> None:
        self._stick.mkdir(exist_ok=True)
        right, left = self._right.session.sync, self._left.session.sync
        assert right is not None
        assert left is not None
        written = self._right.done(lambda: stick_command.exported(right, self._stick, self._today, whole=False))
        (file,) = self._stick.iterdir()
        read = self._left.done(lambda: stick_command.imported(left, file, self._today))
        disputes = self._left.done(self._left.session.desk.reviewing.count)
        self._must(disputes == 1, "stick")
        self._telling.step(
            f"Toujours sans réseau, une clé USB va de « {PCS[1]} » à « {PCS[0]} ».",
            f"Écrit : {written}",
            f"Lu : {read}",
        )
        self._shown()

    def _settle(self) -> None:
        self._stage.hub.start()
        self._until_alike("network back")
        for one in (self._left, self._right):
            self._must(one.done(one.session.desk.reviewing.count) == 1, "disagreement")
        self._both("a-trancher", ToSettle())
        self._telling.step("Le réseau revient : les deux postes montrent le même désaccord.")
        self._shown()
        case = self._shared(self._left)
        page = self._left.go(ToSettle(case))
        assert isinstance(page, SettlingPage)
        self._left.picture("un-desaccord")
        sides = page.cards[0].one.sides
        wanted = next(number for number, side in enumerate(sides, 1) if "111" in side.told.replace(" ", ""))
        page.press(wanted)
        self._left.picture("tranche")
        self._until_alike("settled", lambda: not self._right.done(self._right.session.desk.reviewing.count))
        phones = [one.done(training_sync.phone_of, one.session, case) for one in (self._left, self._right)]
        self._must(phones == [_OURS, _OURS], "phone")
        self._telling.step(f"« {PCS[0]} » garde le téléphone qu’il avait écrit : {phones[0]} sur les deux postes.")
        self._shown()

    def _revoke(self) -> None:
        lost, desk = self._stage.sessions[2], self._left.session
        lost.unlock_by_label(LABELS[2], PASSPHRASE)
        case = training_sync.case_of(lost, FORGOTTEN)
        assert case is not None
        assert lost.sync is not None
        training_sync.rephone(lost, case, _UNSENT)
        device = lost.sync.post.membership.device
        self._left.done(lambda: desk.belonging().revoke_device(device))
        self._until_alike("revoked")
        error = training_sync.refused(lost, self._stage.mailbox())
        said = explain(error, for_language("fr")).what if error else "ce qu’il envoie n’est pas pris."
        for one in (self._left, self._right):
            one.call()
            self._must(one.done(training_sync.phone_of, one.session, case) != _UNSENT, "cut-off")
        self._until_alike("revoked, and called")
        lost.lock()
        self._both("organisation-apres-retrait", ToOrganisation())
        self._telling.step(
            f"« {PCS[2]} » a été volé : « {PCS[0]} » le retire, le centre change de clé.",
            f"Ce qu’il écrit après n’arrive nulle part. Quand il appelle : {said}",
        )
        self._shown()

    def _erase(self) -> None:
        case = self._left.case(FORGOTTEN)
        assert case is not None
        self._left.write(self._left.session.desk.erasures.ask, case, Reason.ASKED)
        self._left.go(ToErasures(case))
        self._left.picture("effacement-demande")
        self._until_alike("erasure asked")
        self._right.go(ToErasures(case))
        self._right.picture("effacement-a-decider")
        self._right.write(self._right.session.desk.erasures.agree, case)
        self._until_alike("erased", lambda: not any(one.case(FORGOTTEN) for one in (self._left, self._right)))
        left = self._left.session.sync
        assert left is not None
        (file,) = self._stick.iterdir()
        self._left.done(lambda: stick_command.imported(left, file, self._today))
        self._must(self._left.case(FORGOTTEN) is None, "stick after erasure")
        self._until_alike("erased for good")
        self._both("effacements", ToErasures())
        desk = self._left.session.desk
        sheet = self._left.done(desk.erasures.certificate, case)
        (self._album.out / "effacement.pdf").write_bytes(self._left.done(desk.paper.compose, sheet))
        self._telling.step(
            f"Une personne demande que son dossier soit effacé : « {PCS[0]} » le demande, « {PCS[1]} » est d’accord.",
            "Le dossier n’est plus sur aucun des deux postes ; la clé d’avant, relue, ne le ramène pas.",
            "Le certificat est dans effacement.pdf.",
        )
        self._shown()

    def _report(self) -> None:
        first = (self._today - training_sync.AGO).replace(day=1)
        last = (self._today - _OVER).replace(day=1) - timedelta(days=1)
        self._left.go(ToFigures())
        self._left.picture("chiffres")
        for everybody, name in ((False, "rapport-du-centre"), (True, "rapport-de-l-organisation")):
            page = self._left.go(ToFiguresPaper(first, last, everybody=everybody))
            assert isinstance(page, FiguresPaperPage)
            self._left.until(partial(_composed, page), name)
            self._left.picture(name)
            page.view.save_copy(str(self._album.out / f"{name}.pdf"))
            self._left.settle()
        self._until_alike("report")
        self._telling.step(
            f"Le rapport des mois passés, du {first:%d/%m/%Y} au {last:%d/%m/%Y} : rapport-du-centre.pdf et",
            "rapport-de-l-organisation.pdf, fait de ce que les centres ont envoyé.",
        )
        self._shown()

    def _end(self) -> None:
        self._until_alike("end")
        prints = {one.print_of() for one in (self._left, self._right)}
        self._must(len(prints) == 1, "alike")
        for one in (self._left, self._right):
            one.go(ToHome())
            one.lock()
        self._telling.step(f"Fin : les deux postes ont la même empreinte, {prints.pop()}. Ils sont verrouillés.")


def _composed(page: FiguresPaperPage) -> bool:
    return page.view.page_count() > 0
