"""Who may open this file: the whole team or named people only. Says what that does and does not. On a person's page."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from anefdesk.domain.case import Person
from anefdesk.domain.change import Touched
from anefdesk.domain.record import UserId
from anefdesk.i18n.isolates import isolate
from anefdesk.services.casework import FileView
from anefdesk.services.restricting import Named, Restriction
from anefdesk.ui import tokens
from anefdesk.ui.field_words import FIELD
from anefdesk.ui.pages.person_file import OpenFile
from anefdesk.ui.tokens import State
from anefdesk.ui.widgets.buttons import PlainButton, QuietButton
from anefdesk.ui.widgets.carrying import CarryingButton
from anefdesk.ui.widgets.flow import Flow
from anefdesk.ui.widgets.frames import Section, clear, column, row
from anefdesk.ui.widgets.states import StateBadge
from anefdesk.ui.widgets.texts import Text


class RestrictedSection(Section):
    """``left`` is told when the reader closed the file to themselves."""

    left = Signal()

    def __init__(self, file: OpenFile) -> None:
        look = file.look
        super().__init__(look, look.ui(FIELD[Person]["restricted"]), open_=False)
        self._file = file
        self._boxes: list[tuple[UserId, QCheckBox]] = []
        self._inside_ = column(look)
        self.body.addLayout(self._inside_)

    def show_file(self, view: FileView) -> None:
        """Who it is open to."""
        del view
        self._file.deeds.read(self._file.desk.restricting.view, self._file.case, then=self._show_restriction)

    def _show_restriction(self, now: Restriction) -> None:
        look = self._file.look
        clear(self._inside_)
        self._boxes = []
        self.set_note(look.ui("personnes nommées") if now.restricted else look.ui("toute l’équipe"))
        if now.restricted:
            self._show_named(now)
        else:
            self._show_offer(now)

    def _explain(self) -> None:
        look = self._file.look
        texts = (
            look.ui(
                "Ce que cela fait : seules les personnes nommées voient ce dossier. Pour les autres, il n’est plus "
                "dans les listes, la recherche, les familles ni les échéances, et ne s’ouvre pas. Les lectures restent "
                "notées."
            ),
            look.ui(
                "Ce que cela ne fait pas : sur ce poste, c’est le logiciel qui tient la règle, et la base est chiffrée "
                "avec une clé commune à l’équipe. Ce qui a déjà été vu, copié ou imprimé le reste. Les dossiers des "
                "proches restent ouverts à tous : restreignez-les aussi s’il le faut."
            ),
            look.ui("Si plus aucune personne nommée n’a de compte ici, les responsables peuvent ouvrir le dossier."),
        )
        for text in texts:
            self._inside_.addWidget(Text(look, text, points=tokens.SMALL))

    def _show_offer(self, now: Restriction) -> None:
        look = self._file.look
        said = look.ui("En cas de violences ou de protection, ce dossier peut être réservé à des personnes nommées.")
        self._inside_.addWidget(Text(look, said))
        self._explain()
        self._inside_.addWidget(Text(look, look.ui("Vous, et aussi :"), strong=True))
        among = Flow(look)
        for one in now.people:
            if not one.me:
                box = QCheckBox(one.label.replace("&", "&&"))
                box.setFont(look.font())
                among.addWidget(box)
                self._boxes.append((one.user, box))
        self._inside_.addLayout(among)
        restrict = PlainButton(look, look.ui("Réserver ce dossier à ces personnes"), "lock")
        restrict.clicked.connect(self._restrict)
        self._inside_.addWidget(restrict, 0, Qt.AlignmentFlag.AlignLeading)

    def _show_named(self, now: Restriction) -> None:
        look = self._file.look
        self._inside_.addWidget(StateBadge(look, State.SOON, look.ui("ouvert aux personnes nommées seulement")))
        for one in now.people:
            if one.named:
                self._inside_.addLayout(self._one(one))
        others = [one for one in now.people if not one.named]
        if others:
            self._inside_.addWidget(Text(look, look.ui("L’ouvrir aussi à :"), strong=True))
            among = Flow(look)
            for one in others:
                add = CarryingButton(
                    look,
                    one.label.replace("&", "&&"),
                    one.user,
                    "user-plus",
                    name=look.ui("Nommer %(label)s", label=one.label),
                )
                add.carried.connect(self._name)
                among.addWidget(add)
            self._inside_.addLayout(among)
        self._explain()
        again = QuietButton(look, look.ui("Rouvrir à toute l’équipe"), "users")
        again.clicked.connect(self._open_again)
        self._inside_.addWidget(again, 0, Qt.AlignmentFlag.AlignLeading)

    def _one(self, one: Named) -> QHBoxLayout:
        look = self._file.look
        across = row(look)
        label = look.ui("%(label)s (vous)", label=one.label) if one.me else isolate(one.label)
        across.addWidget(Text(look, label), 1)
        name = look.ui("Ne plus nommer %(label)s", label=one.label)
        away = CarryingButton(look, "", one, "x", name=name, tip=name)
        away.carried.connect(self._remove)
        across.addWidget(away)
        return across

    def _do(self, work: Callable[..., Touched], *args: object) -> None:
        self._file.deeds.do(work, self._file.case, *args)

    def _restrict(self) -> None:
        self._do(self._file.desk.restricting.restrict, tuple(user for user, box in self._boxes if box.isChecked()))

    def _name(self, user: UserId) -> None:
        self._do(self._file.desk.restricting.name_keeper, user)

    def _remove(self, one: Named) -> None:
        if one.me:
            self._file.deeds.jobs.desk(
                self._file.desk.restricting.remove_keeper, self._file.case, one.user,
                owner=self, then=self._gone, failed=self._file.deeds.failed.emit,
            )  # fmt: skip
        else:
            self._do(self._file.desk.restricting.remove_keeper, one.user)

    def _gone(self, _touched: Touched) -> None:
        self.left.emit()

    def _open_again(self) -> None:
        self._do(self._file.desk.restricting.open_again)
