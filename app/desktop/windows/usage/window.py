"""The usage window."""

from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.presenters.usage import UsagePresenter
from app.desktop.presenters.usage_span import Span
from app.desktop.presenters.usage_state import By, Measure
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.bar import Bar
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.empty_state import EmptyState
from app.desktop.widgets.window import go_on
from app.desktop.windows.opening import Opener
from app.desktop.windows.usage.details import Details
from app.desktop.windows.usage.head import Head
from app.desktop.windows.usage.over_time import OverTime
from app.desktop.windows.usage.tiles import Tiles
from app.desktop.windows.usage.year import Year
from app.desktop.wording import translate


class UsageWindow(QWidget):
    """Reads while it is shown. Bars, days and rows lead to their requests.

    `presenter` is made where none is given.
    """

    def __init__(
        self, program: Program, open_: Opener, presenter: UsagePresenter | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle(translate("Usage", "Usage"))
        self.setMinimumSize(880, 600)
        self.resize(1080, 820)
        self.presenter = presenter or UsagePresenter(program)
        self._open = open_
        self._started = self._closed = False
        self._told = ""
        self.head, self.busy, self.bar = Head(), BusyLine(), Bar()
        self.tiles, self.over_time = Tiles(), OverTime()
        self.details, self.year = Details(), Year()
        self.nothing = EmptyState(
            translate("Usage", "Nothing was used yet"),
            translate(
                "Usage",
                "Connect a client and ask it something. What it used and what that cost stands "
                "here, from the first request on.",
            ),
            translate("Usage", "Connect a client"),
            "usage",
        )
        self.broken = EmptyState(
            translate("Usage", "Usage cannot be read"),
            "",
            translate("Usage", "Try again"),
            "warning",
        )
        self.content = self._scrolled()
        self.pages = QStackedWidget()
        for page in (self.content, self.nothing, self.broken):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.busy):
            column.addWidget(part)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self._connect()
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to read."""
        super().showEvent(event)
        if not self._started and not self._closed:
            self._started = True
            self.content.setFocus()  # arrow keys scroll, and no control looks chosen
            self._follow()
            self.presenter.start()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802 - Qt's own
        """Go to what is read next, or was read before."""
        return go_on(self, next_)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Read no more while nobody can see it: closed, or minimized."""
        super().hideEvent(event)
        self._started = False
        self.presenter.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Read nothing any more, also where it is closed before it was seen."""
        super().closeEvent(event)
        self._closed = True
        self.presenter.close()

    def _scrolled(self) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("page", True)
        column = QVBoxLayout(ground)
        column.setContentsMargins(SPACE.xl, SPACE.xs, SPACE.xl, SPACE.xl)
        column.setSpacing(SPACE.m)
        for part in (self.tiles, self.over_time, self.details, self.year):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(ground)
        return area

    def _connect(self) -> None:
        presenter, head = self.presenter, self.head
        head.span_chosen.connect(lambda span: presenter.choose_span(cast("Span", span)))
        head.days_chosen.connect(presenter.choose_days)
        head.filtered.connect(
            lambda provider, model, client: presenter.filter_by(
                provider=provider, model=model, client=client
            )
        )
        head.exported.connect(self._ask_where_to_save)
        self.over_time.measured.connect(
            lambda what: presenter.choose_measure(cast("Measure", what))
        )
        self.over_time.stacked.connect(lambda by: presenter.choose_by(cast("By", by)))
        self.over_time.bar_clicked.connect(self._open_bar)
        self.over_time.share_clicked.connect(self._open_group)
        self.details.opened.connect(self._open_group)
        self.year.clicked.connect(self._open_day)
        self.nothing.acted.connect(lambda: self._open.settings("clients"))
        self.broken.acted.connect(presenter.refresh)

    def _follow(self) -> None:
        """Hear the presenter until it is closed: a read that is cancelled then tells nobody."""
        presenter = self.presenter
        presenter.watch(presenter.changed.connect(lambda _: self._show_state()))
        presenter.watch(presenter.failed.connect(lambda words: self.bar.tell(words, "bad")))
        presenter.watch(presenter.saved.connect(self._tell_saved))

    def _tell_saved(self, path: str) -> None:
        self.bar.tell(translate("Usage", "Saved as {path}").format(path=path), "ok")

    def _show_state(self) -> None:
        state = self.presenter.state
        self.busy.busy(state.loading)
        self.head.show_state(state)
        if state.trouble and not state.known:
            self.broken.sentence.set(state.trouble)
            self.pages.setCurrentWidget(self.broken)
            return
        if state.trouble != self._told:
            self._told = state.trouble
            again = translate("Usage", "Try again")
            if state.trouble:
                self.bar.offer(state.trouble, again, self.presenter.refresh)
            else:
                self.bar.hide()
        self.pages.setCurrentWidget(self.nothing if state.bare else self.content)
        for part in (self.tiles, self.over_time, self.details, self.year):
            part.show_state(state)

    def _open_bar(self, start_ms: int, key: str) -> None:
        self._open.requests(selection=self.presenter.selection_of_slot(start_ms, key))

    def _open_group(self, key: str) -> None:
        self._open.requests(selection=self.presenter.selection_of_group(key))

    def _open_day(self, day: date) -> None:
        self._open.requests(selection=self.presenter.selection_of_day(day))

    def _ask_where_to_save(self) -> None:
        days = self.presenter.state.days
        dialog = QFileDialog(self, translate("Usage", "Save the table as a CSV file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"dragoman-usage-{days.first}-{days.last}.csv")
        dialog.fileSelected.connect(lambda path: self.presenter.save_csv(Path(path)))
        dialog.open()
