"""The window of requests: the live list on the left, one of them on the right."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.models.requests_table import REQUEST_ID, RequestsTable
from app.desktop.presenters.request_detail import RequestDetailPresenter
from app.desktop.presenters.requests import Outcome, RequestsPresenter
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.bar import Bar
from app.desktop.widgets.button import Button
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.window import Window
from app.desktop.windows.opening import Opener
from app.desktop.windows.requests.detail import Detail
from app.desktop.windows.requests.request_list import RequestList
from app.desktop.wording import translate
from app.storage.selection import Selection


class RequestsWindow(Window):
    """Lists as long as it lives; reads the details of the chosen one alone."""

    def __init__(self, program: Program, open_: Opener) -> None:
        super().__init__()
        self.setWindowTitle(translate("Requests", "Requests"))
        self.setMinimumSize(880, 600)
        self.resize(1280, 800)
        self._open = open_
        self.presenter = RequestsPresenter(program.history)
        self.detail_presenter = RequestDetailPresenter(program)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = Bar()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._list())
        self.detail = Detail(self.detail_presenter, open_)
        split.addWidget(self.detail)
        split.setSizes([400, 880])
        split.setStretchFactor(1, 1)
        self.detail.setMinimumWidth(500)
        column.addWidget(split, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(whole)
        for each in (self.presenter, self.detail_presenter):
            each.watch(each.failed.connect(self.bar.tell))
        self.presenter.watch(self.presenter.changed.connect(lambda _none: self._show_state()))
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self.presenter.load)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self._wanted = ""
        self.presenter.load()

    def show_request(self, request_id: str) -> None:
        """Choose a request, listed or not."""
        self._wanted = request_id
        self.detail_presenter.show(request_id)
        self._choose_wanted()

    def show_selection(self, selection: Selection) -> None:
        """List the requests of a selection."""
        self.search.clear()
        self.outcome.choose(Outcome.ALL)
        self.presenter.look_for(selection=selection, text="", outcome=Outcome.ALL)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own
        """Follow nothing any more."""
        self.presenter.close()
        self.detail_presenter.close()
        self.table_model.close()
        super().closeEvent(event)

    def _list(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.s)
        row = QHBoxLayout()
        self.search = SearchField(translate("Requests", "Model, provider, client, id"))
        self.search.searched.connect(lambda words: self.presenter.look_for(text=words))
        self.outcome = Choice(
            [
                (Outcome.ALL, translate("Requests", "All")),
                (Outcome.FAILED, translate("Requests", "Failed")),
                (Outcome.LOSSY, translate("Requests", "With losses")),
            ]
        )
        self.outcome.setAccessibleName(translate("Requests", "Which requests"))
        self.outcome.chosen.connect(lambda v: self.presenter.look_for(outcome=Outcome(v)))
        self.clear = Button(translate("Requests", "Show all"), "link")
        self.clear.clicked.connect(self._show_all)
        row.addWidget(self.search, 1)
        row.addWidget(self.outcome)
        row.addWidget(self.clear)
        column.addLayout(row)
        self.table_model = RequestsTable(self.presenter, self)
        self.list = RequestList(self.table_model, translate("Requests", "Requests"))
        self.list.selectionModel().currentRowChanged.connect(self._chosen)
        self.empty = EmptyState("", "", translate("Requests", "Connect a client"), "requests")
        self.empty.acted.connect(lambda: self._open.settings("clients"))
        self._views = QStackedWidget()
        self._views.addWidget(self.list)
        self._views.addWidget(self.empty)
        column.addWidget(self._views, 1)
        return side

    def _show_state(self) -> None:
        filtered = self.presenter.filtered
        self.clear.setVisible(filtered)
        nothing = not self.presenter.rows and not self.presenter.loading
        self._views.setCurrentIndex(1 if nothing else 0)
        if nothing:
            self.empty.button.setVisible(not filtered)
            self.empty.heading.set(
                translate("Requests", "Nothing fits")
                if filtered
                else translate("Requests", "No requests yet")
            )
            self.empty.sentence.set(
                translate("Requests", "No request has these words or this outcome.")
                if filtered
                else translate(
                    "Requests",
                    "As soon as a client asks something through Dragoman, it appears here, live.",
                )
            )
        if self.presenter.trouble:
            self.bar.tell(self.presenter.trouble, "warn")
        self._choose_wanted()

    def _show_all(self) -> None:
        self.search.clear()
        self.outcome.choose(Outcome.ALL)
        self.presenter.clear_filter()

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        request_id = now.data(REQUEST_ID) if now.isValid() else None
        if request_id and request_id != self._wanted:
            self._wanted = request_id
            self.detail_presenter.show(request_id)

    def _choose_wanted(self) -> None:
        """Mark the row of the request that is shown, once it is listed."""
        place = self.presenter.place_of(self._wanted) if self._wanted else None
        if place is not None and self.list.currentIndex().row() != place:
            self.list.choose(place)
