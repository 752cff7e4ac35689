"""One request: who asked whom for what, its course, its figures, and what each side said."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.models.requests_table import state_words
from app.desktop.presenters.request_detail import RequestDetailPresenter
from app.desktop.program.history import Request
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.badge import Badge
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.windows.opening import Opener
from app.desktop.windows.requests.bodies import Bodies
from app.desktop.windows.requests.course import Course
from app.desktop.windows.requests.facts import Facts, Losses
from app.desktop.wording import amounts, translate

_NOTHING, _REQUEST = 0, 1


class Detail(QStackedWidget):
    """Follows the presenter; teaches what it would show where nothing is chosen or kept."""

    def __init__(
        self, presenter: RequestDetailPresenter, open_: Opener, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.nothing = EmptyState(
            translate("Requests", "Choose a request"),
            translate(
                "Requests",
                "Its course from the first byte to the last, its tokens and money, and what the "
                "translation changed are shown here.",
            ),
            icon="requests",
        )
        self.addWidget(self.nothing)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        self._busy = BusyLine()
        column.addWidget(self._busy)
        column.addLayout(self._head())
        self.who = Secondary()
        column.addWidget(self.who)
        self.course = Course()
        column.addWidget(self.course)
        self.facts = Facts()
        column.addWidget(self.facts)
        self.losses = Losses()
        column.addWidget(self.losses)
        self.bodies = Bodies(presenter)
        column.addWidget(self.bodies, 1)
        self.no_bodies = EmptyState(
            translate("Requests", "What was said is not kept"),
            translate(
                "Requests",
                "Switch transcripts on, and the words of requests and answers from then on are "
                "kept on this machine for some days: what the client sent, what the provider got, "
                "and what came back.",
            ),
            translate("Requests", "Open the settings of transcripts"),
        )
        self.no_bodies.acted.connect(lambda: open_.settings("general"))
        column.addWidget(self.no_bodies, 1)
        self.addWidget(shown)
        presenter.watch(presenter.changed.connect(lambda _none: self.show_state()))
        self.show_state()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.title = Heading()
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = Badge()
        self.title.setWordWrap(True)
        row.addWidget(self.title, 1)
        row.addWidget(self.state)
        return row

    def show_state(self) -> None:
        """Show what the presenter says now."""
        state = self._presenter.state
        self._busy.busy(state.loading)
        request = state.request
        if request is None:
            self.nothing.sentence.set(state.trouble or self._teaching())
            self.setCurrentIndex(_NOTHING)
            return
        row = request.row
        served = f"{row.provider}/{row.model}" if row.provider else "–"
        self.title.set(f"{row.client_model} → {served}")
        self.state.show_state(state_words(request), _tone(request))
        asked_by = " ".join(filter(None, (row.client_program, row.client_version)))
        who = (asked_by, request.user_name or request.key_name, amounts.moment(row.started_ms))
        self.who.set(" · ".join(filter(None, who)))
        self.course.show_timeline(state.timeline, row.duration_ms)
        self.facts.show_request(request)
        self.losses.show_state(state)
        self.bodies.setVisible(state.kept)
        self.bodies.show_state()
        self.no_bodies.setVisible(not state.kept)
        self.setCurrentIndex(_REQUEST)

    def _teaching(self) -> str:
        return translate(
            "Requests",
            "Its course from the first byte to the last, its tokens and money, and what the "
            "translation changed are shown here.",
        )


def _tone(request: Request) -> str:
    if request.running:
        return "accent"
    if request.row.failure is not None:
        return "bad"
    return "warn" if request.row.failovers else "ok"
