"""The settings window: pages on the left, one of them on the right, the way back at the foot."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.icons import icon
from app.desktop.presenters.editing import EditingPresenter, Undo
from app.desktop.presenters.presenter import Presenter
from app.desktop.presenters.settings_window import SettingsWindowPresenter
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.bar import Bar
from app.desktop.widgets.page import Page
from app.desktop.widgets.window import Window
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.table import pages
from app.desktop.wording import translate

_LIST_WIDTH = 200
_REMEMBERED = "settings.page"
_BREATH_MS = 10


class SettingsWindow(Window):
    """Pages are built when they are first turned to; the one that was left is there again."""

    def __init__(self, program: Program, open_: Opener) -> None:
        super().__init__()
        self.setWindowTitle(translate("Settings", "Settings"))
        self.setMinimumSize(880, 600)
        self.resize(1040, 760)
        self._program = program
        self._open = open_
        self.presenter = SettingsWindowPresenter(program)
        self.entries = pages()
        self.built: dict[str, Page] = {}
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        across = QHBoxLayout()
        across.setSpacing(0)
        # Seven words that never change: no model is needed for them.
        self.list = QListWidget()
        self._fill_list()
        self.stack = QStackedWidget()
        across.addWidget(self.list)
        across.addWidget(self.stack, 1)
        self.notice = Bar()
        self.bar = Bar()
        column.addWidget(self.notice)
        column.addLayout(across, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(whole)
        # To make a page and to show it at once would hold up the answers that stream through this
        # process, and so would to show the window and its page.
        self._soon = QTimer(self, interval=_BREATH_MS, singleShot=True)
        self._soon.timeout.connect(self._go_on)
        self._undone = self.presenter.state.undoable
        self._follow(self.presenter)
        self.presenter.watch(self.presenter.changed.connect(lambda _none: self._show_state()))
        # Chosen before it is turned to: a list without a choice makes one when it gets the focus.
        self.list.setCurrentRow(self._row(program.system.recall(_REMEMBERED) or ""))
        self.list.currentRowChanged.connect(self._turn)
        QShortcut(QKeySequence.StandardKey.Undo, self, self.presenter.undo)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own
        """Turn to the page that was left, once the window itself is there."""
        super().showEvent(event)
        self._soon.start()

    def show_page(self, page: str) -> None:
        """Turn to a page by its name; an unknown one is the first."""
        row = self._row(page)
        if self.list.currentRow() == row:
            self._turn(row)
        else:
            self.list.setCurrentRow(row)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own
        """Follow nothing any more."""
        for page in self.built.values():
            presenter = getattr(page, "presenter", None)
            if isinstance(presenter, Presenter):
                presenter.close()
        self.presenter.close()
        super().closeEvent(event)

    def _go_on(self) -> None:
        row = self.list.currentRow()
        if self.entries[row].name in self.built:
            self._show_page(self.built[self.entries[row].name])
        else:
            self._turn(row)

    def _row(self, page: str) -> int:
        names = [entry.name for entry in self.entries]
        return names.index(page) if page in names else 0

    def _fill_list(self) -> None:
        self.list.setAccessibleName(translate("Settings", "Pages"))
        self.list.setProperty("pages", "true")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in self.entries:
            item = QListWidgetItem(icon(entry.icon, "secondary"), entry.words)
            # Styled rows lie on each other until they are polished, unless their height is given.
            item.setSizeHint(QSize(_LIST_WIDTH - SPACE.l, 36))
            self.list.addItem(item)

    def _turn(self, row: int) -> None:
        entry = self.entries[row]
        page = self.built.get(entry.name)
        if page is None:
            page = self.built[entry.name] = entry.make(self._program, self._open)
            presenter = getattr(page, "presenter", None)
            if isinstance(presenter, Presenter):
                self._follow(presenter)
        self._program.system.remember(_REMEMBERED, entry.name)
        if self.isVisible() and self.stack.indexOf(page) < 0:
            self._soon.start()
        else:
            self._show_page(page)

    def _show_page(self, page: Page) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def _follow(self, presenter: Presenter) -> None:
        presenter.watch(presenter.failed.connect(self.bar.tell))
        if isinstance(presenter, EditingPresenter):
            presenter.watch(presenter.told.connect(lambda words: self.bar.tell(words, "")))
            presenter.watch(presenter.undoable.connect(self._offer))

    def _offer(self, undo: Undo) -> None:
        self.bar.offer_undo(undo.label, undo.call)

    def _show_state(self) -> None:
        state = self.presenter.state
        if state.undoable and state.undoable != self._undone:
            self.bar.offer_undo(state.undoable, self.presenter.undo)
        self._undone = state.undoable
        if state.read_only:
            self.notice.tell(state.read_only, "warn")
        elif state.restart_needed:
            self.notice.offer(
                translate("Settings", "Some changes hold after the server has restarted."),
                translate("Settings", "Restart now"),
                self.presenter.restart,
            )
        else:
            self.notice.hide()
